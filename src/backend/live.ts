import type { ReadOptions } from '../contract/backend.ts';

export interface LiveOptions<Seen> {
  read: (options: ReadOptions) => Promise<Seen>;
  /** Told of each answer that is another object than the one before. */
  onChange: (seen: Seen) => void;
  /** Told once when reads begin to fail; the last answer stays true until another one comes. */
  onError?: (error: unknown) => void;
  /** Is there anything to wait for? Nothing is read by itself while there isn't. */
  waits: (seen: Seen) => boolean;
  /** The page's own where nothing is said. */
  surroundings?: Surroundings;
}

/** What is needed of a page, as tests may replace it. */
export interface Surroundings {
  visible(): boolean;
  /** Calls `listener` when the page is shown, hidden, or back on the network. Answers how to end that. */
  listen(listener: () => void): () => void;
  /** Resolves after that many milliseconds, or as soon as the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
}

const pause = 2_000;
const longestPause = 60_000;

/**
 * Keeps what a surface shows true while the page is visible and waits for something: read every two seconds, one read at a time, less and less
 * often while reads fail. A hidden page reads nothing, and reads at once when it is shown again or back on the network. With the backends of
 * `createStaffBackend` and `createPayerBackend` an answer that did not change is the very object of before, and costs a few bytes.
 *
 * ```js
 * const live = new Live({
 *   read: (options) => backend.account(customerId, options),
 *   waits: ({ links, attempts }) => links.length + attempts.length > 0,
 *   onChange: show,
 * });
 * live.start();
 * ```
 */
export class Live<Seen> {
  readonly #options: LiveOptions<Seen>;
  readonly #page: Surroundings;
  #seen: Seen | undefined;
  #failures = 0;
  #started = false;
  /** Of the read under way. */
  #reading: AbortController | null = null;
  /** Of the pause before the next one. */
  #pausing: AbortController | null = null;
  #unlisten: (() => void) | null = null;

  constructor(options: LiveOptions<Seen>) {
    this.#options = options;
    this.#page = options.surroundings ?? pageSurroundings;
  }

  /** From what was read already, where it was; else it reads at once. Starting again begins anew. */
  start(seen?: Seen): void {
    this.stop();
    this.#started = true;
    this.#seen = seen;
    this.#plan(seen === undefined ? 0 : pause);
  }

  /** Reads at once, whatever it waits for, such as after something was done on this page. An answer under way may be older, and is dropped. */
  refresh(): void {
    if (this.#started) void this.#read();
  }

  stop(): void {
    this.#started = false;
    this.#failures = 0;
    this.#rest();
    this.#unlisten?.();
    this.#unlisten = null;
  }

  #rest(): void {
    this.#reading?.abort();
    this.#pausing?.abort();
    this.#reading = null;
    this.#pausing = null;
  }

  #plan(milliseconds: number): void {
    if (this.#seen !== undefined && this.#failures === 0 && !this.#options.waits(this.#seen)) {
      this.#unlisten?.();
      this.#unlisten = null;
      return;
    }
    this.#unlisten ??= this.#page.listen(() => this.#look());
    if (!this.#page.visible()) return;
    if (milliseconds === 0) void this.#read();
    else void this.#wait(milliseconds);
  }

  /** The page was shown, hidden, or is back on the network. */
  #look(): void {
    if (!this.#page.visible()) {
      this.#pausing?.abort();
      this.#pausing = null;
    } else if (!this.#reading) {
      void this.#read();
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    const pausing = new AbortController();
    this.#pausing = pausing;
    await this.#page.wait(milliseconds, pausing.signal);
    if (!pausing.signal.aborted) void this.#read();
  }

  async #read(): Promise<void> {
    this.#rest();
    const reading = new AbortController();
    this.#reading = reading;
    const answer = await this.#answer(reading.signal);
    if (reading.signal.aborted) return;
    this.#reading = null;
    if ('seen' in answer) this.#take(answer.seen);
    else this.#fail(answer.error);
  }

  async #answer(signal: AbortSignal): Promise<{ seen: Seen } | { error: unknown }> {
    try {
      return { seen: await this.#options.read({ signal }) };
    } catch (error) {
      return { error };
    }
  }

  #take(seen: Seen): void {
    const changed = seen !== this.#seen;
    this.#seen = seen;
    this.#failures = 0;
    // Planned before it is told: whoever is told may stop it, or throw.
    this.#plan(pause);
    if (changed) this.#options.onChange(seen);
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    const longest = Math.min(pause * 2 ** (this.#failures - 1), longestPause);
    // Shortened by chance, so that pages which lost the backend together don't come back together.
    this.#plan(longest * (1 - this.#page.random() / 4));
    if (this.#failures === 1) this.#options.onError?.(error);
  }
}

const pageSurroundings: Surroundings = {
  visible: () => document.visibilityState === 'visible',
  listen: (listener) => {
    document.addEventListener('visibilitychange', listener);
    addEventListener('online', listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
      removeEventListener('online', listener);
    };
  },
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end);
    }),
  random: Math.random,
};
