import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { StripeElements, StripePaymentElement } from '@stripe/stripe-js';
import { createStripeJs } from '../../mocks/simulated-stripe/js.ts';
import { createSimulatedStripe } from '../../mocks/simulated-stripe/simulated-stripe.ts';
import { appearanceFrom, watchTheme } from '../../src/stripe/stripe-appearance.ts';
import { loadStripe, type StripeLoader } from '../../src/stripe/stripe.ts';
import type { MountOptions } from '../../src/stripe/stripe-mount.ts';
import { heard, next, typeCard } from '../mocks/simulated-stripe/stripe-js-fixture.ts';
import { cardHost, type CardHost, reaches } from './hosts.ts';
import { failure, mountOptions } from './stand-in.ts';

/** The simulated Stripe, its Stripe.js as a loader, and what passed through it. */
function simulation() {
  const rest = createSimulatedStripe();
  const stripeJs = createStripeJs({ fetch: rest.fetch });
  const elements: StripePaymentElement[] = [];
  const updates: Parameters<StripeElements['update']>[0][] = [];
  const loader: StripeLoader = async (key, options) => {
    const stripe = stripeJs(key, options);
    const makeGroup = stripe.elements as (options: object) => StripeElements;
    stripe.elements = ((groupOptions: object) => {
      const group = makeGroup(groupOptions);
      const { create, update } = group as {
        create: (type: 'payment', options: object) => StripePaymentElement;
      } & StripeElements;
      return Object.assign(group, {
        create: (type: 'payment', elementOptions: object) => {
          const element = create(type, elementOptions);
          elements.push(element);
          return element;
        },
        update: async (change: (typeof updates)[number]) => {
          await update(change);
          updates.push(change);
        },
      });
    }) as typeof stripe.elements;
    return stripe;
  };
  const load = () => loadStripe({ publishableKey: rest.publishableKey, account: null }, { loader, locale: 'en' });
  return { rest, loader, load, elements, updates };
}

/** A form that is ready, in a host inside `depth` foreign shadow roots. */
async function openForm(depth = 0, more: Partial<MountOptions> = {}) {
  const simulated = simulation();
  const place = await cardHost(depth);
  place.host.mount.open(mountOptions(simulated.load, { appearance: appearanceFrom(place.host), ...more }));
  await reaches(place.host, 'ready');
  return { ...simulated, ...place, mount: place.host.mount };
}

