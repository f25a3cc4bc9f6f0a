import { Vocabulary } from '../vocabulary.ts';
import { en } from './en.ts';
import type { PayerText } from './text.ts';

/** The words of the page of a payment link. */
export const payerWords = new Vocabulary<PayerText>(en);

payerWords.register('fr', async () => (await import('./fr.ts')).fr);

/** Gives the words of the page of a payment link in a language, at once or when they are first needed; `tag` is BCP 47, `fr` or `fr-CA`. */
export function registerPayerText(tag: string, text: PayerText | (() => Promise<PayerText>)): void {
  payerWords.register(tag, text);
}
