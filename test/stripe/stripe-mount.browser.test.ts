import { expect, waitUntil } from '@open-wc/testing';
import { PaymentError } from '../../src/errors.ts';
import type { Stripe } from '../../src/stripe/stripe.ts';
import { cardHost, type CardHost, reaches, shownIn } from './hosts.ts';
import { failure, mountOptions, type StandInBehaviour, type StandInForm, standInStripe } from './stand-in.ts';

/** A host with a form that is ready. */
async function readyHost(behaviour: StandInBehaviour = {}, depth = 0) {
  const place = await cardHost(depth);
  const { stripe, forms } = standInStripe(behaviour);
  place.host.mount.open(mountOptions(async () => stripe));
  await becomesReady(place.host, forms, 1);
  return { ...place, stripe, forms };
}

/** Waits for the nth form and says for Stripe that it is ready. */
async function becomesReady(host: CardHost, forms: StandInForm[], nth: number): Promise<void> {
  await waitUntil(() => forms.length >= nth && forms[nth - 1]?.mountedAt, `no form number ${nth}`);
  forms[nth - 1]?.emit('ready');
  await host.updateComplete;
}

describe('StripeMount', () => {
  for (const depth of [0, 1, 2, 3]) {
    it(`shows the form in the host's slot through ${depth} shadow roots around, from a place in the document's own tree`, async () => {
      const { host, outermost, forms } = await readyHost({}, depth);
      expect(forms[0]!.mountedAt!.parentElement).to.equal(outermost);
      expect(shownIn(host)).to.deep.equal([forms[0]!.mountedAt]);
      expect(forms[0]!.mountedAt!.querySelector('iframe')!.getBoundingClientRect().width).to.be.above(0);
    });
  }

  it('tells its host of loading and ready, and of a complete entry', async () => {
    const { host, forms } = await readyHost();
    expect(host.seen).to.deep.equal(['idle', 'loading', 'ready']);
    expect(host.mount.state.complete).to.equal(false);
    forms[0]!.emit('change', { complete: true });
    expect(host.mount.state).to.deep.equal({ status: 'ready', complete: true });
  });

  it('asks for cards alone, without wallets, and leaves the words of consent to us', async () => {
    const { forms } = await readyHost();
    expect(forms[0]!.told[0]).to.deep.include({
      mode: 'payment',
      amount: 12_000,
      currency: 'cad',
      setupFutureUsage: null,
      allowedPaymentMethodTypes: ['card'],
      locale: 'en',
    });
    expect(forms[0]!.element).to.deep.include({
      wallets: { applePay: 'never', googlePay: 'never', link: 'never' },
      terms: { card: 'never' },
    });
  });

  it('keeps two forms apart that share an outermost host', async () => {
    const first = await readyHost({}, 1);
    const { host: second } = await cardHost();
    first.around[0]!.root.append(second);
    const other = standInStripe();
    second.mount.open(mountOptions(async () => other.stripe));
    await becomesReady(second, other.forms, 1);
    expect(shownIn(first.host)).to.deep.equal([first.forms[0]!.mountedAt]);
    expect(shownIn(second)).to.deep.equal([other.forms[0]!.mountedAt]);
    expect(other.forms[0]!.mountedAt!.parentElement).to.equal(first.outermost);
  });

  it('leaves nothing in the page when its host is taken out of it', async () => {
    const { host, outermost, forms } = await readyHost({}, 2);
    host.remove();
    expect(forms[0]!.destroyed).to.equal(true);
    expect([outermost.childElementCount, host.childElementCount]).to.deep.equal([0, 0]);
    expect(host.mount.state.status).to.equal('idle');
  });

  it('makes a new form where its host is put back, at another depth', async () => {
    const { host, forms, around } = await readyHost({}, 2);
    const { host: elsewhere } = await cardHost();
    host.remove();
    elsewhere.parentElement!.append(host);
    await becomesReady(host, forms, 2);
    expect(shownIn(host)).to.deep.equal([forms[1]!.mountedAt]);
    expect(forms[1]!.mountedAt!.parentElement).to.equal(host);
    around[0]!.root.append(host);
    await becomesReady(host, forms, 3);
    expect(shownIn(host)).to.deep.equal([forms[2]!.mountedAt]);
    expect(forms.map(({ destroyed }) => destroyed)).to.deep.equal([true, true, false]);
  });

  it('waits for its host to be in the page', async () => {
    const { host, outermost } = await cardHost();
    outermost.remove();
    const { stripe, forms } = standInStripe();
    host.mount.open(mountOptions(async () => stripe));
    expect(host.mount.state.status).to.equal('idle');
    document.body.append(host);
    await becomesReady(host, forms, 1);
    expect(host.mount.state.status).to.equal('ready');
    host.remove();
  });

  it('lets the latest opening win, in whatever order Stripe arrives', async () => {
    const { host } = await cardHost();
    const slow = standInStripe();
    const quick = standInStripe();
    let arrive: (stripe: Stripe) => void = () => {};
    host.mount.open(mountOptions(() => new Promise((resolve) => (arrive = resolve))));
    host.mount.open(mountOptions(async () => quick.stripe, { currency: 'eur' }));
    await becomesReady(host, quick.forms, 1);
    arrive(slow.stripe);
    await host.updateComplete;
    expect([slow.forms.length, quick.forms.length]).to.deep.equal([0, 1]);
    expect(shownIn(host)).to.deep.equal([quick.forms[0]!.mountedAt]);
  });

  it('hears nothing more of a form that was replaced', async () => {
    const { host, forms, stripe } = await readyHost();
    host.mount.open(mountOptions(async () => stripe));
    forms[0]!.emit('change', { complete: true });
    forms[0]!.emit('loaderror', { error: { type: 'api_connection_error' } });
    expect(host.mount.state).to.deep.equal({ status: 'loading', complete: false });
  });

  it('makes the form anew when the page renders over it', async () => {
    const { host, outermost, forms } = await readyHost({}, 1);
    outermost.innerHTML = '<p>rendered over</p>';
    await becomesReady(host, forms, 2);
    expect(shownIn(host)).to.deep.equal([forms[1]!.mountedAt]);
    expect(forms[0]!.destroyed).to.equal(true);
  });

  it('puts a lost slot back without touching the form', async () => {
    const { host, forms } = await readyHost({}, 2);
    host.innerHTML = '';
    await waitUntil(() => shownIn(host).length > 0, 'the form is not shown again');
    expect(forms.length).to.equal(1);
    expect(shownIn(host)).to.deep.equal([forms[0]!.mountedAt]);
  });

  it('gives up on a page that goes on taking the form away', async () => {
    const { host, outermost } = await cardHost();
    const { stripe, forms } = standInStripe();
    const wiping = new MutationObserver(() => outermost.querySelector('div')?.remove());
    wiping.observe(outermost, { childList: true });
    host.mount.open(mountOptions(async () => stripe));
    await reaches(host, 'failed');
    wiping.disconnect();
    expect(host.mount.state.error?.code).to.equal('misconfigured');
    expect(forms.length).to.equal(4);
  });

  it('fails when Stripe cannot be loaded, and tries again when asked', async () => {
    const { host } = await cardHost();
    const { stripe, forms } = standInStripe();
    const blocked = new PaymentError('stripe_unavailable', 'blocked', { attempt: 'none' });
    let tries = 0;
    host.mount.open(mountOptions(() => (++tries === 1 ? Promise.reject(blocked) : Promise.resolve(stripe))));
    await reaches(host, 'failed');
    expect(host.mount.state.error).to.equal(blocked);
    host.mount.retry();
    expect(host.mount.state).to.deep.equal({ status: 'loading', complete: false });
    await becomesReady(host, forms, 1);
    expect(host.mount.state.status).to.equal('ready');
  });

  it('fails when the form cannot load, and cleans up after it', async () => {
    const { host, forms } = await readyHost();
    forms[0]!.emit('loaderror', { error: { type: 'api_connection_error', message: 'offline' } });
    expect(host.mount.state.error).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    expect(host.childElementCount).to.equal(0);
    expect((await failure(host.mount.submit())).code).to.equal('stripe_unavailable');
  });

  it('fails when the form is not ready in time, and stays failed', async () => {
    const { host } = await cardHost();
    const { stripe, forms } = standInStripe();
    host.mount.open(mountOptions(async () => stripe, { readyTimeout: 20 }));
    await reaches(host, 'failed');
    expect(host.mount.state.error?.code).to.equal('stripe_unavailable');
    forms[0]!.emit('ready');
    expect(host.mount.state.status).to.equal('failed');
  });

  it('gives up a check of the entry that Stripe never answers, so that nobody waits for ever', async () => {
    const { host } = await cardHost();
    const { stripe, forms } = standInStripe({ submit: () => new Promise(() => {}) });
    host.mount.open(mountOptions(async () => stripe, { answerTimeout: 20 }));
    await becomesReady(host, forms, 1);
    expect(await failure(host.mount.submit())).to.include({ code: 'timeout', attempt: 'none' });
    expect(host.mount.state.status).to.equal('ready');
  });

  it('names a mistake that Stripe throws', async () => {
    const { host } = await cardHost();
    const { stripe } = standInStripe({
      create: () => {
        throw Object.assign(new Error('Can only create one Element of type payment.'), { name: 'IntegrationError' });
      },
    });
    host.mount.open(mountOptions(async () => stripe));
    await reaches(host, 'failed');
    expect(host.mount.state.error?.code).to.equal('misconfigured');
    expect(host.mount.state.error?.message).to.include('Can only create one Element of type payment.');
    expect(host.childElementCount).to.equal(0);
  });

  it('calls back for Esc in the frame, and gives the focus to the form', async () => {
    const { host, forms } = await readyHost();
    let pressed = 0;
    host.mount.onEscape = () => (pressed += 1);
    forms[0]!.emit('escape');
    host.mount.focus();
    expect([pressed, forms[0]!.focused]).to.deep.equal([1, 1]);
  });

  it('forgets the form when closed, and opens an empty one afterwards', async () => {
    const { host, forms, stripe } = await readyHost();
    forms[0]!.emit('change', { complete: true });
    host.mount.close();
    expect(host.mount.state).to.deep.equal({ status: 'idle', complete: false });
    expect(host.childElementCount).to.equal(0);
    host.mount.open(mountOptions(async () => stripe));
    await becomesReady(host, forms, 2);
    expect(host.mount.state).to.deep.equal({ status: 'ready', complete: false });
  });
});

