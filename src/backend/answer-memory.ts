/** An answer that passed its schema, and the backend's name for it. */
export interface KnownAnswer {
  tag: string;
  answer: unknown;
  /** The host's headers that it was asked with. */
  sender: string;
}

const most = 20;

/**
 * The latest answers by address, so that one that did not change needn't be sent again. Whatever one person was told is nothing to another: with
 * other headers of the host everything is forgotten, and `forget` is for a session that ended. With a session in cookies, which a page can't
 * see, it is the backend that says “not changed”, to whoever asks.
 */
export class AnswerMemory {
  #sender = '';
  /** The one used longest ago comes first. */
  readonly #known = new Map<string, KnownAnswer>();

  recall(url: string, sender: string): KnownAnswer | null {
    if (sender !== this.#sender) this.forget();
    this.#sender = sender;
    return this.#known.get(url) ?? null;
  }

  keep(url: string, known: KnownAnswer): void {
    // Asked before the headers changed.
    if (known.sender !== this.#sender) return;
    this.#known.delete(url);
    this.#known.set(url, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
  }

  forget(): void {
    this.#known.clear();
  }
}
