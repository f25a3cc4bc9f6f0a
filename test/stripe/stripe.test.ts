import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PaymentError } from '../../src/errors.ts';
import {
  authenticate,
  loadStripe,
  type Stripe,
  type StripeLoader,
  stripeLocale,
  toPaymentError,
} from '../../src/stripe/stripe.ts';

const settings = { publishableKey: 'pk_test_paydesk', account: null };

/** A loader that makes a bare object per call and remembers what it was asked for. */
function recordingLoader(outcome: (call: number) => Promise<Stripe | null> = () => Promise.resolve({} as Stripe)) {
  const calls: Parameters<StripeLoader>[] = [];
  const loader: StripeLoader = (...call) => {
    calls.push(call);
    return outcome(calls.length);
  };
  return { loader, calls };
}

/** A Stripe that does nothing but `handleNextAction`. */
function challenging(handleNextAction: (secret: string) => Promise<object>): Stripe {
  return {
    handleNextAction: ({ clientSecret }: { clientSecret: string }) => handleNextAction(clientSecret),
  } as unknown as Stripe;
}

function failsWith(code: PaymentError['code'], attempt: PaymentError['attempt']) {
  return (error: unknown) => {
    assert.ok(error instanceof PaymentError, String(error));
    assert.deepEqual([error.code, error.attempt], [code, attempt]);
    return true;
  };
}

describe('loadStripe', () => {
  it('makes one instance for the same key, account and language, also when asked twice at once', async () => {
    const { loader, calls } = recordingLoader();
    const both = await Promise.all([
      loadStripe(settings, { loader, locale: 'fr-CH' }),
      loadStripe(settings, { loader, locale: 'fr' }),
    ]);
    assert.equal(both[0], both[1]);
    assert.deepEqual(calls, [['pk_test_paydesk', { locale: 'fr' }]]);
  });

  it('makes another instance for another account, key or language', async () => {
    const { loader, calls } = recordingLoader();
    await loadStripe(settings, { loader, locale: 'en' });
    await loadStripe({ ...settings, account: 'acct_1' }, { loader, locale: 'en' });
    await loadStripe({ ...settings, publishableKey: 'pk_test_other' }, { loader, locale: 'en' });
    await loadStripe(settings, { loader, locale: 'de' });
    assert.deepEqual(calls, [
      ['pk_test_paydesk', { locale: 'en' }],
      ['pk_test_paydesk', { locale: 'en', stripeAccount: 'acct_1' }],
      ['pk_test_other', { locale: 'en' }],
      ['pk_test_paydesk', { locale: 'de' }],
    ]);
  });

  it('forgets a failure, so that asking again tries again', async () => {
    const blocked = new Error('Failed to load Stripe.js');
    const { loader, calls } = recordingLoader((call) =>
      call === 1 ? Promise.reject(blocked) : Promise.resolve({} as Stripe),
    );
    await assert.rejects(loadStripe(settings, { loader }), (error: PaymentError) => {
      assert.equal(error.cause, blocked);
      return failsWith('stripe_unavailable', 'none')(error);
    });
    await loadStripe(settings, { loader });
    assert.equal(calls.length, 2);
  });

  it('says that Stripe is unavailable where there is no window', async () => {
    await assert.rejects(loadStripe(settings), failsWith('stripe_unavailable', 'none'));
  });

  it('names a key that Stripe refuses as a mistake in the settings', async () => {
    const { loader } = recordingLoader(() =>
      Promise.reject(integrationError('Live Stripe.js integrations must use HTTPS.')),
    );
    await assert.rejects(loadStripe(settings, { loader }), (error: PaymentError) => {
      assert.match(error.message, /must use HTTPS/);
      return failsWith('misconfigured', 'none')(error);
    });
  });

  it('refuses a secret key before anything is loaded, and repeats it nowhere', async () => {
    const { loader, calls } = recordingLoader();
    await assert.rejects(
      loadStripe({ ...settings, publishableKey: 'sk_live_verysecret' }, { loader }),
      (error: PaymentError) => {
        assert.doesNotMatch(`${error.message}${error.stack}`, /verysecret/);
        return failsWith('misconfigured', 'none')(error);
      },
    );
    assert.equal(calls.length, 0);
  });
});