describe('StripeMount.update', () => {
  it('tells Stripe only what has changed', async () => {
    const { host, forms } = await readyHost();
    await host.mount.update({ amount: 12_000, save: true, appearance: { theme: 'night' }, locale: 'en-US' });
    await host.mount.update({ save: true });
    expect(forms[0]!.told.slice(1)).to.deep.equal([
      { setupFutureUsage: 'off_session', appearance: { theme: 'night' } },
    ]);
    await host.mount.update({ save: false });
    expect(forms[0]!.told.at(-1)).to.deep.equal({ setupFutureUsage: null });
  });

  it('opens the form with what changed while it was loading', async () => {
    const { host } = await cardHost();
    const { stripe, forms } = standInStripe();
    host.mount.open(mountOptions(async () => stripe, { amount: 0 }));
    await host.mount.update({ amount: 700, save: true });
    await becomesReady(host, forms, 1);
    expect(forms[0]!.told).to.have.length(1);
    expect(forms[0]!.told[0]).to.include({ amount: 700, setupFutureUsage: 'off_session' });
  });

  it('never tells Stripe of no amount, and refuses to submit without one', async () => {
    const { host, forms } = await readyHost();
    await host.mount.update({ amount: 0 });
    expect(forms[0]!.told.at(-1)).to.have.property('amount').that.is.above(0);
    expect(await failure(host.mount.submit())).to.include({ code: 'misconfigured', attempt: 'none' });
    await host.mount.update({ amount: 500 });
    await host.mount.submit();
    expect(forms[0]!.told.at(-1)).to.deep.equal({ amount: 500 });
  });

  it('is over before submit asks, though nobody waited for it, and comes one at a time', async () => {
    const heard: string[] = [];
    let letGo = () => {};
    const { host } = await readyHost({
      update: async (change) => {
        heard.push(`update ${JSON.stringify(change)}`);
        await new Promise<void>((resolve) => (letGo = resolve));
      },
      submit: async () => {
        heard.push('submit');
        return {};
      },
    });
    void host.mount.update({ save: true });
    void host.mount.update({ save: false });
    void host.mount.update({ amount: 700 });
    const submitted = host.mount.submit();
    await waitUntil(() => heard.length === 1);
    letGo();
    await waitUntil(() => heard.length === 2);
    letGo();
    await submitted;
    expect(heard).to.deep.equal([
      'update {"setupFutureUsage":"off_session"}',
      'update {"amount":700,"setupFutureUsage":null}',
      'submit',
    ]);
  });

  it('keeps submit from going on when Stripe refused it, and tells it again the next time', async () => {
    let refuse = true;
    let submits = 0;
    const { host, forms } = await readyHost({
      update: async () => {
        if (refuse) throw Object.assign(new Error('Invalid value for elements.update()'), { name: 'IntegrationError' });
      },
      submit: async () => ({ count: (submits += 1) }),
    });
    expect(await failure(host.mount.update({ save: true }))).to.include({ code: 'misconfigured', attempt: 'none' });
    expect((await failure(host.mount.submit())).code).to.equal('misconfigured');
    expect(submits).to.equal(0);
    refuse = false;
    await host.mount.submit();
    expect([submits, forms[0]!.told.at(-1)]).to.deep.equal([1, { setupFutureUsage: 'off_session' }]);
  });

  it('is quietly over when the form is taken away meanwhile', async () => {
    const { host } = await readyHost({ update: () => new Promise(() => {}) });
    const updated = host.mount.update({ save: true });
    host.mount.close();
    await updated;
  });
});

