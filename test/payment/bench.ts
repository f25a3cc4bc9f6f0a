import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Attempt, Payment } from '../../src/contract/payment.ts';
import { PaymentController } from '../../src/payment/payment-controller.ts';
import type { PaymentPorts } from '../../src/payment/payment-ports.ts';
import type { PaymentState } from '../../src/payment/payment-state.ts';
import type { Clock } from '../../src/payment/watch.ts';
import { aPayment, anAttempt, anError } from './fixtures.ts';

/** One turn of the event loop: everything that only awaits what is already there has run. */
export const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Time that passes when a test says so. */
export class TestClock implements Clock {
  #time = 0;
  #waiting: { until: number; end: () => void }[] = [];

  now(): number {
    return this.#time;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = { until: this.#time + milliseconds, end: resolve };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        resolve();
      });
    });
  }

  /** Lets seconds pass, ending each wait in its order and letting what follows run. */
  async pass(seconds: number): Promise<void> {
    const end = this.#time + seconds * 1000;
    await turn();
    for (;;) {
      const first = this.#waiting.toSorted((a, b) => a.until - b.until)[0];
      if (!first || first.until > end) break;
      this.#time = first.until;
      this.#waiting = this.#waiting.filter((each) => each !== first);
      first.end();
      await turn();
    }
    this.#time = end;
  }
}

/** An answer that a test gives when it wants to. */
export function later<Answer>() {
  let give: (answer: Answer) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const promise = new Promise<Answer>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  return { promise, give, fail };
}

let count = 0;

/**
 * A controller on a bare host. `send`, `read`, `close` and `authenticate` are what the world does; each is given the key and may be
 * replaced at any time. What happened is in `log`, `sentKeys` and `phases`.
 */
export class Bench implements ReactiveControllerHost {
  readonly clock = new TestClock();
  readonly storageKey = `paydesk-test-${(count += 1)}`;
  readonly log: string[] = [];
  readonly sentKeys: string[] = [];
  readonly states: PaymentState[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  readonly controller: PaymentController;
  updates = 0;
  updateComplete = Promise.resolve(true);

  send: (key: string) => Promise<Payment> = (key) => Promise.resolve(aPayment({ attemptKey: key }));
  read: (key: string) => Promise<Attempt> = () => Promise.reject(anError('not_found', 'none'));
  close: (key: string) => Promise<Attempt> = (key) => Promise.resolve(closedAttempt(key));
  authenticate: (payment: Payment) => Promise<void> = () => Promise.resolve();

  constructor() {
    const ports: PaymentPorts = {
      read: (key, { signal }) => {
        this.log.push('read');
        this.signals.push(signal);
        return this.read(key);
      },
      close: (key) => {
        this.log.push('close');
        return this.close(key);
      },
      authenticate: (payment) => {
        this.log.push('authenticate');
        return this.authenticate(payment);
      },
    };
    this.controller = new PaymentController(this, {
      ports: () => ports,
      storageKey: () => this.storageKey,
      onChange: (state) => this.states.push(state),
      clock: this.clock,
    });
    this.controller.hostConnected();
  }

  addController(_controller: ReactiveController): void {}
  removeController(_controller: ReactiveController): void {}
  requestUpdate(): void {
    this.updates += 1;
  }

  get state(): PaymentState {
    return this.controller.state;
  }

  get phases(): string[] {
    return this.states.map((state) => state.phase);
  }

  get kept(): string | null {
    return sessionStorage.getItem(this.storageKey);
  }

  keep(key: string): void {
    sessionStorage.setItem(this.storageKey, key);
  }

  pay(prepare?: () => Promise<string>): Promise<void> {
    return this.controller.pay({
      ...(prepare && { prepare }),
      send: (key, prepared) => {
        this.log.push(prepared === undefined ? 'send' : `send ${prepared}`);
        this.sentKeys.push(key);
        return this.send(key);
      },
    });
  }

  /** How often something happened. */
  times(what: string): number {
    return this.log.filter((each) => each === what).length;
  }

  /** Takes the host out of the page, so that the next test hears nothing of it. */
  dispose(): void {
    this.controller.leave();
    this.controller.hostDisconnected();
    sessionStorage.removeItem(this.storageKey);
  }
}

export const succeeded = (key: string): Attempt =>
  anAttempt({ key, state: 'closed', phase: null, payment: aPayment({ attemptKey: key }) });

export const closedAttempt = (key: string): Attempt => anAttempt({ key, state: 'closed', phase: null });

export const challenged = (key: string): Payment =>
  aPayment({ attemptKey: key, status: 'requires_action', clientSecret: 'secret' });

export const openChallenge = (key: string): Attempt =>
  anAttempt({ key, phase: 'requires_action', payment: challenged(key) });

export const settling = (key: string): Attempt =>
  anAttempt({ key, phase: 'processing', payment: aPayment({ attemptKey: key, status: 'processing' }) });