/** Pays with a token as a backend does, and answers what became of it. */
async function pay(rest: ReturnType<typeof createSimulatedStripe>, token: string, terms: Record<string, string> = {}) {
  const post = async (path: string, form: Record<string, string>) => {
    const headers = { Authorization: `Bearer ${rest.secretKey}`, 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    const response = await rest.fetch(`https://api.stripe.com/v1/${path}`, { method: 'POST', headers, body });
    return (await response.json()) as { id: string; status?: string; error?: { message: string } };
  };
  const customer = await post('customers', { name: 'Ada Byron' });
  return post('payment_intents', {
    amount: '12000',
    currency: 'cad',
    customer: customer.id,
    'allowed_payment_method_types[0]': 'card',
    confirm: 'true',
    confirmation_token: token,
    ...terms,
  });
}

async function typed(
  host: CardHost,
  element: StripePaymentElement,
  card: Parameters<typeof typeCard>[1] = {},
): Promise<void> {
  await typeCard(element, card);
  await waitUntil(() => host.mount.state.complete, 'the entry is not complete', { timeout: 5000 });
}

const lastFour = (rest: ReturnType<typeof createSimulatedStripe>) =>
  rest.intents().flatMap(({ charges }) => charges.map(({ last4 }) => last4));

describe('a card form with the simulated Stripe', () => {
  for (const depth of [0, 1, 2, 3]) {
    it(`takes a card and pays with it, inside ${depth} foreign shadow roots`, async () => {
      const { mount, host, rest, elements } = await openForm(depth);
      expect(mount.state.complete).to.equal(false);
      await typed(host, elements[0]!);
      await mount.submit();
      const { id, expiresAt } = await mount.token();
      expect(Date.parse(expiresAt)).to.be.above(Date.now());
      expect(await pay(rest, id)).to.have.property('status', 'succeeded');
    });
  }

  it('keeps two forms side by side apart', async () => {
    const { host, around, mount, rest, elements, load } = await openForm(1);
    const { host: second } = await cardHost();
    around[0]!.root.append(second);
    second.mount.open(mountOptions(load));
    await reaches(second, 'ready');
    await typed(host, elements[0]!);
    await typed(second, elements[1]!, { number: '5555555555554444' });
    for (const form of [mount, second.mount]) {
      await form.submit();
      await pay(rest, (await form.token()).id);
    }
    expect(lastFour(rest)).to.deep.equal(['4242', '4444']);
  });

  it('pays and saves when "save" was chosen last, though nobody waited for it', async () => {
    const { mount, host, rest, elements } = await openForm();
    await typed(host, elements[0]!);
    void mount.update({ save: true });
    await mount.submit();
    const { id } = await mount.token();
    expect(await pay(rest, id, { setup_future_usage: 'off_session' })).to.have.property('status', 'succeeded');
  });

  it('would not, had the form not been told', async () => {
    const { mount, host, rest, elements } = await openForm();
    await typed(host, elements[0]!);
    await mount.update({ save: true });
    await mount.update({ save: false });
    await mount.submit();
    const { id } = await mount.token();
    const { error } = await pay(rest, id, { setup_future_usage: 'off_session' });
    expect(error?.message).to.include('does not match the expected setup_future_usage');
  });

  it('pays the amount that was chosen last', async () => {
    const { mount, host, rest, elements } = await openForm(0, { amount: 0 });
    await typed(host, elements[0]!);
    void mount.update({ amount: 700 });
    await mount.submit();
    expect(await pay(rest, (await mount.token()).id, { amount: '700' })).to.have.property('status', 'succeeded');
  });

  it('says that the entry is incomplete, and goes on when it is whole', async () => {
    const { mount, host, elements } = await openForm();
    await typeCard(elements[0]!, { cvc: '' });
    expect(await failure(mount.submit())).to.include({ code: 'card_incomplete', attempt: 'none' });
    (document.activeElement as HTMLElement).blur();
    const focused = next(elements[0]!, 'focus');
    mount.focus();
    await focused;
    await sendKeys({ type: '123' });
    await waitUntil(() => host.mount.state.complete, 'the entry is not complete', { timeout: 5000 });
    await mount.submit();
  });

  it('starts with an empty form where its host was moved', async () => {
    const { mount, host, rest, elements, outermost } = await openForm(1);
    await typed(host, elements[0]!);
    const before = document.createElement('div');
    outermost.before(before);
    before.append(outermost);
    expect(mount.state.complete).to.equal(false);
    await reaches(host, 'ready');
    expect((await failure(mount.submit())).code).to.equal('card_incomplete');
    await typed(host, elements[1]!);
    await mount.submit();
    expect(await pay(rest, (await mount.token()).id)).to.have.property('status', 'succeeded');
  });

  it('keeps what was typed while the form is hidden', async () => {
    const { mount, host, elements } = await openForm();
    await typed(host, elements[0]!);
    host.hidden = true;
    host.renderRoot.querySelector('dialog')!.close();
    host.renderRoot.querySelector('dialog')!.showModal();
    host.hidden = false;
    await mount.submit();
    expect(elements).to.have.length(1);
  });

  it('is there after all when a blocked script was tried again', async () => {
    const { host } = await cardHost();
    const { rest, loader } = simulation();
    let tries = 0;
    const blockedOnce: StripeLoader = async (...call) => {
      tries += 1;
      if (tries === 1) throw new Error('Failed to load Stripe.js');
      return loader(...call);
    };
    const settings = { publishableKey: rest.publishableKey, account: null };
    host.mount.open(mountOptions(() => loadStripe(settings, { loader: blockedOnce })));
    await reaches(host, 'failed');
    expect(host.mount.state.error).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    host.mount.retry();
    await reaches(host, 'ready');
    expect(tries).to.equal(2);
  });

  it('fails when the connection breaks while the form loads, and loads when tried again', async () => {
    const { host } = await cardHost();
    const { rest, load } = simulation();
    rest.faults.add({ path: '/v1/elements/sessions', kind: 'lost-request' });
    host.mount.open(mountOptions(load));
    await reaches(host, 'failed');
    expect(host.mount.state.error).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    host.mount.retry();
    await reaches(host, 'ready');
  });

  it('asks for the token again when the connection broke, with the same entry', async () => {
    const { mount, host, rest, elements } = await openForm();
    await typed(host, elements[0]!);
    await mount.submit();
    rest.faults.add({ path: '/v1/confirmation_tokens', kind: 'lost-request' });
    expect(await failure(mount.token())).to.include({ code: 'network', attempt: 'none' });
    expect((await mount.token()).id).to.match(/^ctoken_/);
  });

  it('names the missing submit() before token()', async () => {
    const { mount, host, elements } = await openForm();
    await typed(host, elements[0]!);
    const error = await failure(mount.token());
    expect(error).to.include({ code: 'misconfigured', attempt: 'none' });
    expect(error.message).to.include('elements.submit() must be called');
  });

  it('follows a switch of the page’s theme', async () => {
    const { mount, host, updates } = await openForm(1, {});
    const stop = watchTheme(host, (appearance) => void mount.update({ appearance }));
    host.style.colorScheme = 'dark';
    await waitUntil(() => updates.length > 0, 'the form was not told', { timeout: 5000 });
    stop();
    expect(updates[0]).to.have.keys('appearance');
    expect(updates[0]).to.have.nested.property('appearance.theme', 'night');
    expect(updates[0]).to.have.nested.property('appearance.variables.colorBackground', 'rgb(22, 24, 29)');
  });

  it('gives Stripe nothing to complain of on the console', async () => {
    const words = await heard('warn', async () => {
      const errors = await heard('error', async () => {
        const { mount, host } = await openForm(0, { save: true, locale: 'fr-CH' });
        await mount.update({ appearance: appearanceFrom(host), save: false, locale: 'uk', amount: 1 });
      });
      expect(errors).to.deep.equal([]);
    });
    expect(words.filter((word) => !word.includes('lit.dev'))).to.deep.equal([]);
  });

  it('hears Esc in the frame, and puts the focus into it', async () => {
    const { mount, host } = await openForm();
    let pressed = 0;
    mount.onEscape = () => (pressed += 1);
    mount.focus();
    await waitUntil(() => document.activeElement === host.querySelector('iframe'), 'the frame has no focus');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => pressed > 0, 'Esc was not heard');
    expect(pressed).to.equal(1);
  });
});