describe('StripeMount.submit and token', () => {
  it('gives the token and when it ends', async () => {
    const { host } = await readyHost();
    await host.mount.submit();
    expect(await host.mount.token()).to.deep.equal({ id: 'ctoken_1', expiresAt: '2030-01-02T03:04:05.000Z' });
  });

  it('reads an incomplete entry as such', async () => {
    const { host } = await readyHost({
      submit: async () => ({ error: { type: 'validation_error', code: 'incomplete_number' } }),
    });
    expect(await failure(host.mount.submit())).to.include({ code: 'card_incomplete', attempt: 'none' });
    expect(host.mount.state.status).to.equal('ready');
  });

  it('reads a mistake that Stripe throws at once as ours, and nothing of it comes back later', async () => {
    const unhandled: unknown[] = [];
    const listen = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
    window.addEventListener('unhandledrejection', listen);
    const { host } = await readyHost({
      submit: () => {
        throw Object.assign(new Error('Missing options'), { name: 'IntegrationError' });
      },
    });
    expect(await failure(host.mount.submit())).to.include({ code: 'misconfigured', attempt: 'none' });
    host.mount.close();
    // Rejections that nobody handled are told of after the current task.
    await new Promise((resolve) => setTimeout(resolve));
    window.removeEventListener('unhandledrejection', listen);
    expect(unhandled).to.deep.equal([]);
  });

  it('reads a lost connection as one that moved nothing', async () => {
    const { host } = await readyHost({
      createConfirmationToken: async () => ({ error: { type: 'api_connection_error', message: 'offline' } }),
    });
    expect(await failure(host.mount.token())).to.include({ code: 'network', attempt: 'none' });
  });

  it('refuses before the form is there', async () => {
    const { host } = await cardHost();
    expect(await failure(host.mount.submit())).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    host.mount.open(mountOptions(() => new Promise(() => {})));
    expect(await failure(host.mount.token())).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    host.mount.close();
  });

  for (const when of ['at once', 'while Stripe is asked']) {
    it(`does not hang when the host is taken away ${when}`, async () => {
      let asked = false;
      const { host } = await readyHost({
        submit: () => {
          asked = true;
          return new Promise(() => {});
        },
      });
      const submitted = failure(host.mount.submit());
      if (when !== 'at once') await waitUntil(() => asked);
      host.remove();
      expect(await submitted).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    });
  }
});