describe('authenticate', () => {
  it('asks Stripe once when asked twice for the same payment', async () => {
    const asked: string[] = [];
    const stripe = challenging(async (secret) => {
      asked.push(secret);
      return { paymentIntent: {} };
    });
    await Promise.all([authenticate(stripe, 'pi_1_secret'), authenticate(stripe, 'pi_1_secret')]);
    assert.deepEqual(asked, ['pi_1_secret']);
  });

  it('asks again for the same payment when the first challenge is over', async () => {
    const asked: string[] = [];
    const stripe = challenging(async (secret) => {
      asked.push(secret);
      return { error: { type: 'invalid_request_error', code: 'payment_intent_authentication_failure' } };
    });
    await assert.rejects(authenticate(stripe, 'pi_1_secret'), failsWith('authentication_failed', 'unknown'));
    await assert.rejects(authenticate(stripe, 'pi_1_secret'), failsWith('authentication_failed', 'unknown'));
    assert.equal(asked.length, 2);
  });

  it('never shows two challenges at once in a page, though one fails and the instances differ', async () => {
    let open = 0;
    const most: number[] = [];
    const slow = () =>
      challenging(async (secret) => {
        most.push((open += 1));
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        if (secret === 'pi_1_secret') throw new Error('closed');
        return { paymentIntent: {} };
      });
    const outcomes = await Promise.allSettled([
      authenticate(slow(), 'pi_1_secret'),
      authenticate(slow(), 'pi_2_secret'),
      authenticate(slow(), 'pi_3_secret'),
    ]);
    assert.deepEqual(most, [1, 1, 1]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled', 'fulfilled'],
    );
  });

  it('leaves the outcome unknown when Stripe throws, and keeps the secret out of the message', async () => {
    const stripe = challenging(() =>
      Promise.reject(integrationError('The PaymentIntent is not in the requires_action state.')),
    );
    await assert.rejects(authenticate(stripe, 'pi_9_secret_hidden'), (error: PaymentError) => {
      assert.doesNotMatch(error.message, /hidden/);
      return failsWith('misconfigured', 'unknown')(error);
    });
  });
});

describe('toPaymentError', () => {
  const told = (type: string, code?: string) => ({ type, code, message: 'what Stripe says' });
  const cases = [
    [told('validation_error', 'incomplete_number'), 'entry', 'card_incomplete', 'none'],
    [told('card_error', 'incorrect_cvc'), 'entry', 'card_incomplete', 'none'],
    [told('card_error', 'card_declined'), 'entry', 'declined', 'none'],
    [told('api_connection_error'), 'entry', 'network', 'none'],
    [told('api_connection_error'), 'load', 'stripe_unavailable', 'none'],
    [told('api_connection_error'), 'authentication', 'network', 'unknown'],
    [told('api_error'), 'entry', 'unavailable', 'none'],
    [told('rate_limit_error'), 'entry', 'rate_limited', 'none'],
    [told('invalid_request_error'), 'entry', 'misconfigured', 'none'],
    [told('authentication_error'), 'load', 'misconfigured', 'none'],
    [told('card_error', 'card_declined'), 'authentication', 'authentication_failed', 'unknown'],
    [
      told('invalid_request_error', 'payment_intent_authentication_failure'),
      'authentication',
      'authentication_failed',
      'unknown',
    ],
    [integrationError('elements.submit() must be called'), 'entry', 'misconfigured', 'none'],
    [new TypeError('x is not a function'), 'authentication', 'authentication_failed', 'unknown'],
    ['thrown words', 'load', 'stripe_unavailable', 'none'],
  ] as const;
  for (const [error, stage, code, attempt] of cases) {
    const name =
      typeof error === 'string' ? error : [Reflect.get(error, 'type') ?? error, Reflect.get(error, 'code')].join(' ');
    it(`reads ${name} during ${stage} as ${code}`, () => {
      failsWith(code, attempt)(toPaymentError(error, stage));
    });
  }

  it('keeps what was thrown as the cause', () => {
    const thrown = integrationError('elements.submit() must be called');
    assert.equal(toPaymentError(thrown, 'entry').cause, thrown);
  });

  it('keeps no secret, no card and no word of the bank of what Stripe returns', () => {
    const returned = {
      ...told('card_error', 'card_declined'),
      decline_code: 'stolen_card',
      payment_method: { id: 'pm_1' },
      payment_intent: { id: 'pi_1', client_secret: 'pi_1_secret_hidden' },
    };
    const { cause } = toPaymentError(returned, 'authentication');
    assert.deepEqual(cause, told('card_error', 'card_declined'));
  });

  it('leaves an error that is one of ours as it is', () => {
    const error = new PaymentError('stripe_unavailable', 'taken away', { attempt: 'none' });
    assert.equal(toPaymentError(error, 'authentication'), error);
  });
});

describe('stripeLocale', () => {
  const cases = [
    ['en', 'en'],
    ['en-gb', 'en-GB'],
    ['en-IE', 'en'],
    ['fr-CA', 'fr-CA'],
    ['fr-CH', 'fr'],
    ['ar-EG', 'ar'],
    ['es-MX', 'es-419'],
    ['es-ES', 'es-ES'],
    ['es', 'es'],
    ['zh-Hant', 'zh-TW'],
    ['zh-Hant-HK', 'zh-HK'],
    ['zh-CN', 'zh'],
    ['nn', 'nb'],
    ['iw', 'he'],
    ['uk', 'auto'],
    ['', 'auto'],
    ['not a language', 'auto'],
    [undefined, 'auto'],
  ] as const;
  for (const [language, expected] of cases) {
    it(`takes ${expected} for ${language ?? 'no language'}`, () => assert.equal(stripeLocale(language), expected));
  }
});

function integrationError(message: string): Error {
  return Object.assign(new Error(message), { name: 'IntegrationError' });
}
