/** Time, as tests may replace it. */
export interface Clock {
  /** Resolves after that many milliseconds, or as soon as the signal is aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds since any fixed time. */
  now(): number;
}

/** The time of the page. It goes on while a computer sleeps, so that nothing is sent again after an hour. */
export const pageClock: Clock = {
  now: () => Date.now(),
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
};

/** How long a page finds out by itself, in milliseconds; then it is up to a person. */
export const patience = 120_000;

const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export interface Watched {
  /** One look; `turn` counts from 0, `stopped` is aborted when the watch has ended meanwhile. */
  look(turn: number, stopped: AbortSignal): Promise<void>;
  /** True for what ends by itself, so that watching it never does. */
  endless(): boolean;
  /** Patience is over. */
  end(): void;
}

/** Looks again and again, with growing pauses. Starting again begins anew; there is never more than one. */
export class Watch {
  readonly #clock: Clock;
  #going: AbortController | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isGoing(): boolean {
    return this.#going !== null;
  }

  start(watched: Watched): void {
    this.stop();
    this.#going = new AbortController();
    void this.#go(watched, this.#going.signal);
  }

  stop(): void {
    this.#going?.abort();
    this.#going = null;
  }

  async #go(watched: Watched, stopped: AbortSignal): Promise<void> {
    const since = this.#clock.now();
    for (let turn = 0; watched.endless() || this.#clock.now() - since < patience; turn += 1) {
      await this.#clock.wait(pauses[Math.min(turn, pauses.length - 1)] ?? 0, stopped);
      if (stopped.aborted) return;
      await watched.look(turn, stopped);
      if (stopped.aborted) return;
    }
    this.#going = null;
    watched.end();
  }
}
