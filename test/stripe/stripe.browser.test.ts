import { expect, waitUntil } from '@open-wc/testing';
import { loadStripe } from '../../src/stripe/stripe.ts';
import { failure } from './stand-in.ts';

const account = null;

/** Every script of js.stripe.com that gets into the page from now on. */
function watchScripts(): string[] {
  const asked: string[] = [];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (node instanceof HTMLScriptElement && node.src.startsWith('https://js.stripe.com/')) asked.push(node.src);
    }
  }).observe(document.head, { childList: true });
  return asked;
}

/** Does to the page's scripts what a content blocker does, for as long as the page lives. */
function blockForeignScripts(): void {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "script-src 'self' 'unsafe-inline'";
  document.head.append(policy);
}

// A page has one script: these happen in this order, as they would on a page.
describe('loadStripe in a browser', () => {
  const asked = watchScripts();
  const made: unknown[][] = [];

  before(blockForeignScripts);

  after(() => Reflect.deleteProperty(window, 'Stripe'));

  it('fails where the script is blocked, after it asked twice, also with load parameters', async () => {
    const load = loadStripe({ publishableKey: 'pk_test_blocked', account }, { advancedFraudSignals: false });
    expect(await failure(load)).to.include({ code: 'stripe_unavailable', attempt: 'none' });
    const withParameter = 'https://js.stripe.com/endive/stripe.js?advancedFraudSignals=false';
    expect(asked.splice(0)).to.deep.equal([withParameter, withParameter]);
  });

  it('asks for the script anew when tried again, and leaves no dead script behind', async () => {
    await failure(loadStripe({ publishableKey: 'pk_test_blocked', account }));
    expect(asked.splice(0)).to.have.length(2);
    expect(document.querySelector('script[src^="https://js.stripe.com"]')).to.equal(null);
  });

  it('gives up a script that never answers, such as one that failed before anybody listened', async () => {
    const dead = document.createElement('script');
    dead.type = 'text/plain';
    dead.src = 'https://js.stripe.com/endive/stripe.js';
    document.head.append(dead);
    let timeIsUp: (() => void) | null = null as (() => void) | null;
    const { setInterval } = window;
    Object.assign(window, { setInterval: (callback: () => void) => ((timeIsUp = callback), 0) });
    const failing = failure(loadStripe({ publishableKey: 'pk_test_blocked', account }));
    await waitUntil(() => timeIsUp !== null);
    timeIsUp?.();
    expect((await failing).code).to.equal('stripe_unavailable');
    expect(dead.isConnected).to.equal(false);
    Object.assign(window, { setInterval });
    asked.splice(0);
  });

  it('takes the Stripe that the page has by then, without asking for a script', async () => {
    const Stripe = Object.assign((...call: unknown[]) => ({ made: made.push(call) }), { version: 'endive' });
    Object.assign(window, { Stripe });
    const stripe = await loadStripe({ publishableKey: 'pk_test_blocked', account: 'acct_1' }, { locale: 'de-AT' });
    expect(stripe).to.deep.equal({ made: 1 });
    expect(made).to.deep.equal([['pk_test_blocked', { locale: 'de', stripeAccount: 'acct_1' }]]);
    expect(asked).to.deep.equal([]);
  });

  it('goes on where the page decided about the signals before, the other way', async () => {
    Reflect.deleteProperty(window, 'Stripe');
    await loadStripe({ publishableKey: 'pk_test_signals', account }, { advancedFraudSignals: true });
    expect(made).to.have.length(2);
  });
});
