import { expect } from '@open-wc/testing';
import { PaymentError } from '../../src/errors.ts';
import type { PaymentState } from '../../src/payment/payment-state.ts';
import { Bench, challenged, closedAttempt, later, openChallenge, settling, succeeded, turn } from './bench.ts';
import { aPayment, anAttempt, anError } from './fixtures.ts';
import type { Attempt, Payment } from '../../src/contract/payment.ts';

const elsewhere = 'key-from-elsewhere';

let bench: Bench;
beforeEach(() => (bench = new Bench()));
afterEach(() => bench.dispose());

function unconfirmed(state: PaymentState) {
  if (state.phase !== 'unconfirmed') throw new Error(`It is ${state.phase}.`);
  return state;
}

function leavingIsWarnedOf(): boolean {
  return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
}

describe('a press', () => {
  it('sends once, under a key that is kept from before the send until the outcome', async () => {
    let keptWhileSending: string | null = null;
    bench.send = async (key) => {
      keptWhileSending = bench.kept;
      return aPayment({ attemptKey: key });
    };
    await bench.pay();
    expect(bench.phases).to.deep.equal(['submitting', 'succeeded']);
    expect(bench.sentKeys).to.deep.equal([keptWhileSending]);
    expect(keptWhileSending).to.match(/^[0-9a-f]{32}$/);
    expect(bench.kept).to.equal(null);
    expect(bench.updates).to.equal(2);
  });

  it('keeps the key and nothing else', async () => {
    bench.send = () => Promise.reject(anError('network'));
    await bench.pay(async () => 'ctoken_secret');
    const [key] = bench.sentKeys;
    const kept = Object.entries(sessionStorage).filter(
      ([, value]) => value === key || String(value).includes('secret'),
    );
    expect(kept).to.deep.equal([[bench.storageKey, key]]);
  });

  it('pressed twice sends once (woo-stripe #489, Attendize #748)', async () => {
    await Promise.all([bench.pay(), bench.pay(), bench.pay()]);
    expect(bench.times('send')).to.equal(1);
    await bench.pay();
    expect(bench.times('send')).to.equal(1);
  });

  it('prepares before anything is sent or kept', async () => {
    const preparing = later<string>();
    const paid = bench.pay(() => preparing.promise);
    expect([bench.state.phase, bench.kept, bench.log]).to.deep.equal(['submitting', null, []]);
    preparing.give('token');
    await paid;
    expect(bench.log).to.deep.equal(['send token']);
  });

  it('that can not be prepared has failed without an attempt, and nothing was sent', async () => {
    for (const cause of [anError('stripe_unavailable'), anError('declined', 'open'), new TypeError('x')]) {
      await bench.pay(() => Promise.reject(cause));
      const { state } = bench;
      if (state.phase !== 'failed') throw new Error(state.phase);
      expect(state.error.attempt).to.equal('none');
      expect(state.error.code).to.equal(cause instanceof PaymentError ? cause.code : 'misconfigured');
    }
    expect(bench.log).to.deep.equal([]);
  });

  it('with an incomplete card goes back to idle without a word', async () => {
    await bench.pay(() => Promise.reject(anError('card_incomplete', 'none')));
    expect(bench.phases).to.deep.equal(['submitting', 'idle']);
  });

  it('whose element left the page while preparing sends nothing', async () => {
    await bench.pay(async () => {
      bench.controller.hostDisconnected();
      return 'token';
    });
    expect([bench.state.phase, bench.log]).to.deep.equal(['idle', []]);
  });

  it('that was declined is known to have failed; the next one has a key of its own', async () => {
    bench.send = () => Promise.reject(anError('declined', 'closed'));
    await bench.pay();
    expect([bench.state.phase, bench.kept]).to.deep.equal(['failed', null]);
    await bench.pay();
    expect(new Set(bench.sentKeys).size).to.equal(2);
  });

  it('tells of a change after the state is set', async () => {
    const seen: PaymentState[] = [];
    const push = bench.states.push.bind(bench.states);
    bench.states.push = (state: PaymentState) => {
      expect(bench.controller.state).to.equal(state);
      seen.push(state);
      return push(state);
    };
    await bench.pay();
    expect(seen.length).to.equal(2);
  });

  it('is resumed instead where a key was kept: two attempts never run side by side', async () => {
    bench.keep(elsewhere);
    bench.read = async (key) => succeeded(key);
    await bench.pay();
    expect(bench.log).to.deep.equal(['read']);
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('works where session storage is forbidden', async () => {
    const own = Object.getOwnPropertyDescriptor(window, 'sessionStorage');
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('Forbidden.', 'SecurityError');
      },
    });
    try {
      await bench.pay();
      expect(await bench.controller.resume()).to.equal(false);
    } finally {
      if (own) Object.defineProperty(window, 'sessionStorage', own);
    }
    expect(bench.phases).to.deep.equal(['submitting', 'succeeded']);
  });
});

