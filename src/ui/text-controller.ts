import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PartialText } from '../text/text.ts';
import { languageFor, languageOf, watchTexts, withWords, type Language } from '../text/language.ts';

/** Gives its host the words for where it stands, and renders it again when the language or the words change. */
export class TextController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #replaced: () => PartialText | undefined;
  #observer: MutationObserver | undefined;
  #unwatch: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, replaced: () => PartialText | undefined) {
    this.#host = host;
    this.#replaced = replaced;
    host.addController(this);
  }

  get language(): Language {
    const { locale, text } = languageFor(languageOf(this.#host));
    return { locale, text: withWords(text, this.#replaced()) };
  }

  hostConnected(): void {
    const update = () => this.#host.requestUpdate();
    this.#unwatch = watchTexts(update);
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
