import type { Mail } from '../mailer.ts';
import { htmlOf } from './html.ts';
import type { Message } from './message.ts';
import { plainTextOf } from './plain-text.ts';
import { oneLine } from './speech.ts';

/** The mail that says it. Nothing in a header can end the header. */
export function mailOf(message: Message, { id, from, to }: Pick<Mail, 'id' | 'from' | 'to'>): Mail {
  return {
    id,
    from: oneLine(from),
    to: oneLine(to),
    subject: oneLine(message.subject),
    html: htmlOf(message),
    text: plainTextOf(message),
  };
}
