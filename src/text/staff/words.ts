import { en } from './en.ts';
import type { StaffText } from './text.ts';
import { Vocabulary } from '../vocabulary.ts';

/** The words of what staff see. */
export const staffWords = new Vocabulary<StaffText>(en);

/** Gives the words of what staff see in a language, at once or when they are first needed; `tag` is BCP 47, `fr` or `fr-CA`. */
export function registerStaffText(tag: string, text: StaffText | (() => Promise<StaffText>)): void {
  staffWords.register(tag, text);
}
