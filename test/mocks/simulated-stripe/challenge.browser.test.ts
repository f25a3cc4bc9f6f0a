import { expect } from '@open-wc/testing';
import type { PaymentIntentResult, Stripe } from '@stripe/stripe-js';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { createStripeJs } from '../../../mocks/simulated-stripe/js.ts';
import { frameTexts } from '../../../mocks/simulated-stripe/js/texts.ts';
import { createSimulatedStripe, type SimulatedStripe } from '../../../mocks/simulated-stripe/simulated-stripe.ts';
import { emptyPage, restStub, stripe, transparentFrame, until } from './stripe-js-fixture.ts';

afterEach(emptyPage);

const complete = 'test-source-authorize-3ds';
const fail = 'test-source-fail-3ds';

/** An intent whose bank asks, and Stripe.js beside it. */
async function asked(paymentMethod = 'pm_card_threeDSecure2Required', rest = createSimulatedStripe()) {
  const response = await rest.fetch('https://api.stripe.com/v1/payment_intents', {
    method: 'POST',
    headers: { Authorization: `Bearer ${rest.secretKey}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `amount=12000&currency=usd&confirm=true&payment_method=${paymentMethod}&use_stripe_sdk=true&return_url=https://a.example`,
  });
  const intent = (await response.json()) as { id: string; client_secret: string; status: string };
  expect(intent.status).to.equal('requires_action');
  const instance: Stripe = createStripeJs({ fetch: rest.fetch })(rest.publishableKey, { locale: 'en' });
  return { rest, instance, secret: intent.client_secret };
}

const overlay = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('body > div[tabindex="-1"]:has(> iframe[name^="__privateStripeFrame"])');

/** The overlay, once its frame has taken the keys. */
async function shown(): Promise<HTMLElement> {
  await until(overlay);
  await until(() => document.activeElement === overlay()!.querySelector('iframe'));
  return overlay()!;
}

/** Where a button of the challenge is: measured in the same document at the same size, for the real one is of a foreign origin. */
async function buttonPosition(id: string): Promise<[number, number]> {
  const size = { width: window.innerWidth, height: window.innerHeight };
  const frame = await transparentFrame('/frame/challenge', { type: 'challenge', ...frameTexts('en') }, size);
  const button = frame.inside.getElementById(id)!;
  await until(() => button.getBoundingClientRect().height > 0);
  const box = button.getBoundingClientRect();
  frame.iframe.remove();
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}

async function click(id: string): Promise<void> {
  await sendMouse({ type: 'click', position: await buttonPosition(id) });
}

const status = (rest: SimulatedStripe): string | undefined => rest.intents()[0]?.status;

it('covers the page from the body, above everything, in a frame of a foreign origin', async () => {
  const { instance, secret } = await asked();
  const result = instance.handleNextAction({ clientSecret: secret });
  const cover = await shown();
  const style = getComputedStyle(cover);
  expect([style.position, style.zIndex, style.top, style.left]).to.deep.equal(['fixed', '2147483647', '0px', '0px']);
  expect(cover.getBoundingClientRect().height).to.equal(window.innerHeight);
  expect(cover.querySelector('iframe')!.contentDocument === null).to.equal(true);
  expect(cover.matches(':popover-open, :modal')).to.equal(false);
  await click('cancel');
  await result;
});

it('resolves with the payment that the bank approved, and leaves the page', async () => {
  const { rest, instance, secret } = await asked();
  const result = instance.handleNextAction({ clientSecret: secret });
  await shown();
  await click(complete);
  expect((await result).paymentIntent?.status).to.equal('succeeded');
  expect(status(rest)).to.equal('succeeded');
  expect(overlay()).to.equal(null);
});

it('can be answered with the keyboard alone', async () => {
  const { instance, secret } = await asked();
  const result = instance.handleNextAction({ clientSecret: secret });
  await shown();
  await sendKeys({ press: 'Tab' });
  await sendKeys({ press: 'Enter' });
  expect((await result).paymentIntent?.status).to.equal('succeeded');
});

for (const [name, button] of [
  ['failed', fail],
  ['was cancelled', 'cancel'],
] as const) {
  it(`returns an error, no charge, where the authentication ${name}`, async () => {
    const { rest, instance, secret } = await asked();
    const result = instance.handleNextAction({ clientSecret: secret });
    await shown();
    await click(button);
    const { error } = await result;
    expect(error).to.include({ type: 'invalid_request_error', code: 'payment_intent_authentication_failure' });
    expect(error?.payment_intent?.status).to.equal('requires_payment_method');
    expect(status(rest)).to.equal('requires_payment_method');
    expect(rest.intents()[0]?.charges).to.deep.equal([]);
  });
}

it('returns the decline that follows an approval', async () => {
  const { instance, secret } = await asked('pm_card_threeDSecureRequiredChargeDeclined');
  const result = instance.handleNextAction({ clientSecret: secret });
  await shown();
  await click(complete);
  const { error } = await result;
  expect(error).to.include({ type: 'card_error', code: 'card_declined' });
});

it('is out of reach under a modal dialog, by mouse and by keys', async () => {
  const { rest, instance, secret } = await asked();
  const dialog = document.createElement('dialog');
  dialog.textContent = 'Charge';
  document.body.append(dialog);
  dialog.showModal();
  const result = instance.handleNextAction({ clientSecret: secret });
  await until(overlay);
  await until(() => overlay()!.querySelector('iframe')!.contentWindow);
  const position = await buttonPosition(complete);
  await sendMouse({ type: 'click', position });
  await sendKeys({ press: 'Tab' });
  await sendKeys({ press: 'Enter' });
  expect(document.activeElement).to.not.equal(overlay()!.querySelector('iframe'));
  expect(status(rest)).to.equal('requires_action');
  expect(overlay()).to.not.equal(null);

  dialog.close();
  await sendMouse({ type: 'click', position });
  expect((await result).paymentIntent?.status).to.equal('succeeded');
});

it('is within reach over a dialog that is not modal', async () => {
  const { instance, secret } = await asked();
  const dialog = document.createElement('dialog');
  document.body.append(dialog);
  dialog.show();
  const result = instance.handleNextAction({ clientSecret: secret });
  await shown();
  await click(complete);
  expect((await result).paymentIntent?.status).to.equal('succeeded');
});

it('is empty for good once it was moved', async () => {
  const { instance, secret } = await asked();
  void instance.handleNextAction({ clientSecret: secret });
  const cover = await shown();
  const dialog = document.createElement('dialog');
  document.body.append(dialog);
  const reloaded = new Promise((done) => cover.querySelector('iframe')!.addEventListener('load', done, { once: true }));
  dialog.append(cover);
  dialog.showModal();
  await reloaded;
  await click(complete);
  await sendKeys({ press: 'Tab' });
  await sendKeys({ press: 'Enter' });
  expect(cover.isConnected).to.equal(true);
});

it('gives way to a second challenge: the first ends with an error, and the second can still charge', async () => {
  const { rest, instance, secret } = await asked();
  const first = instance.handleNextAction({ clientSecret: secret });
  await shown();
  const second = instance.handleNextAction({ clientSecret: secret });
  expect((await first).error).to.have.property('code', 'payment_intent_authentication_failure');
  expect(status(rest)).to.equal('requires_action');
  await shown();
  expect(document.querySelectorAll('body > div[tabindex="-1"]')).to.have.length(1);
  await click(complete);
  expect((await second).paymentIntent?.status).to.equal('succeeded');
});

it('throws where the payment waits for nothing', async () => {
  const { instance, secret } = await asked();
  const result = instance.handleNextAction({ clientSecret: secret });
  await shown();
  await click(complete);
  await result;
  const again: unknown = await instance.handleNextAction({ clientSecret: secret }).catch((error: Error) => error);
  expect(again).to.have.property('name', 'IntegrationError');
  expect(again).to.have.property('message').that.contains('not in the `requires_action` state');
});

it('throws for what is no client secret, and returns that Stripe does not know one', async () => {
  const { instance, secret } = await asked();
  const thrown: unknown = await instance.handleNextAction({ clientSecret: 'pi_1' }).catch((error: Error) => error);
  expect(thrown).to.have.property('name', 'IntegrationError');
  const wrong = `${secret.split('_secret_')[0]}_secret_wrong`;
  const result: PaymentIntentResult = await instance.retrievePaymentIntent(wrong);
  expect(result.error).to.include({ type: 'invalid_request_error' });
});

it('returns a broken connection as an error, before the challenge and after it', async () => {
  const offline = stripe({ fetch: restStub({ '/v1/payment_intents/pi_1': () => null }).fetch });
  const { error } = await offline.handleNextAction({ clientSecret: 'pi_1_secret_1' });
  expect(error?.type).to.equal('api_connection_error');

  const { rest, instance, secret } = await asked();
  const result = instance.handleNextAction({ clientSecret: secret });
  await shown();
  rest.faults.add({ path: /./, kind: 'lost-answer' });
  await click(complete);
  const outcome = await result;
  // The simulation's control is never in its own way: what is lost is the reading of the outcome.
  expect(outcome.error?.type).to.equal('api_connection_error');
  expect(status(rest)).to.equal('succeeded');
});

it('shows a payment to whoever has its secret', async () => {
  const { instance, secret } = await asked();
  const { paymentIntent } = await instance.retrievePaymentIntent(secret);
  expect(paymentIntent).to.include({ status: 'requires_action', amount: 12_000, currency: 'usd' });
});

it('leaves the page for a bank that can not be framed, and is never heard of again', async () => {
  const rest = createSimulatedStripe();
  rest.redirectsChallenges = true;
  const { secret } = await asked('pm_card_threeDSecure2Required', rest);
  const left: string[] = [];
  const navigate = (url: string) => left.push(url);
  const instance = createStripeJs({ fetch: rest.fetch, navigate })(rest.publishableKey, { locale: 'en' });
  const answered = instance.handleNextAction({ clientSecret: secret }).then(() => 'answered');
  await until(() => left.length > 0);
  expect(left).to.have.length(1);
  expect(left[0]).to.match(/^https:\/\/hooks\.stripe\.com\//);
  expect(overlay()).to.equal(null);
  expect(await Promise.race([answered, new Promise((done) => setTimeout(() => done('left'), 20))])).to.equal('left');
});
