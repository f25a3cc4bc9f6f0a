import { answerChallenge } from './charging.ts';
import { unasked } from './events.ts';
import { randomText, type Account, type Intent, type World } from './state.ts';

/** A challenge that has a page of its own, because its bank can't be framed. */
export interface HostedChallenge {
  account: Account;
  intentId: string;
  returnUrl: string;
}

/** Where Stripe's own is, below https://hooks.stripe.com. */
export const hostedChallengePath = '/3d_secure_2/hosted';

/** The address that the payer is to be sent to (`next_action.redirect_to_url.url`). */
export function hostChallenge(world: World, challenge: HostedChallenge): string {
  const attempt = `payatt_${randomText(24)}`;
  world.hosted.set(attempt, challenge);
  return `${world.hooksOrigin}${hostedChallengePath}?merchant=simulated&payment_attempt=${attempt}`;
}

const outcomes = { pass: 'Complete authentication', fail: 'Fail authentication' } as const;

/**
 * The bank's page: `GET` shows it, `POST` takes what the cardholder pressed and leads back. One that is over leads back at once, as often as it is
 * opened.
 */
export async function answerHosted(world: World, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const attempt = url.searchParams.get('payment_attempt') ?? '';
  const challenge = world.hosted.get(attempt);
  const intent = challenge?.account.intents.get(challenge.intentId);
  if (url.pathname !== hostedChallengePath || !challenge || !intent) return page(404, '<h1>There is no such page</h1>');
  const waits = intent.next_action?.redirect_to_url?.url?.endsWith(attempt) === true;
  if (waits && request.method === 'GET') return page(200, form(intent));
  const outcome = new URLSearchParams(await request.text()).get('outcome');
  if (waits && (outcome === 'pass' || outcome === 'fail')) {
    answerChallenge(unasked(world, challenge.account), intent, outcome);
  } else if (waits) {
    return page(400, '<h1>Nothing was pressed</h1>');
  }
  return new Response(null, { status: 303, headers: { ...headers, location: back(challenge.returnUrl, intent) } });
}

/** With what Stripe adds (https://docs.stripe.com/payments/3d-secure/authentication-flow): nothing that a page should believe. */
function back(returnUrl: string, intent: Intent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.set(
    'redirect_status',
    { succeeded: 'succeeded', processing: 'pending' }[intent.status as string] ?? 'failed',
  );
  return url.href;
}

const headers = {
  'cache-control': 'no-store',
  // Not `form-action`: browsers hold it against the address that a form is led to in the end.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

function page(status: number, main: string): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>3D Secure 2 test page</title><style>${style}</style></head><body><main>${main}</main></body></html>`;
  return new Response(html, { status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
}

function form({ amount, currency }: Intent): string {
  const buttons = Object.entries(outcomes).map(
    ([outcome, label]) => `<button name="outcome" value="${outcome}">${label}</button>`,
  );
  return `<h1>3D Secure 2 test page</h1><p>Your bank asks you to approve a payment of ${amount} (${currency}, in minor units). This is a test page: choose how the bank answers.</p><form method="post">${buttons.join('')}</form>`;
}

const style = `*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f2f3f7;color:#1a1f36;font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,100vw);padding:1.5rem;border-radius:8px;background:#fff;box-shadow:0 8px 30px #0002}h1{margin:0 0 .5rem;font-size:1.125rem}p{margin:0 0 1rem}
button{display:block;width:100%;min-height:44px;margin-top:.5rem;border:1px solid #c7cbd8;border-radius:6px;background:#fff;color:inherit;font:inherit;cursor:pointer}
button:first-child{border-color:#0a5bd3;background:#0a5bd3;color:#fff}button:focus-visible{outline:3px solid #7ab0ff;outline-offset:1px}`;
