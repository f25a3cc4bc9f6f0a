import { apiVersion, type Event } from './state.ts';

export interface WebhookEndpoint {
  url: string;
  secret: string;
  fetch?: (request: Request) => Promise<Response>;
}

/** How long Stripe waits before it tries again, in milliseconds; the real one takes hours (https://docs.stripe.com/webhooks#retries). */
export const pauses: readonly number[] = [1000, 5000, 25_000];

/** `Stripe-Signature` of a payload: `t=…,v1=…`, HMAC-SHA256 over time and payload (https://docs.stripe.com/webhooks#verify-manually). */
export async function sign(payload: string, secret: string, seconds: number): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const digest = await crypto.subtle.sign('HMAC', key, encoder.encode(`${seconds}.${payload}`));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `t=${seconds},v1=${hex}`;
}

/** Sends an event until it is taken with a 2xx, then after each pause once more, and then gives up. */
export async function deliver(
  endpoint: WebhookEndpoint,
  event: Event,
  clock: { now(): number; wait(milliseconds: number): Promise<void> },
): Promise<void> {
  const payload = JSON.stringify(event, null, 2);
  for (const pause of [...pauses, null]) {
    if (await send(endpoint, payload, Math.floor(clock.now() / 1000))) return;
    if (pause !== null) await clock.wait(pause);
  }
}

async function send({ url, secret, fetch = globalThis.fetch }: WebhookEndpoint, payload: string, seconds: number) {
  const request = new Request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': await sign(payload, secret, seconds),
      'user-agent': `Stripe/1.0 (+https://stripe.com/docs/webhooks) ${apiVersion}`,
    },
    body: payload,
  });
  try {
    const response = await fetch(request);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
