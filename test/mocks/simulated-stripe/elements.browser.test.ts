import { expect } from '@open-wc/testing';
import type { StripeElementsOptionsMode } from '@stripe/stripe-js';
import { emptyPage, heard, mounted, next, payment, place, stripe } from './stripe-js-fixture.ts';

afterEach(emptyPage);

const elements = (options: object): unknown => stripe().elements(options as StripeElementsOptionsMode);

it('needs the amount and the currency of a payment', () => {
  expect(() => elements({ mode: 'payment', currency: 'usd' })).to.throw('amount should be a number');
  expect(() => elements({ mode: 'payment', amount: 100 })).to.throw('currency should be a string');
  expect(() => elements({ ...payment, amount: 0 })).to.throw('amount must be greater than 0');
  expect(() => elements({ ...payment, amount: 10.5 })).to.throw('amount should be an integer');
  expect(() => elements({ ...payment, currency: 'USD' })).to.throw('You specified: USD');
  expect(() => elements({ mode: 'setup' })).to.not.throw();
});

it('throws an IntegrationError for payment method types, and neither creates nor updates', async () => {
  expect(() => elements({ ...payment, paymentMethodTypes: ['card'] }))
    .to.throw('paymentMethodTypes is no longer supported')
    .with.property('name', 'IntegrationError');
  expect(() => elements({ ...payment, payment_method_types: ['card'] })).to.throw('is no longer supported');
  const group = stripe().elements(payment);
  expect(() => group.update({ amount: 1, paymentMethodTypes: ['card'] } as object)).to.throw('is no longer supported');
});

it('warns of an option that it does not know, and goes on', async () => {
  const warnings = await heard('warn', () => elements({ ...payment, colour: 'red' }));
  expect(warnings).to.have.length(1);
  expect(warnings[0]).to.contain('colour is not a recognized parameter');
  const atCreate = await heard('warn', () =>
    stripe()
      .elements(payment)
      .create('payment', { style: {} } as object),
  );
  expect(atCreate[0]).to.contain('style is not a recognized parameter');
});

it('refuses values that an option does not have', () => {
  expect(() => elements({ ...payment, setupFutureUsage: 'always' })).to.throw('setupFutureUsage must be one of');
  expect(() => elements({ ...payment, captureMethod: 'later' })).to.throw('captureMethod must be one of');
  expect(() => elements({ ...payment, loader: 'spinner' })).to.throw('loader must be one of');
  expect(() => elements({ ...payment, mode: 'pay' })).to.throw('mode must be one of');
  expect(() => elements({ ...payment, appearance: { theme: 'none' } })).to.throw('appearance.theme must be one of');
});

it('complains of appearance variables, classes and properties that Stripe.js does not have', async () => {
  const complaints = await heard('error', () =>
    elements({
      ...payment,
      appearance: {
        variables: { colour: 'red', colorPrimary: 'oklch(0.5 0.2 250)', colorText: 'var(--page-text)' },
        rules: { '.PaymentMethodItem': { color: 'red' }, '.Tab': { display: 'none', color: '#000' } },
      },
    }),
  );
  expect(complaints).to.have.length(5);
  expect(complaints[0]).to.contain('"colour" is not a supported appearance variable');
  expect(complaints[1]).to.contain('oklch');
  expect(complaints[2]).to.contain('var(--page-text)');
  expect(complaints[3]).to.contain('".PaymentMethodItem" is not a supported class');
  expect(complaints[4]).to.contain('"display" is not a supported property for ".Tab"');
});

it('says nothing of an appearance that Stripe.js has', async () => {
  const appearance = {
    theme: 'night',
    variables: {
      colorPrimary: '#0af',
      colorText: 'rgb(1 2 3)',
      borderRadius: '4px',
      labelColorText: 'var(--colorText)',
    },
    rules: { '.Input:focus': { boxShadow: 'none' }, '.Input--invalid': { color: 'red' } },
  };
  expect(await heard('error', () => elements({ ...payment, appearance }))).to.deep.equal([]);
});

it('creates one Element of a type, and again once that is destroyed', () => {
  const group = stripe().elements(payment);
  const first = group.create('payment');
  expect(group.getElement('payment')).to.equal(first);
  expect(() => group.create('payment')).to.throw('Can only create one Element of type payment.');
  first.destroy();
  expect(group.getElement('payment')).to.equal(null);
  expect(() => group.create('payment')).to.not.throw();
});

it('refuses Elements of other types', () => {
  expect(() => stripe().elements(payment).create('card')).to.throw("elements.create('card') is not simulated");
  expect(() =>
    stripe()
      .elements(payment)
      .create('paymentRequestButton' as 'card'),
  ).to.throw('no longer supported');
});

it('needs a mode before it creates a Payment Element', () => {
  expect(() => stripe().elements({}).create('payment')).to.throw('you must pass a clientSecret or mode');
});

it('updates what can be updated, and resolves when the form shows it', async () => {
  const { elements: group } = await mounted();
  let ended = 0;
  group.on('update-end', () => (ended += 1));
  const update = group.update({ amount: 5000, setupFutureUsage: 'off_session', locale: 'fr' });
  expect(update).to.be.instanceOf(Promise);
  await update;
  expect(ended).to.equal(1);
  expect(() => group.update({ amount: -1 })).to.throw('amount must be greater than 0');
  expect(() => group.update({ loader: 'never' } as object)).to.throw('loader cannot be updated');
  expect(() => group.update({ clientSecret: 'pi_1_secret_1' } as object)).to.throw('clientSecret cannot be updated');
});

it('rejects submit() without a mounted Payment Element', async () => {
  const group = stripe().elements(payment);
  const failure = await group.submit().then(
    () => null,
    (error: Error) => error,
  );
  expect(failure).to.have.property('name', 'IntegrationError');
  expect(failure?.message).to.contain('elements should have a mounted Payment Element');
});

it('rejects submit() while the Payment Element is still loading', async () => {
  const group = stripe().elements(payment);
  const element = group.create('payment');
  const ready = next(element, 'ready');
  element.mount(place());
  const failure = await group.submit().catch((error: Error) => error);
  expect(failure).to.have.property('message').that.contains('We could not retrieve data from the specified Element');
  await ready;
});

it('has nothing to fetch where no intent exists yet', async () => {
  expect(await stripe().elements(payment).fetchUpdates()).to.deep.equal({});
});
