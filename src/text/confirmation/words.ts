import { Vocabulary } from '../vocabulary.ts';
import { en } from './en.ts';
import type { ConfirmationText } from './text.ts';

/** The words of the confirmation. */
export const confirmationWords = new Vocabulary<ConfirmationText>(en);

confirmationWords.register('fr', async () => (await import('./fr.ts')).fr);

/** Gives the words of the confirmation in a language, at once or when they are first needed; `tag` is BCP 47, `fr` or `fr-CA`. */
export function registerConfirmationText(
  tag: string,
  text: ConfirmationText | (() => Promise<ConfirmationText>),
): void {
  confirmationWords.register(tag, text);
}
