import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { languageOf, type Language, type Partly, type Vocabulary, withWords } from '../text/vocabulary.ts';

/** Gives its host the words for where it stands, and renders it again when the language or the words change. */
export class TextController<Words extends object> implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #vocabulary: Vocabulary<Words>;
  #replaced: () => Partly<Words> | undefined;
  #tag: () => string;
  #observer: MutationObserver | undefined;
  #unwatch: (() => void) | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    vocabulary: Vocabulary<Words>,
    replaced: () => Partly<Words> | undefined,
    /** The language of the page where nothing is said. */
    tag: () => string = () => languageOf(host),
  ) {
    this.#host = host;
    this.#vocabulary = vocabulary;
    this.#replaced = replaced;
    this.#tag = tag;
    host.addController(this);
  }

  get language(): Language<Words> {
    const { locale, text } = this.#vocabulary.languageFor(this.#tag());
    return { locale, text: withWords(text, this.#replaced()) };
  }

  hostConnected(): void {
    const update = () => this.#host.requestUpdate();
    this.#unwatch = this.#vocabulary.watch(update);
    this.#observer = new MutationObserver(update);
    for (const each of [this.#host, this.#host.ownerDocument.documentElement]) {
      this.#observer.observe(each, { attributes: true, attributeFilter: ['lang'] });
    }
  }

  hostDisconnected(): void {
    this.#unwatch?.();
    this.#observer?.disconnect();
  }
}
