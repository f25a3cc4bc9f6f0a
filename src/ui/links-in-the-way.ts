import { html, type TemplateResult } from 'lit';
import type { PaymentLink } from '../contract/link.ts';
import { notice } from './notice.ts';
import type { Wording } from './wording.ts';

export interface InTheWay {
  /** What going on does to the links. */
  hint: string;
  action: string;
  goOn: () => void;
}

/** Payment links that ask for the same: the person is asked before a second way to pay it is made. */
export function linksInTheWay(
  links: readonly PaymentLink[],
  { hint, action, goOn }: InTheWay,
  words: Wording,
): TemplateResult {
  return notice({
    tone: 'warn',
    title: words.text.linkGuard.open,
    body: html`<ul>
        ${links.map((each) => html`<li>${linkTitle(each, words)} · ${words.money(each.amount)}</li>`)}
      </ul>
      <p>${hint}</p>`,
    actions: html`<button type="button" @click=${goOn}>${action}</button>`,
  });
}

/** To whom and when; its latest message says so. */
export function linkTitle({ deliveries, createdAt }: PaymentLink, { text, moment }: Wording): string {
  const [latest] = deliveries;
  return latest ? text.openLink.sentTo(latest.to, moment(createdAt)) : text.openLink.created(moment(createdAt));
}
