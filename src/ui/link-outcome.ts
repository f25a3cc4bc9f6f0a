import { html, nothing, type TemplateResult } from 'lit';
import type { PaymentLink } from '../contract/link.ts';
import type { Payment } from '../contract/payment.ts';
import { cardLabel } from './card.ts';
import { icon } from './controls.ts';
import { notice } from './notice.ts';
import { fact, outcomeLines } from './outcome.ts';
import type { Wording } from './wording.ts';

export interface LinkOutcome {
  link: PaymentLink;
  customer: string;
  /** What it was paid with; null until it is, and until it is read. */
  payment: Payment | null;
  actions: unknown;
}

/** A link that was just sent, as it stands now: on its way, arrived, opened, paid. */
export function linkOutcome(outcome: LinkOutcome, words: Wording): TemplateResult {
  const { text, moment, deadline } = words;
  const { link, customer, payment, actions } = outcome;
  const isPaid = link.state === 'paid';
  const over = isPaid ? null : whyOver(link, words);
  const [latest] = link.deliveries;
  const isGood = isPaid || (!over && !failed(link));
  return html`<div class="outcome ${isGood ? 'good' : ''}" part="outcome">
    ${
      over
        ? notice({ tone: 'info', title: over })
        : html`<div class="outcome-head" tabindex="-1" data-focus role="group" aria-labelledby="outcome">
          ${icon(isGood ? 'check' : 'alert')}
          <h3 id="outcome">${title(link, payment, words)}</h3>
          ${hint(link, words)}
        </div>`
    }
    ${isPaid || over ? nothing : undelivered(link, words)}
    ${payment ? outcomeLines(payment, true, words) : outcomeLines(link, false, words)}
    <dl>
      ${fact(text.outcome.customer, customer)}
      ${latest ? fact(text.linkOutcome.to, html`<bdi>${latest.to}</bdi>`) : nothing}
      ${latest && !isPaid ? fact(text.linkOutcome.delivery, text.delivery[latest.state]) : nothing}
      ${
        link.state === 'open'
          ? fact(
              text.linkOutcome.page,
              link.openedAt ? text.openLink.opened(moment(link.openedAt)) : text.openLink.notOpened,
            )
          : nothing
      }
      ${link.approval ? fact(text.outcome.card, cardLabel(link.approval, text)) : nothing}
      ${payment?.card ? fact(text.outcome.card, cardLabel(payment.card, text)) : nothing}
      ${over || isPaid ? nothing : fact(text.linkOutcome.until, deadline(link.expiresAt))}
    </dl>
    ${over || isPaid ? nothing : actions}
  </div>`;
}

/** What the status region says of it. */
export function linkAnnouncement(link: PaymentLink, words: Wording): string {
  const { text } = words;
  if (link.state === 'paid') return title(link, null, words);
  const over = whyOver(link, words);
  if (over) return over;
  if (link.state === 'processing') return text.openLink.processing;
  const [latest] = link.deliveries;
  if (latest && failed(link)) return text.linkOutcome.undelivered(latest.to);
  return latest && latest.state !== 'queued'
    ? `${title(link, null, words)}. ${text.delivery[latest.state]}`
    : title(link, null, words);
}

function title(link: PaymentLink, payment: Payment | null, { text, money }: Wording): string {
  const { state, channel, asked, amount } = link;
  // A part of it may have been paid otherwise before.
  if (state === 'paid') return text.linkOutcome.paid(money(payment?.amount ?? asked));
  if (failed(link)) return text.linkOutcome.notDelivered(money(amount));
  return channel === 'none' ? text.linkOutcome.created(money(amount)) : text.linkOutcome.sent(money(amount));
}

function hint({ state, channel }: PaymentLink, { text }: Wording): unknown {
  const said =
    state === 'paid'
      ? text.linkOutcome.paidHint
      : state === 'processing'
        ? text.openLink.processing
        : state === 'locked'
          ? text.openLink.locked
          : state === 'paused'
            ? text.openLink.paused
            : channel === 'none'
              ? text.linkOutcome.createdHint
              : null;
  return said ? html`<p class="muted">${said}</p>` : nothing;
}

function undelivered(link: PaymentLink, { text }: Wording): unknown {
  const [latest] = link.deliveries;
  if (!latest || !failed(link)) return nothing;
  return notice({
    tone: 'bad',
    title: text.linkOutcome.undelivered(latest.to),
    body: html`<p>${text.linkOutcome.undeliveredHint}</p>`,
  });
}

function failed({ deliveries: [latest] }: PaymentLink): boolean {
  return latest?.state === 'bounced' || latest?.state === 'failed';
}

/** Null where it can still be paid, or was. */
function whyOver({ state }: PaymentLink, { text }: Wording): string | null {
  const reasons: Partial<Record<typeof state, string>> = {
    cancelled: text.openLink.cancelled,
    expired: text.linkOutcome.expired,
    replaced: text.errors.link_replaced,
    settled_elsewhere: text.errors.link_settled,
  };
  return reasons[state] ?? null;
}