describe('a lost answer', () => {
  beforeEach(() => (bench.send = () => Promise.reject(anError('network'))));

  it('is found out by reading, without sending again', async () => {
    bench.read = async (key) => succeeded(key);
    await bench.pay();
    expect(unconfirmed(bench.state).checking).to.equal(true);
    expect(bench.kept).to.equal(bench.sentKeys[0]);
    await bench.clock.pass(1);
    expect(bench.state.phase).to.equal('succeeded');
    expect(bench.log).to.deep.equal(['send', 'read']);
    expect(bench.kept).to.equal(null);
  });

  it('of whatever kind never starts a second payment (woo-stripe #2477, akash console #3449)', async () => {
    for (const lost of [
      anError('unreadable'),
      anError('timeout'),
      anError('declined', 'unknown'),
      new TypeError('x'),
    ]) {
      const each = new Bench();
      each.send = () => Promise.reject(lost);
      await each.pay();
      unconfirmed(each.state);
      await each.pay();
      each.controller.reset();
      unconfirmed(each.state);
      expect(each.times('send')).to.equal(1);
      each.dispose();
    }
  });

  it('of a request that never arrived sends the same again, under the same key', async () => {
    let prepared = 0;
    await bench.pay(async () => `token ${(prepared += 1)}`);
    bench.send = async (key) => aPayment({ attemptKey: key });
    await bench.clock.pass(1);
    expect(bench.log).to.deep.equal(['send token 1', 'read', 'send token 1']);
    expect(new Set(bench.sentKeys).size).to.equal(1);
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('is not sent again while the connection is down', async () => {
    bench.read = () => Promise.reject(anError('network'));
    await bench.pay();
    await bench.clock.pass(60);
    expect(bench.times('send')).to.equal(1);
    expect(bench.times('read')).to.be.greaterThan(3);
  });

  it('is sent again, with growing pauses and reads between, for two minutes at most; then it is up to a person', async () => {
    await bench.pay();
    const sentAt: number[] = [];
    bench.send = () => {
      sentAt.push(bench.clock.now() / 1000);
      return Promise.reject(anError('network'));
    };
    await bench.clock.pass(119);
    expect(unconfirmed(bench.state).checking).to.equal(true);
    await bench.clock.pass(60 * 60);
    expect(sentAt).to.deep.equal([1, 3, 7, 15, 30, 60, 90]);
    expect(unconfirmed(bench.state).checking).to.equal(false);
    expect(bench.kept).to.equal(bench.sentKeys[0]);
    expect(bench.times('read')).to.be.lessThan(10);
  });

  it('is not sent again once its first request is known to have arrived and to be waiting', async () => {
    bench.read = async (key) => settling(key);
    await bench.pay();
    await bench.clock.pass(300);
    expect(bench.times('send')).to.equal(1);
  });

  it('stays unconfirmed whatever refuses a re-send or a read', async () => {
    const refusals = [
      anError('unauthorized', 'none'),
      anError('forbidden', 'none'),
      anError('not_found', 'none'),
      anError('in_progress', 'open'),
      anError('rate_limited', 'none'),
      anError('unavailable', 'unknown'),
      anError('timeout'),
      anError('unreadable'),
    ];
    for (const refusal of refusals) {
      const each = new Bench();
      each.send = () => Promise.reject(anError('network'));
      await each.pay();
      each.send = () => Promise.reject(refusal);
      each.read = () => Promise.reject(refusal);
      await each.clock.pass(200);
      unconfirmed(each.state);
      each.dispose();
    }
  });

  it('is not sent again after a refusal for what it is: the first may still arrive, so a person decides', async () => {
    await bench.pay();
    bench.send = () => Promise.reject(anError('balance_changed', 'none'));
    await bench.clock.pass(1);
    const state = unconfirmed(bench.state);
    expect([state.checking, state.error?.code]).to.deep.equal([false, 'balance_changed']);
    await bench.clock.pass(60);
    expect(bench.times('send')).to.equal(2);
  });

  it('is failed once an answer says that the attempt is closed', async () => {
    await bench.pay();
    bench.send = () => Promise.reject(anError('declined', 'closed'));
    await bench.clock.pass(1);
    expect([bench.state.phase, bench.kept]).to.deep.equal(['failed', null]);
  });

  it('whose request is still worked on is read, and is no failure to tell', async () => {
    bench.send = () => Promise.reject(anError('in_progress', 'open'));
    bench.read = async (key) => succeeded(key);
    await bench.pay();
    expect(unconfirmed(bench.state).error).to.equal(null);
    await bench.clock.pass(1);
    expect(bench.phases).to.deep.equal(['submitting', 'unconfirmed', 'succeeded']);
  });

  it('is never replaced by an answer about another attempt', async () => {
    bench.send = async () => aPayment({ attemptKey: elsewhere });
    bench.read = async () => succeeded(elsewhere);
    await bench.pay();
    await bench.clock.pass(4);
    expect(unconfirmed(bench.state).error?.code).to.equal('unreadable');
  });

  it('is looked for at once when the connection is back, even after the page had given up', async () => {
    bench.read = () => Promise.reject(anError('network'));
    await bench.pay();
    await bench.clock.pass(200);
    expect(unconfirmed(bench.state).checking).to.equal(false);
    bench.read = async (key) => succeeded(key);
    window.dispatchEvent(new Event('online'));
    await turn();
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('is not sent again when the connection is back too late', async () => {
    await bench.pay();
    await bench.clock.pass(200);
    const before = bench.times('send');
    window.dispatchEvent(new Event('online'));
    expect(unconfirmed(bench.state).checking).to.equal(true);
    await bench.clock.pass(200);
    expect(bench.times('send')).to.equal(before);
    expect(unconfirmed(bench.state).checking).to.equal(false);
  });

  it('can be asked after by a person, who hears what is in the way', async () => {
    await bench.pay();
    await bench.clock.pass(200);
    const reading = later<Attempt>();
    bench.read = () => reading.promise;
    const checked = bench.controller.checkAgain();
    expect(unconfirmed(bench.state).checking).to.equal(true);
    reading.fail(anError('unauthorized', 'none'));
    await checked;
    const state = unconfirmed(bench.state);
    expect([state.checking, state.error?.code]).to.deep.equal([false, 'unauthorized']);
    bench.read = async (key) => succeeded(key);
    await bench.controller.checkAgain();
    expect(bench.state.phase).to.equal('succeeded');
  });
});

describe('3-D Secure', () => {
  beforeEach(() => (bench.send = async (key) => challenged(key)));

  it('is asked once, and where it ended is read', async () => {
    bench.read = async (key) => succeeded(key);
    await bench.pay();
    expect(bench.phases).to.deep.equal(['submitting', 'authenticating', 'succeeded']);
    expect(bench.log).to.deep.equal(['send', 'authenticate', 'read']);
  });

  it('is not believed when it broke: what counts is the read (Craft Commerce #419)', async () => {
    bench.authenticate = () => Promise.reject(anError('authentication_failed', 'closed'));
    bench.read = async (key) => succeeded(key);
    await bench.pay();
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('that was refused has failed once the read says that the attempt is closed', async () => {
    bench.authenticate = () => Promise.reject(anError('authentication_failed'));
    const failure = { code: 'declined', reason: 'authentication_failed' } as const;
    bench.read = async (key) =>
      anAttempt({
        key,
        state: 'closed',
        phase: null,
        payment: aPayment({ attemptKey: key, status: 'failed', failure }),
      });
    await bench.pay();
    expect(bench.state).to.deep.include({ phase: 'failed' });
    expect(bench.phases).to.deep.equal(['submitting', 'authenticating', 'failed']);
  });

  it('that ended without an outcome leaves it to the person, and is never asked again', async () => {
    bench.authenticate = () => Promise.reject(anError('stripe_unavailable'));
    bench.read = async (key) => openChallenge(key);
    await bench.pay();
    const state = unconfirmed(bench.state);
    expect([state.phaseSeen, state.checking, state.error?.code]).to.deep.equal([
      'requires_action',
      false,
      'stripe_unavailable',
    ]);
    await bench.clock.pass(200);
    await bench.controller.checkAgain();
    window.dispatchEvent(new Event('online'));
    await turn();
    expect([bench.times('authenticate'), bench.times('send')]).to.deep.equal([1, 1]);
  });

  it('whose read fails is looked after until the outcome is known', async () => {
    bench.read = () => Promise.reject(anError('network'));
    await bench.pay();
    expect(unconfirmed(bench.state).checking).to.equal(false);
    bench.read = async (key) => succeeded(key);
    await bench.clock.pass(1);
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('that ended is not failed by a read that says nothing of the attempt', async () => {
    bench.authenticate = () => Promise.reject(anError('authentication_failed', 'closed'));
    bench.read = () => Promise.reject(anError('unavailable'));
    await bench.pay();
    expect(unconfirmed(bench.state).error?.code).to.equal('authentication_failed');
  });

  it('found by reading after a lost answer is asked once, however many reads find it (akash console #3503)', async () => {
    bench.send = () => Promise.reject(anError('network'));
    bench.read = async (key) => openChallenge(key);
    const asked = later<void>();
    bench.authenticate = () => asked.promise;
    await bench.pay();
    window.dispatchEvent(new Event('online'));
    void bench.controller.checkAgain();
    await bench.clock.pass(1);
    expect(bench.state.phase).to.equal('authenticating');
    bench.read = async (key) => succeeded(key);
    asked.give();
    await turn();
    expect([bench.state.phase, bench.times('authenticate')]).to.deep.equal(['succeeded', 1]);
  });

  it('is not ended by what was sent or read before it began', async () => {
    bench.send = () => Promise.reject(anError('network'));
    await bench.pay();
    const resending = later<Payment>();
    bench.send = () => resending.promise;
    await bench.clock.pass(1);
    const reading = later<Attempt>();
    bench.read = () => reading.promise;
    window.dispatchEvent(new Event('online'));
    bench.read = async (key) => openChallenge(key);
    const asked = later<void>();
    bench.authenticate = () => asked.promise;
    void bench.controller.checkAgain();
    await turn();
    expect(bench.state.phase).to.equal('authenticating');
    reading.fail(anError('network'));
    resending.give(challenged(bench.sentKeys[0] ?? ''));
    await turn();
    expect([bench.state.phase, bench.times('send')]).to.deep.equal(['authenticating', 2]);
    asked.give();
    await turn();
    expect(unconfirmed(bench.state).phaseSeen).to.equal('requires_action');
  });

  it('of a closed attempt is waited for before the next one is asked: never two at once', async () => {
    const first = later<void>();
    bench.authenticate = () => first.promise;
    void bench.pay();
    await turn();
    await bench.controller.close();
    expect(bench.state.phase).to.equal('failed');
    void bench.pay();
    await turn();
    expect([bench.state.phase, bench.times('authenticate')]).to.deep.equal(['authenticating', 1]);
    bench.read = async (key) => succeeded(key);
    first.give();
    await turn();
    expect([bench.state.phase, bench.times('authenticate')]).to.deep.equal(['succeeded', 2]);
    expect(bench.state).to.deep.include({ key: bench.sentKeys[1] });
  });

  it('is not asked of a page that the element has left; it is when it is back', async () => {
    const sending = later<Payment>();
    bench.send = () => sending.promise;
    const paid = bench.pay();
    bench.controller.hostDisconnected();
    sending.give(challenged(bench.sentKeys[0] ?? ''));
    await paid;
    expect([unconfirmed(bench.state).phaseSeen, bench.log]).to.deep.equal(['requires_action', ['send']]);
    const reads = [openChallenge, succeeded];
    bench.read = async (key) => (reads.shift() ?? succeeded)(key);
    bench.controller.hostConnected();
    await turn();
    expect(bench.log).to.deep.equal(['send', 'read', 'authenticate', 'read']);
    expect(bench.state.phase).to.equal('succeeded');
  });
});

describe('after a reload', () => {
  it('there is nothing to resume without a key', async () => {
    expect(await bench.controller.resume()).to.equal(false);
    expect([bench.state.phase, bench.log]).to.deep.equal(['idle', []]);
  });

  it('the attempt is read, and its outcome shown', async () => {
    bench.keep(elsewhere);
    bench.read = async (key) => succeeded(key);
    expect(await bench.controller.resume()).to.equal(true);
    expect(bench.phases).to.deep.equal(['unconfirmed', 'succeeded']);
    expect(bench.kept).to.equal(null);
  });

  it('nothing is ever sent again, and the payer is not asked', async () => {
    bench.keep(elsewhere);
    await bench.controller.resume();
    expect(unconfirmed(bench.state).checking).to.equal(true);
    await bench.clock.pass(10);
    bench.read = async (key) => openChallenge(key);
    await bench.clock.pass(300);
    const state = unconfirmed(bench.state);
    expect([state.phaseSeen, state.checking, state.payment?.status]).to.deep.equal([
      'requires_action',
      false,
      'requires_action',
    ]);
    expect(new Set(bench.log)).to.deep.equal(new Set(['read']));
    expect(bench.kept).to.equal(elsewhere);
  });

  it('what is no key is not taken for one', async () => {
    bench.keep('<script> not a key');
    expect(await bench.controller.resume()).to.equal(false);
  });

  it('an attempt that is under way is not resumed over', async () => {
    bench.send = () => Promise.reject(anError('network'));
    await bench.pay();
    expect(await bench.controller.resume()).to.equal(false);
  });
});

describe('an attempt made elsewhere', () => {
  it('is shown as it was listed, read at once, and followed', async () => {
    bench.read = async (key) => settling(key);
    bench.controller.adopt(openChallenge(elsewhere));
    expect(unconfirmed(bench.state).phaseSeen).to.equal('requires_action');
    await turn();
    expect([bench.state.phase, bench.log]).to.deep.equal(['processing', ['read']]);
  });

  it('is never sent, and its payer not asked', async () => {
    bench.read = async (key) => openChallenge(key);
    bench.controller.adopt(anAttempt({ key: elsewhere }));
    await bench.clock.pass(300);
    expect(new Set(bench.log)).to.deep.equal(new Set(['read']));
  });

  it('that is closed, or beside one under way, is left alone', async () => {
    bench.controller.adopt(closedAttempt(elsewhere));
    expect(bench.state.phase).to.equal('idle');
    await bench.pay();
    bench.controller.adopt(anAttempt({ key: elsewhere }));
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('may take the place of a failed one, such as of a booking that it holds', async () => {
    bench.send = () => Promise.reject(anError('payment_in_progress', 'none'));
    await bench.pay();
    bench.controller.adopt(anAttempt({ key: elsewhere }));
    expect(unconfirmed(bench.state).key).to.equal(elsewhere);
  });
});

describe('a payment that settles later', () => {
  beforeEach(() => (bench.send = async (key) => aPayment({ attemptKey: key, status: 'processing' })));

  it('is read with growing pauses until it settles, however long, and a failed read changes nothing', async () => {
    await bench.pay();
    const processing = bench.state;
    const readAt: number[] = [];
    bench.read = () => {
      readAt.push(bench.clock.now() / 1000);
      return Promise.reject(anError('declined', 'closed'));
    };
    await bench.clock.pass(125);
    expect(readAt).to.deep.equal([1, 3, 7, 15, 30, 60, 90, 120]);
    expect(bench.state).to.equal(processing);
    expect(bench.times('send')).to.equal(1);
    bench.read = async (key) => succeeded(key);
    await bench.clock.pass(30);
    expect([bench.state.phase, bench.kept]).to.deep.equal(['succeeded', null]);
    const { length } = bench.log;
    await bench.clock.pass(600);
    expect(bench.log.length).to.equal(length);
  });

  it('keeps its key, so that a reload finds it', async () => {
    await bench.pay();
    expect(bench.kept).to.equal(bench.sentKeys[0]);
  });
});

describe('an element that leaves the page', () => {
  it('stops watching, and goes on when it is back', async () => {
    bench.send = () => Promise.reject(anError('network'));
    bench.read = () => Promise.reject(anError('network'));
    await bench.pay();
    const reading = later<Attempt>();
    bench.read = () => reading.promise;
    await bench.clock.pass(1);
    bench.controller.hostDisconnected();
    expect(bench.signals.at(-1)?.aborted).to.equal(true);
    reading.fail(new DOMException('Aborted.', 'AbortError'));
    await bench.clock.pass(300);
    expect([bench.times('read'), bench.times('send')]).to.deep.equal([1, 1]);
    window.dispatchEvent(new Event('online'));
    expect(bench.times('read')).to.equal(1);
    bench.read = async (key) => succeeded(key);
    bench.controller.hostConnected();
    await turn();
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('still learns what became of what was sent', async () => {
    const sending = later<Payment>();
    bench.send = () => sending.promise;
    const paid = bench.pay();
    await turn();
    bench.controller.hostDisconnected();
    sending.give(aPayment({ attemptKey: bench.sentKeys[0] ?? '' }));
    await paid;
    expect([bench.state.phase, bench.kept]).to.deep.equal(['succeeded', null]);
  });
});

describe('closing an attempt', () => {
  beforeEach(() => (bench.send = () => Promise.reject(anError('network'))));

  it('ends it when the backend says that it is closed', async () => {
    await bench.pay();
    await bench.controller.close();
    const { state } = bench;
    if (state.phase !== 'failed') throw new Error(state.phase);
    expect([state.error.code, state.error.attempt, bench.kept]).to.deep.equal(['attempt_closed', 'closed', null]);
  });

  it('shows the payment where it had settled', async () => {
    await bench.pay();
    bench.close = async (key) => succeeded(key);
    await bench.controller.close();
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('that fails leaves it unconfirmed, says why, and may be tried again', async () => {
    await bench.pay();
    bench.close = () => Promise.reject(anError('unavailable', 'open'));
    await bench.controller.close();
    const state = unconfirmed(bench.state);
    expect([state.checking, state.error?.code]).to.deep.equal([false, 'unavailable']);
    bench.close = async (key) => closedAttempt(key);
    await bench.controller.close();
    expect(bench.state.phase).to.equal('failed');
  });

  it('ends sending again, even before it is answered', async () => {
    await bench.pay();
    const closing = later<Attempt>();
    bench.close = () => closing.promise;
    void bench.controller.close();
    void bench.controller.close();
    await bench.clock.pass(200);
    expect([bench.times('send'), bench.times('close')]).to.deep.equal([1, 1]);
  });

  it('is not for a payment that was never lost', async () => {
    await bench.controller.close();
    bench.send = async (key) => aPayment({ attemptKey: key, status: 'processing' });
    await bench.pay();
    await bench.controller.close();
    expect(bench.times('close')).to.equal(0);
  });
});

describe('leaving', () => {
  it('the page is warned of while something is open, and only then', async () => {
    expect(leavingIsWarnedOf()).to.equal(false);
    const sending = later<Payment>();
    bench.send = () => sending.promise;
    const paid = bench.pay();
    expect([bench.controller.isOpen, leavingIsWarnedOf()]).to.deep.equal([true, true]);
    await turn();
    bench.controller.hostDisconnected();
    expect(leavingIsWarnedOf()).to.equal(true);
    bench.controller.hostConnected();
    sending.fail(anError('network'));
    await paid;
    expect(leavingIsWarnedOf()).to.equal(true);
    await bench.controller.close();
    expect([bench.controller.isOpen, leavingIsWarnedOf()]).to.deep.equal([false, false]);
  });

  it('is not warned of while the payer is asked, since Stripe.js leaves the page for some banks', async () => {
    const asking = later<void>();
    bench.send = async (key) => challenged(key);
    bench.authenticate = () => asking.promise;
    const paid = bench.pay();
    await turn();
    expect([bench.state.phase, leavingIsWarnedOf()]).to.deep.equal(['authenticating', false]);
    asking.give();
    await paid;
    expect([bench.state.phase, leavingIsWarnedOf()]).to.deep.equal(['unconfirmed', true]);
  });

  it('two elements warn each for itself', async () => {
    const other = new Bench();
    for (const each of [bench, other]) {
      each.send = () => Promise.reject(anError('network'));
      await each.pay();
    }
    await other.controller.close();
    expect(leavingIsWarnedOf()).to.equal(true);
    other.dispose();
  });

  it('the attempt for something else keeps its key and forgets the rest', async () => {
    const sending = later<Payment>();
    bench.send = () => sending.promise;
    const paid = bench.pay();
    await turn();
    bench.controller.leave();
    expect([bench.state.phase, leavingIsWarnedOf(), bench.kept]).to.deep.equal(['idle', false, bench.sentKeys[0]]);
    sending.give(aPayment({ attemptKey: bench.sentKeys[0] ?? '' }));
    await paid;
    expect(bench.state.phase).to.equal('idle');
    bench.read = async (key) => succeeded(key);
    expect(await bench.controller.resume()).to.equal(true);
    expect(bench.state.phase).to.equal('succeeded');
  });

  it('an outcome goes back to idle', async () => {
    await bench.pay();
    bench.controller.reset();
    expect(bench.state.phase).to.equal('idle');
  });
});
