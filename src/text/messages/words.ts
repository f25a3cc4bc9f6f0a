import { Vocabulary } from '../vocabulary.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { MessageText } from './text.ts';

/** The words of mails and text messages. All are there at once: a server loads them when it starts. */
export const messageWords = new Vocabulary<MessageText>(en);
messageWords.register('fr', fr);

/** Gives the words of mails and text messages in a language; `tag` is BCP 47, `fr` or `fr-CA`. */
export function registerMessageText(tag: string, text: MessageText): void {
  messageWords.register(tag, text);
}
