import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Attempt, Payment } from '../contract/payment.ts';
import type { PaymentError } from '../errors.ts';
import { lost, mayPass, sameAttempt, samePayment, sendingHelps, unanswered, unsent } from './answers.ts';
import type { Charge, PaymentControllerOptions } from './payment-ports.ts';
import {
  isFree,
  isOpen,
  isWatched,
  next,
  waitsForPayer,
  type PaymentEvent,
  type PaymentState,
} from './payment-state.ts';
import { dropPending, keepPending, newKey, readPending } from './pending.ts';
import { pageClock, patience, Watch, type Clock } from './watch.ts';

/** An attempt that this page follows. */
interface Run {
  readonly key: string;
  readonly storageKey: string;
  /** Sends the same request under the same key; null where this page didn't press, or must not send again. */
  send: (() => Promise<Payment>) | null;
  sending: boolean;
  closing: boolean;
  /** The payer was asked: by itself, the page asks once. */
  asked: boolean;
  readonly since: number;
}

/**
 * Runs one payment and never asks twice: a key made before the first send and kept over a reload, the payer's bank asked once, lost
 * answers found out by reading. It knows nothing of how a payment is asked for or shown.
 */
export class PaymentController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: PaymentControllerOptions;
  readonly #clock: Clock;
  readonly #watch: Watch;
  #state: PaymentState = { phase: 'idle' };
  #run: Run | null = null;
  /** Aborted while the host is out of the page. */
  #connection: AbortController | null = null;
  /** Ends when no challenge is on screen. */
  #challenge: Promise<unknown> = Promise.resolve();

  constructor(host: ReactiveControllerHost, options: PaymentControllerOptions) {
    this.#host = host;
    this.#options = options;
    this.#clock = options.clock ?? pageClock;
    this.#watch = new Watch(this.#clock);
    host.addController(this);
  }

  get state(): PaymentState {
    return this.#state;
  }

  /** Is something under way whose outcome isn't known? The page warns before it is left. */
  get isOpen(): boolean {
    return isOpen(this.#state);
  }

  /**
   * Starts a payment, unless one is under way. Resolves once the first answer is dealt with, 3-D Secure included; the state tells the rest.
   * What fails in `prepare` fails with attempt `none`; `card_incomplete` goes back to idle, since Stripe's form already says why.
   * A key kept from before a reload is resumed instead: two attempts at the same thing never run side by side.
   */
  async pay<Prepared = undefined>(charge: Charge<Prepared>): Promise<void> {
    if (!isFree(this.#state)) return;
    const storageKey = this.#options.storageKey();
    if (readPending(storageKey) !== null) {
      await this.resume();
      return;
    }
    const key = newKey();
    this.#change({ type: 'submit', key });
    let prepared: Prepared;
    try {
      prepared = charge.prepare ? await charge.prepare() : (undefined as Prepared);
    } catch (cause) {
      const error = unsent(cause);
      this.#change(error.code === 'card_incomplete' ? { type: 'withdraw', key } : { type: 'refused', key, error });
      return;
    }
    if (!this.#connection) this.#change({ type: 'withdraw', key });
    if (!this.#follows(key)) return;
    const run = this.#begin(key, storageKey, () => charge.send(key, prepared));
    keepPending(storageKey, key);
    await this.#send(run);
  }

  /** Takes up the attempt that was under way before a reload: reads it, never sends again. False where there was none, or one is under way. */
  async resume(): Promise<boolean> {
    const storageKey = this.#options.storageKey();
    const key = isFree(this.#state) ? readPending(storageKey) : null;
    if (key === null) return false;
    const run = this.#begin(key, storageKey, null);
    this.#change({ type: 'adopt', key, attempt: null });
    await this.#look(run);
    return true;
  }

  /** Takes up an open attempt that the backend listed, whoever made it: reads it, never sends, never asks the payer. */
  adopt(attempt: Attempt): void {
    if (!isFree(this.#state) || attempt.state === 'closed') return;
    const run = this.#begin(attempt.key, this.#options.storageKey(), null);
    this.#change({ type: 'adopt', key: attempt.key, attempt });
    void this.#look(run);
  }

  /** A person wants to know now. */
  async checkAgain(): Promise<void> {
    const run = this.#run;
    if (!run || !isWatched(this.#state)) return;
    const { key } = run;
    this.#change({ type: 'check', key, checking: true });
    await this.#look(run, 'refused');
    if (!this.#watch.isGoing || waitsForPayer(this.#state)) this.#change({ type: 'check', key, checking: false });
  }

  /** Has the backend settle or cancel the attempt. Only a definite answer ends it; from now on nothing is sent again. */
  async close(): Promise<void> {
    const run = this.#run;
    const { phase } = this.#state;
    if (!run || run.closing || (phase !== 'unconfirmed' && phase !== 'authenticating')) return;
    const { key } = run;
    run.closing = true;
    run.send = null;
    this.#change({ type: 'check', key, checking: true });
    let event: PaymentEvent;
    try {
      event = { type: 'seen', key, attempt: sameAttempt(await this.#options.ports().close(key), key) };
    } catch (cause) {
      event = { type: 'refused', key, error: lost(cause) };
    }
    run.closing = false;
    this.#change(event);
    this.#change({ type: 'check', key, checking: false });
  }

  /** Back to idle from an outcome. */
  reset(): void {
    this.#change({ type: 'reset' });
  }

  /**
   * Back to idle from anywhere, for a surface that turns to something else, such as another customer. The attempt goes on without
   * being watched; its key stays kept, so that `resume` finds it.
   */
  leave(): void {
    this.#run = null;
    this.#change({ type: 'leave' });
  }

  hostConnected(): void {
    this.#connection = new AbortController();
    window.addEventListener('online', this.#lookAtOnce);
    this.#warnWhileOpen();
    this.#lookAtOnce();
  }

  /** Stops watching. What was sent can't be unsent, and is not. */
  hostDisconnected(): void {
    this.#connection?.abort();
    this.#connection = null;
    window.removeEventListener('online', this.#lookAtOnce);
    this.#watch.stop();
    this.#warnWhileOpen();
  }

  /** The payer is being asked. What was sent or read before that is old news; how it ended is read afterwards. */
  get #isAsking(): boolean {
    return this.#state.phase === 'authenticating';
  }

  #follows(key: string): boolean {
    return this.#state.phase !== 'idle' && this.#state.key === key;
  }

  #begin(key: string, storageKey: string, send: Run['send']): Run {
    const run = { key, storageKey, send, sending: false, closing: false, asked: false, since: this.#clock.now() };
    this.#run = run;
    return run;
  }

  #change(event: PaymentEvent): void {
    const previous = this.#state;
    const state = next(previous, event);
    if (state === previous) return;
    this.#state = state;
    if (this.#run && (state.phase === 'succeeded' || state.phase === 'failed')) {
      dropPending(this.#run.storageKey, state.key);
    }
    this.#warnWhileOpen();
    if (!isWatched(this.#state)) this.#watch.stop();
    else if (!this.#watch.isGoing && state.phase !== previous.phase) this.#keepLooking();
    this.#host.requestUpdate();
    this.#options.onChange(state, previous);
  }

  async #send(run: Run): Promise<void> {
    if (!run.send || run.sending) return;
    run.sending = true;
    let payment: Payment;
    try {
      payment = samePayment(await run.send(), run.key);
    } catch (cause) {
      if (this.#isAsking) return;
      const error = lost(cause);
      this.#change({ type: 'refused', key: run.key, error });
      // Refused for what it is: another send would be refused too, and the first may still arrive. So a person decides.
      if (error.attempt === 'none' && !mayPass(error)) {
        run.send = null;
        this.#change({ type: 'check', key: run.key, checking: false });
      }
      return;
    } finally {
      run.sending = false;
    }
    if (!this.#isAsking) await this.#tell(run, payment);
  }

  /** A fresh answer. If it says that the payer must be asked, and this is the page that was pressed, the payer is asked. */
  async #tell(run: Run, payment: Payment): Promise<void> {
    const { key } = run;
    const asks = payment.status === 'requires_action';
    if (asks && (!run.send || run.asked || !this.#connection)) {
      this.#change({ type: 'seen', key, attempt: { key, state: 'open', phase: 'requires_action', payment } });
      return;
    }
    const previous = this.#state;
    this.#change({ type: 'told', key, payment });
    if (asks && this.#state !== previous) await this.#authenticate(run, payment);
  }

  async #authenticate(run: Run, payment: Payment): Promise<void> {
    const { key } = run;
    run.asked = true;
    // A challenge can't be taken off the screen: one of an attempt that was closed meanwhile has to end first.
    const challenge = this.#challenge.then(async () => {
      if (!this.#follows(key) || !this.#isAsking) return null;
      try {
        await this.#options.ports().authenticate(payment);
        return null;
      } catch (cause) {
        return unanswered(cause);
      }
    });
    this.#challenge = challenge;
    const error = await challenge;
    if (this.#follows(key)) await this.#look(run, 'missed', error);
    if (!this.#isAsking) return;
    const attempt: Attempt = { key, state: 'open', phase: 'requires_action', payment };
    this.#change({ type: 'seen', key, attempt, error });
  }

  /** Reads the attempt and goes where it says. Resolves with what stopped the read, null where nothing did. */
  async #look(run: Run, failure: 'missed' | 'refused' = 'missed', before: PaymentError | null = null) {
    const signal = this.#connection?.signal;
    if (!signal) return null;
    const { key } = run;
    const begunWhileAsking = this.#isAsking;
    let attempt: Attempt;
    try {
      attempt = sameAttempt(await this.#options.ports().read(key, { signal }), key);
    } catch (cause) {
      if (signal.aborted || (this.#isAsking && !begunWhileAsking)) return null;
      const error = lost(cause);
      this.#change({ type: failure, key, error: error.attempt === 'closed' ? error : (before ?? error) });
      return error;
    }
    if (this.#isAsking && !begunWhileAsking) return null;
    const asks = attempt.state === 'open' && attempt.payment?.status === 'requires_action';
    if (asks && attempt.payment && !run.asked) await this.#tell(run, attempt.payment);
    else this.#change({ type: 'seen', key, attempt, error: before });
    return null;
  }

  readonly #lookAtOnce = (): void => {
    if (!this.#run || !isWatched(this.#state)) return;
    if (!waitsForPayer(this.#state)) this.#change({ type: 'check', key: this.#run.key, checking: true });
    this.#keepLooking();
    void this.#look(this.#run);
  };

  /** While there is something to wait for, and a page to show it. */
  #keepLooking(): void {
    const run = this.#run;
    if (!run || !this.#connection) return;
    this.#watch.start({
      look: async (turn, stopped) => {
        const missed = await this.#look(run);
        const inTime = this.#clock.now() - run.since < patience;
        if (!stopped.aborted && inTime && sendingHelps(this.#state, missed, turn)) void this.#send(run);
      },
      endless: () => this.#state.phase === 'processing',
      end: () => this.#change({ type: 'check', key: run.key, checking: false }),
    });
  }

  readonly #warn = (event: BeforeUnloadEvent): void => event.preventDefault();

  #warnWhileOpen(): void {
    // While the payer is asked it may be Stripe.js that leaves the page, for one of the bank's that leads back: nothing is lost by that.
    const shown = this.#connection !== null || this.#state.phase === 'submitting';
    const warns = this.isOpen && !this.#isAsking && shown;
    if (warns) window.addEventListener('beforeunload', this.#warn);
    else window.removeEventListener('beforeunload', this.#warn);
  }
}
