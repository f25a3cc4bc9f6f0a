import type { ReadOptions } from '../contract/backend.ts';

export interface LiveOptions<Seen> {
  read: (options: ReadOptions) => Promise<Seen>;
  /** Told of each answer that is another object than the one before. */
  onChange: (seen: Seen) => void;
  /** Told once when reads begin to fail; the last answer stays true until another one comes. */
  onError?: (error: unknown) => void;
  /** Is there anything to wait for? Nothing is read by itself while there isn't. */
  waits: (seen: Seen) => boolean;
}

/** Keeps what a surface shows true while it is visible and waits for something. */
export class Live<Seen> {
  readonly #options: LiveOptions<Seen>;

  constructor(options: LiveOptions<Seen>) {
    this.#options = options;
  }

  /** From what was read already, where it was. */
  start(_seen?: Seen): void {
    void this.#options;
  }

  stop(): void {}
}
