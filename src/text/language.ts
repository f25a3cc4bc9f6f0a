import type { PartialText, Text } from './text.ts';
import { en } from './en.ts';

/** Words, and the BCP 47 tag by which their amounts and dates are formatted. */
export interface Language {
  locale: string;
  text: Text;
}

const registered = new Map<string, Text>([['en', en]]);
const loaders = new Map<string, () => Promise<Text>>();
const listeners = new Set<() => void>();

/**
 * Gives the words of a language, at once or when they are first needed. `tag` is BCP 47, `fr` or `fr-CA`; a later registration replaces
 * an earlier one. Words that fail to load are asked for again at the next need; English stands in meanwhile.
 */
export function registerText(tag: string, text: Text | (() => Promise<Text>)): void {
  const key = tag.toLowerCase();
  if (typeof text === 'function') {
    registered.delete(key);
    loaders.set(key, text);
  } else {
    loaders.delete(key);
    registered.set(key, text);
  }
  for (const listener of listeners) listener();
}

/** Calls back whenever words arrive or are replaced; answers with what ends it. */
export function watchTexts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The words for a tag: its own, else its parent's (`fr-CH` → `fr`), else English. Starts loading what has a loader. */
export function languageFor(tag: string): Language {
  const parts = tag.toLowerCase().split('-');
  for (let length = parts.length; length > 0; length--) {
    const key = parts.slice(0, length).join('-');
    const text = registered.get(key);
    if (text) return { locale: validTag(tag) ?? key, text };
    load(key);
  }
  return { locale: 'en', text: en };
}

/** The words with some of them replaced. */
export function withWords(text: Text, words: PartialText | undefined): Text {
  if (!words) return text;
  return Object.fromEntries(
    Object.entries(text).map(([group, its]) => [group, { ...its, ...words[group as keyof Text] }]),
  ) as unknown as Text;
}

/** The nearest `lang` at or above an element, through shadow roots, else the document's, else `en`. */
export function languageOf(element: Element): string {
  for (let at: Element | null = element; at;) {
    const bearer: Element | null = at.closest('[lang]');
    if (bearer) return bearer.getAttribute('lang') || 'en';
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return 'en';
}

function load(key: string): void {
  const loader = loaders.get(key);
  if (!loader) return;
  loaders.delete(key);
  loader().then(
    (text) => registerText(key, text),
    () => loaders.set(key, loader),
  );
}

function validTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
