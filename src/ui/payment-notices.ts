import { html, nothing, type TemplateResult } from 'lit';
import type { Account } from '../contract/account.ts';
import type { PaymentError } from '../errors.ts';
import type { ChargeMethod, MethodChoice } from '../payment/charge-draft.ts';
import type { PaymentState } from '../payment/payment-state.ts';
import { notice } from './notice.ts';
import type { Wording } from './wording.ts';

/** What the one status region says; empty where there is nothing to tell. */
export function announcement(state: PaymentState, words: Wording): string {
  const { text, money } = words;
  switch (state.phase) {
    case 'idle':
      return '';
    case 'submitting':
      return text.status.submitting;
    case 'authenticating':
      return `${text.status.authenticating}. ${text.status.authenticatingHint}`;
    case 'processing':
      return `${text.status.processing(money(state.payment.amount))}. ${text.status.processingHint}`;
    case 'succeeded':
      return text.status.succeeded(money(state.payment.amount));
    case 'failed':
      return `${text.status.failed}. ${reason(state, words)} ${text.status.nothingMoved}`;
    case 'unconfirmed':
      return state.checking
        ? text.status.unconfirmed
        : state.phaseSeen === 'requires_action'
          ? text.status.waitingForBank
          : text.status.unconfirmedHint;
  }
}

export interface FailureSteps {
  /** What the person saw when they pressed: what is due now may differ. */
  seen: Account | null;
  /** How it was charged; null where another way is chosen by now. */
  method: ChargeMethod | null;
  choices: readonly MethodChoice[];
  /** What the form would charge now, in minor units. */
  total: number;
  chargeAnyway: () => void;
  choose: (method: ChargeMethod) => void;
  /** Turns the charge into a payment link; null where none can be sent. `asksApproval`: of the card on file that the bank wants approved. */
  toLink: { asksApproval: boolean; go: () => void } | null;
}

/** Failures that another card may end. */
const ofTheCard = new Set(['declined', 'authentication_required', 'authentication_failed', 'stripe_unavailable']);

/** Failures that a payment link would have too. */
const ofTheRequest = new Set([
  'amount_too_small',
  'over_balance',
  'not_found',
  'stripe_not_connected',
  'misconfigured',
]);

type Failed = Extract<PaymentState, { phase: 'failed' }>;

/** Why nothing was charged, and what next. The form stays below it as it was: charging again is its button. */
export function failure(state: Failed, steps: FailureSteps, words: Wording): TemplateResult | null {
  const { text, money } = words;
  const { error } = state;
  const problem = error.problem;
  switch (error.code) {
    case 'similar_payment': {
      const similar = problem?.similar;
      return notice({
        tone: 'warn',
        title: similar
          ? text.guard.similar(money(similar.amount), words.moment(similar.createdAt))
          : reason(state, words),
        body: html`<p>${text.guard.similarHint}</p>`,
        // Once another amount is chosen, it would say one and charge the other.
        actions:
          similar?.amount === steps.total
            ? html`<button type="button" @click=${steps.chargeAnyway}>
              ${text.action.chargeAnyway(money(similar.amount))}
            </button>`
            : nothing,
      });
    }
    case 'balance_changed':
      return notice({ tone: 'warn', title: text.guard.balanceChanged, body: changes(error, steps.seen, words) });
    case 'payment_in_progress':
      return notice({ tone: 'warn', title: text.guard.inProgress });
    case 'link_open':
      // Whoever pressed is asked which of the two it is to be, in a notice of its own.
      return null;
    case 'card_entry_expired':
    case 'attempt_closed':
      return notice({
        tone: error.code === 'attempt_closed' ? 'info' : 'warn',
        title: reason(state, words),
        body: html`<p>${text.status.nothingMoved}</p>`,
        actions: byLink(steps, words),
      });
    default:
      return notice({
        tone: 'bad',
        title: text.status.failed,
        body: html`<p>${reason(state, words)} ${text.status.nothingMoved}</p>
          ${problem?.help ? html`<p>${problem.help}</p>` : nothing}`,
        actions: [
          steps.toLink?.asksApproval ? byLink(steps, words) : nothing,
          ofTheCard.has(error.code) ? otherWay(steps, words) : nothing,
          steps.toLink?.asksApproval || ofTheRequest.has(error.code) ? nothing : byLink(steps, words),
        ],
      });
  }
}

function otherWay({ method, choices, choose }: FailureSteps, { text }: Wording): unknown {
  const cards = choices.filter((each) => each.method !== 'link' && each.method !== method && !each.blocked);
  const other = method && cards[0]?.method;
  if (!other) return nothing;
  const label = other === 'new-card' ? text.card.askForNew : text.newCard.useSaved;
  return html`<button type="button" @click=${() => choose(other)}>${label}</button>`;
}

function byLink({ toLink, method }: FailureSteps, { text }: Wording): unknown {
  if (!toLink || method === null) return nothing;
  return html`<button type="button" @click=${toLink.go}>
    ${toLink.asksApproval ? text.toLink.approve : text.toLink.send}
  </button>`;
}

/** Stripe has the person's attention; the form is put aside. Where its window never comes, or never ends, the charge can be called off. */
export function waiting(
  { text }: Wording,
  { cancelCharge, notHere }: { cancelCharge: () => void; notHere: (() => void) | null },
): TemplateResult {
  return notice({
    tone: 'info',
    title: text.status.authenticating,
    body: html`<p>${text.status.authenticatingHint}</p>`,
    actions: html`${notHere ? html`<button type="button" @click=${notHere}>${text.toLink.notHere}</button>` : nothing}
      <button type="button" @click=${cancelCharge}>${text.status.cancelCharge}</button>`,
  });
}

/** Asked once before a payment is left whose outcome nobody knows. */
export function closeWarning({ text }: Wording, leave: () => void, stay: () => void): TemplateResult {
  return notice({
    tone: 'bad',
    title: text.status.closeWarning,
    actions: html`<button type="button" @click=${stay}>${text.status.stay}</button>
      <button type="button" @click=${leave}>${text.status.closeAnyway}</button>`,
  });
}

function reason({ error, payment }: Failed, { text, money }: Wording): string {
  const { code, problem } = error;
  if (code === 'amount_too_small' && problem?.minimum !== undefined) return text.guard.tooSmall(money(problem.minimum));
  const group = problem?.reason ?? payment?.failure?.reason;
  return group ? text.declines[group] : text.errors[code];
}

/** What was due when it was seen, and what is due now. */
export function changes(error: PaymentError, seen: Account | null, { text, money }: Wording): TemplateResult {
  const rows = (error.problem?.due ?? []).flatMap(({ bookingId, due }) => {
    const before = seen?.bookings.find((each) => each.id === bookingId);
    return before && before.due !== due ? [text.guard.changed(before.reference, money(before.due), money(due))] : [];
  });
  return html`<ul>
    ${rows.map((row) => html`<li>${row}</li>`)}
  </ul>`;
}
