import type { ReactiveController, ReactiveControllerHost } from 'lit';

const gestures = ['pointerdown', 'keydown'];

/**
 * Tells once that a person is at the page: somebody pressed, touched or typed. Whoever only opens addresses, as mail scanners do, does none of
 * that, and what a script dispatches doesn't count.
 */
export class FirstGesture implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #tell: () => Promise<unknown> | null;
  #told = false;

  /** @param tell Null where there is nothing to tell yet. What fails is told again at the next gesture. */
  constructor(host: ReactiveControllerHost & HTMLElement, tell: () => Promise<unknown> | null) {
    this.#host = host;
    this.#tell = tell;
    host.addController(this);
  }

  forget(): void {
    this.#told = false;
  }

  hostConnected(): void {
    for (const gesture of gestures) this.#host.ownerDocument.addEventListener(gesture, this.#meet, { capture: true });
  }

  hostDisconnected(): void {
    for (const gesture of gestures)
      this.#host.ownerDocument.removeEventListener(gesture, this.#meet, { capture: true });
  }

  readonly #meet = (event: Event): void => {
    if (this.#told || !event.isTrusted) return;
    const telling = this.#tell();
    if (!telling) return;
    this.#told = true;
    telling.catch(() => {
      this.#told = false;
    });
  };
}
