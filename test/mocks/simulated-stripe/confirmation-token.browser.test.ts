import { expect } from '@open-wc/testing';
import type { ConfirmationToken } from '@stripe/stripe-js';
import { createStripeJs } from '../../../mocks/simulated-stripe/js.ts';
import { createSimulatedStripe } from '../../../mocks/simulated-stripe/simulated-stripe.ts';
import { american, emptyPage, mounted, next, payment, restStub, stripe, typeCard } from './stripe-js-fixture.ts';

afterEach(emptyPage);

const path = '/v1/confirmation_tokens';
const token = { id: 'ctoken_1', object: 'confirmation_token' };

async function failure(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => expect.fail('it was not refused'),
    (error: Error) => error,
  );
}

it('needs elements.submit() first, and throws without', async () => {
  const instance = stripe();
  const { elements, element } = await mounted(instance);
  await typeCard(element);
  const error = await failure(instance.createConfirmationToken({ elements }));
  expect(error.name).to.equal('IntegrationError');
  expect(error.message).to.contain('elements.submit() must be called before stripe.createConfirmationToken()');
});

it('needs elements.submit() again once the card or what is paid has changed, or a token was made', async () => {
  const rest = restStub({ [path]: () => ({ body: token }) });
  const instance = stripe({ fetch: rest.fetch });
  const { elements, element } = await mounted(instance);
  await typeCard(element);
  await elements.submit();
  await elements.update({ amount: 13_000 });
  expect((await failure(instance.createConfirmationToken({ elements }))).message).to.contain('must be called before');
  await elements.submit();
  await elements.update({ appearance: { theme: 'night' } });
  expect(await instance.createConfirmationToken({ elements })).to.have.property('confirmationToken');
  expect((await failure(instance.createConfirmationToken({ elements }))).message).to.contain('must be called before');
});

it('sends what was typed, with the key, the account and what the Elements were made for', async () => {
  const rest = restStub({ [path]: () => ({ body: token }) });
  const instance = createStripeJs({ fetch: rest.fetch })('pk_test_simulated', { stripeAccount: 'acct_1' });
  const { elements, element } = await mounted(instance, { ...payment, setupFutureUsage: 'off_session' });
  await typeCard(element, { expiry: '0731' });
  await elements.submit();
  const result = await instance.createConfirmationToken({
    elements,
    params: { return_url: 'https://app.example/back', payment_method_data: { billing_details: { name: 'Ada' } } },
  });
  expect(result.confirmationToken?.id).to.equal('ctoken_1');
  const [request] = rest.to(path);
  expect(request?.headers.get('authorization')).to.equal('Bearer pk_test_simulated');
  expect(request?.headers.get('stripe-account')).to.equal('acct_1');
  expect(request?.fields).to.deep.equal({
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': '4242424242424242',
    'payment_method_data[card][exp_month]': '7',
    'payment_method_data[card][exp_year]': '2031',
    'payment_method_data[card][cvc]': '123',
    'payment_method_data[billing_details][name]': 'Ada',
    'payment_method_data[billing_details][address][country]': 'US',
    'payment_method_data[billing_details][address][postal_code]': '12345',
    setup_future_usage: 'off_session',
    return_url: 'https://app.example/back',
    'simulated[mode]': 'payment',
    'simulated[amount]': '12000',
    'simulated[currency]': 'usd',
    'simulated[setup_future_usage]': 'off_session',
  });
});

it('wants passed what the form was told never to ask for', async () => {
  const rest = restStub({ [path]: () => ({ body: token }) });
  const instance = stripe({ fetch: rest.fetch });
  const fields = { billingDetails: { name: 'never', address: { postalCode: 'never' } } } as const;
  const { elements, element } = await mounted(instance, payment, { ...american, fields });
  await typeCard(element, { postalCode: '' });
  expect(await elements.submit()).to.deep.equal({ selectedPaymentMethod: 'card' });
  const error = await failure(instance.createConfirmationToken({ elements }));
  expect(error.message).to.contain('You specified "never" for fields.billing_details.name');
  const billing_details = { name: 'Ada', address: { postal_code: '99999' } };
  await instance.createConfirmationToken({ elements, params: { payment_method_data: { billing_details } } });
  const sent = rest.to(path)[0]?.fields['payment_method_data[billing_details][address][postal_code]'];
  expect(sent).to.equal('99999');
});

it('returns what Stripe refuses, and a connection that breaks, and then needs no second submit()', async () => {
  const refusal = { type: 'card_error', code: 'incorrect_number', message: 'Your card number is incorrect.' };
  const answers = [null, { status: 402, body: { error: refusal } }, { body: token }];
  const rest = restStub({ [path]: () => answers.shift() ?? null });
  const instance = stripe({ fetch: rest.fetch });
  const { elements, element } = await mounted(instance);
  await typeCard(element);
  await elements.submit();
  const offline = await instance.createConfirmationToken({ elements });
  expect(offline.error?.type).to.equal('api_connection_error');
  expect((await instance.createConfirmationToken({ elements })).error).to.deep.equal(refusal);
  expect(await instance.createConfirmationToken({ elements })).to.have.property('confirmationToken');
});

it('rejects a group of another instance, and one whose Element is gone', async () => {
  const instance = stripe();
  const { elements, element } = await mounted(instance);
  expect((await failure(stripe().createConfirmationToken({ elements }))).message).to.contain('should be an Elements');
  await typeCard(element);
  await elements.submit();
  element.destroy();
  expect((await failure(instance.createConfirmationToken({ elements }))).name).to.equal('IntegrationError');
});

it('makes a token that the simulated Stripe takes for an intent of the same terms only', async () => {
  const rest = createSimulatedStripe();
  const instance = createStripeJs({ fetch: rest.fetch })(rest.publishableKey);
  const { elements, element } = await mounted(instance);
  await typeCard(element);
  const confirm = async (terms: Record<string, string>) => {
    await elements.submit();
    const { confirmationToken } = await instance.createConfirmationToken({ elements });
    const response = await rest.fetch('https://api.stripe.com/v1/payment_intents', {
      method: 'POST',
      headers: { Authorization: `Bearer ${rest.secretKey}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        amount: '12000',
        currency: 'usd',
        confirm: 'true',
        confirmation_token: (confirmationToken as ConfirmationToken).id,
        return_url: 'https://app.example/back',
        ...terms,
      }).toString(),
    });
    return (await response.json()) as { status?: string; error?: { message: string } };
  };
  expect(await confirm({})).to.have.property('status', 'succeeded');
  expect((await confirm({ amount: '12001' })).error?.message).to.contain('does not match the expected amount');
  expect((await confirm({ currency: 'eur' })).error?.message).to.contain('does not match the expected currency');
  const saving = await confirm({ setup_future_usage: 'off_session' });
  expect(saving.error?.message).to.contain('The provided setup_future_usage (off_session) does not match');
});

it('fails to load with a key or an account that the simulated Stripe does not know', async () => {
  const rest = createSimulatedStripe();
  const stranger = createStripeJs({ fetch: rest.fetch })(rest.publishableKey, { stripeAccount: 'acct_unknown' });
  const element = stranger.elements(payment).create('payment');
  const failed = next<{ error: { type: string } }>(element, 'loaderror');
  const target = document.createElement('div');
  document.body.append(target);
  element.mount(target);
  expect((await failed).error.type).to.equal('invalid_request_error');
});
