import type { TemplateResult } from 'lit';
import type { LinkNews } from '../payment/link-news.ts';
import { notice } from './notice.ts';
import type { Wording } from './wording.ts';

/** Why the form is not as it was: a payment link has ended meanwhile. */
export function newsNotice(news: LinkNews, words: Wording): TemplateResult {
  return notice({ tone: news.type === 'paid' ? 'good' : 'info', title: newsText(news, words) });
}

export function newsText(news: LinkNews, { text, money }: Wording): string {
  return news.type === 'paid' ? text.linkGuard.paid(money(news.payment.amount)) : text.linkGuard.gone;
}
