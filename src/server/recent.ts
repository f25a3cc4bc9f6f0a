/**
 * What was answered a moment ago, so that many who look at once don't ask for each look. For what is shown, never for what is decided. Bounded:
 * the oldest makes room. What fails is asked for again by the next.
 */
export class Recent<Answer> {
  readonly #lifetime: number;
  readonly #most: number;
  readonly #answers = new Map<string, { at: number; answer: Promise<Answer> }>();

  /** `lifetime` in milliseconds; `most` answers are kept. */
  constructor(lifetime: number, most: number) {
    this.#lifetime = lifetime;
    this.#most = most;
  }

  of(name: string, now: Date, ask: () => Promise<Answer>): Promise<Answer> {
    const at = now.getTime();
    const known = this.#answers.get(name);
    // A clock that was put back makes nothing last longer.
    if (known && at >= known.at && at - known.at < this.#lifetime) return known.answer;
    const entry = { at, answer: ask() };
    this.#answers.delete(name);
    this.#answers.set(name, entry);
    this.#makeRoom(at);
    entry.answer.catch(() => {
      if (this.#answers.get(name) === entry) this.#answers.delete(name);
    });
    return entry.answer;
  }

  /** Forgets the answer, also one that is still on its way: it may be of before. */
  drop(name: string): void {
    this.#answers.delete(name);
  }

  clear(): void {
    this.#answers.clear();
  }

  /** What is too old to be told isn't kept either: it may hold a secret. The oldest come first. */
  #makeRoom(now: number): void {
    for (const [name, { at }] of this.#answers) {
      if (this.#answers.size <= this.#most && now - at < this.#lifetime) return;
      this.#answers.delete(name);
    }
  }
}
