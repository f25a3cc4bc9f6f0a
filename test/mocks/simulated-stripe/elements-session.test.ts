import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { start } from './start.ts';

describe('The session of Stripe Elements', () => {
  async function ask(query: Record<string, string>, key = 'pk_test_simulated') {
    const { simulated } = start();
    const response = await simulated.fetch(
      `https://api.stripe.com/v1/elements/sessions?${new URLSearchParams(query)}`,
      {
        headers: { Authorization: `Bearer ${key}` },
      },
    );
    return { status: response.status, body: (await response.json()) as { error?: { param?: string } } };
  }

  it('is given to a page for a currency that Stripe knows', async () => {
    const { status } = await ask({ 'deferred_intent[mode]': 'payment', 'deferred_intent[currency]': 'cad' });
    assert.equal(status, 200);
  });

  it('is refused for a currency that Stripe does not know', async () => {
    const { status } = await ask({ 'deferred_intent[mode]': 'payment', 'deferred_intent[currency]': 'CAD' });
    assert.equal(status, 400);
  });

  it('is refused without a deferred intent', async () => {
    const { status, body } = await ask({ type: 'deferred_intent' });
    assert.equal(status, 400);
    assert.equal(body.error?.param, 'deferred_intent');
  });
});
