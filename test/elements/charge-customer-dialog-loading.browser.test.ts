import { expect, waitUntil } from '@open-wc/testing';
import { openDesk, place } from './desk.ts';

describe('a dialog that loads Stripe.js itself', () => {
  const asked: string[] = [];

  before(() => {
    // As a content blocker does: what is asked for is seen, and never leaves the page.
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "script-src 'self' 'unsafe-inline'";
    document.head.append(policy);
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof HTMLScriptElement && node.src.startsWith('https://js.stripe.com/')) asked.push(node.src);
      }
    }).observe(document.head, { childList: true });
  });

  it('asks for it only when a new card is wanted, and without fraud signals where the host says so', async () => {
    const shown = await place(await openDesk());
    shown.element.stripe = undefined;
    shown.element.noFraudSignals = true;
    await shown.open();
    expect(asked).to.deep.equal([]);
    shown.control(/^New card/).click();
    await waitUntil(() => asked.length > 0);
    expect(new URL(asked[0]!).searchParams.get('advancedFraudSignals')).to.equal('false');
    await shown.reads('The card form from Stripe could not be loaded');
  });
});
