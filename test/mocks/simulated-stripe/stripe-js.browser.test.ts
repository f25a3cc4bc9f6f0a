import { expect } from '@open-wc/testing';
import type { loadStripe as Load } from '@stripe/stripe-js/pure/index.js';
import { createStripeJs, install, type StripeJs } from '../../../mocks/simulated-stripe/js.ts';
import { emptyPage, heard, payment, restStub, stripe } from './stripe-js-fixture.ts';

afterEach(() => {
  emptyPage();
  delete (window as { Stripe?: unknown }).Stripe;
});

const callable = (): StripeJs => createStripeJs({ fetch: restStub().fetch });

it('is taken by the npm loader without a request and without a warning', async () => {
  install(window, callable());
  // The package's types for this file are empty: those of its CommonJS twin are right.
  const module: unknown = await import('@stripe/stripe-js/pure/index.mjs');
  const { loadStripe } = module as { loadStripe: typeof Load };
  const warnings = await heard('warn', async () => {
    const instance = await loadStripe('pk_test_simulated');
    expect(instance?.elements(payment)).to.have.property('submit');
  });
  expect(warnings).to.deep.equal([]);
  expect(document.querySelector('script[src*="js.stripe.com"]')).to.equal(null);
});

it('names its release train', () => {
  expect(callable().version).to.equal('endive');
});

it('throws for a key that is no string', () => {
  const call = callable() as unknown as (key?: unknown) => unknown;
  expect(() => call()).to.throw('Expected publishable key to be of type string, got type undefined instead.');
  expect(() => call(7)).to.throw('got type number instead');
});

it('refuses an empty key, a secret key, and a live key on a page without TLS', () => {
  expect(() => stripe({}, ' ')).to.throw('You used an empty string');
  expect(() => stripe({}, 'sk_test_1')).to.throw('You should not use your secret key');
  expect(() => stripe({}, 'pk_live_1')).to.throw('Live Stripe.js integrations must use HTTPS');
});

it('makes another instance at each call, and each leaves a frame that nothing removes', () => {
  const call = callable();
  const instances = [call('pk_test_simulated'), call('pk_test_simulated')];
  expect(instances[0]).to.not.equal(instances[1]);
  const frames = document.body.querySelectorAll('iframe[name^="__privateStripeController"]');
  expect(frames).to.have.length(2);
});

it('refuses by name what it does not simulate', async () => {
  const instance = stripe();
  expect(() => instance.confirmCardPayment('pi_1_secret_1')).to.throw('stripe.confirmCardPayment() is not simulated');
  expect(() => instance.createPaymentMethod({ type: 'card', card: { token: 'tok' } })).to.throw('is not simulated');
  expect(() => stripe().elements({ clientSecret: 'pi_1_secret_1' })).to.throw('is not simulated');
});

it('travels through a promise as it is', async () => {
  const instance = stripe();
  expect(await Promise.resolve(instance)).to.equal(instance);
});

it('warns of a language that Stripe.js does not have', async () => {
  const warnings = await heard('warn', () => callable()('pk_test_simulated', { locale: 'uk' as 'en' }));
  expect(warnings).to.have.length(1);
  expect(warnings[0]).to.contain('Unsupported locale "uk"');
});

it('keeps names of wrapping libraries to thirty characters', () => {
  stripe().registerAppInfo({ name: 'Paydesk' });
  expect(() => stripe().registerAppInfo({ name: 'P'.repeat(31) })).to.throw('at most 30');
});
