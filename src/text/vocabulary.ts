/** Words, and the BCP 47 tag by which their amounts and dates are formatted. */
export interface Language<Words> {
  locale: string;
  text: Words;
}

/** Any part of some words, at any depth. */
export type Partly<Words> = { [Group in keyof Words]?: { [Word in keyof Words[Group]]?: Words[Group][Word] } };

/** The words of one kind of surface in every language there is. English is there at once, the others are loaded when they are first needed. */
export class Vocabulary<Words extends object> {
  readonly #english: Words;
  readonly #registered: Map<string, Words>;
  readonly #loaders = new Map<string, () => Promise<Words>>();
  readonly #listeners = new Set<() => void>();

  constructor(english: Words) {
    this.#english = english;
    this.#registered = new Map([['en', english]]);
  }

  /**
   * Gives the words of a language, at once or when they are first needed. `tag` is BCP 47, `fr` or `fr-CA`; a later registration replaces
   * an earlier one. Words that fail to load are asked for again at the next need; English stands in meanwhile.
   */
  register(tag: string, words: Words | (() => Promise<Words>)): void {
    const key = tag.toLowerCase();
    if (typeof words === 'function') {
      this.#registered.delete(key);
      this.#loaders.set(key, words as () => Promise<Words>);
    } else {
      this.#loaders.delete(key);
      this.#registered.set(key, words);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Calls back whenever words arrive or are replaced; answers with what ends it. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The words for a tag: its own, else its parent's (`fr-CH` → `fr`), else English. Starts loading what has a loader. */
  languageFor(tag: string): Language<Words> {
    const parts = tag.toLowerCase().split('-');
    for (let length = parts.length; length > 0; length--) {
      const key = parts.slice(0, length).join('-');
      const text = this.#registered.get(key);
      if (text) return { locale: validTag(tag) ?? key, text };
      void this.#load(key);
    }
    return { locale: 'en', text: this.#english };
  }

  /** Resolves when the words for a tag are there, or couldn't be loaded: a page needn't show English first. */
  async loaded(tag: string): Promise<void> {
    const parts = tag.toLowerCase().split('-');
    for (let length = parts.length; length > 0; length--) {
      const key = parts.slice(0, length).join('-');
      if (this.#registered.has(key)) return;
      await this.#load(key);
    }
  }

  readonly #loading = new Map<string, Promise<void>>();

  #load(key: string): Promise<void> | undefined {
    const loader = this.#loaders.get(key);
    if (!loader) return this.#loading.get(key);
    this.#loaders.delete(key);
    const loading = loader()
      .then(
        (words) => this.register(key, words),
        () => void this.#loaders.set(key, loader),
      )
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }
}

/** The words with some of them replaced. */
export function withWords<Words extends object>(words: Words, replaced: Partly<Words> | undefined): Words {
  if (!replaced) return words;
  return Object.fromEntries(
    Object.entries(words).map(([group, its]) => [group, { ...its, ...replaced[group as keyof Words] }]),
  ) as Words;
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

function validTag(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
