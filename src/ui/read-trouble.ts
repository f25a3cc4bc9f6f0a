import { html, nothing, type TemplateResult } from 'lit';
import { PaymentError } from '../errors.ts';
import type { StaffText } from '../text/staff/text.ts';
import { notice } from './notice.ts';

/** Why the account could not be read. Asking again is offered where it may help. */
export function readTrouble(error: unknown, text: StaffText, retry: () => void): TemplateResult {
  const code = error instanceof PaymentError ? error.code : 'unavailable';
  const sentences: Partial<Record<typeof code, string>> = {
    not_found: text.trouble.notFound,
    forbidden: text.trouble.forbidden,
    misconfigured: text.trouble.misconfigured,
  };
  const sentence = sentences[code];
  const transient = sentence === undefined;
  return notice({
    tone: transient ? 'bad' : 'warn',
    title: sentence ?? (code === 'unauthorized' ? text.trouble.unauthorized : text.trouble.unreachable),
    body: transient && code !== 'unauthorized' ? html`<p>${text.errors[code]}</p>` : nothing,
    actions: transient ? html`<button type="button" @click=${retry}>${text.dialog.retry}</button>` : nothing,
  });
}
