import type { PayerBackend } from '../contract/backend.ts';
import { confirmation, payerView, sentTo } from '../contract/payer.ts';
import { attempt, payment } from '../contract/payment.ts';
import { createHttp, type HttpOptions } from './http.ts';

export interface PayerOptions extends Pick<HttpOptions, 'baseUrl' | 'fetch' | 'timeLimit'> {
  /** Of the link. It travels in the `Authorization` header alone, never in an address. */
  token: string;
}

/** What the page of a payment link asks of a backend, over HTTP. Never with cookies: whoever holds the token is the payer, signed in or not. */
export function createPayerBackend({ token, ...options }: PayerOptions): PayerBackend {
  const http = createHttp({
    ...options,
    credentials: 'omit',
    headers: () => ({ authorization: `Paydesk-Link ${token}` }),
  });
  return {
    view: (read) => http.read(['pay'], payerView, read),
    opened: () => http.write(['pay', 'opened'], payerView),
    pay: (request, { idempotencyKey }) => http.write(['pay', 'payments'], payment, { idempotencyKey, body: request }),
    confirmation: (read) => http.read(['pay', 'payment'], confirmation, read),
    attempt: (key, read) => http.read(['pay', 'attempts', key], attempt, read),
    closeAttempt: (key) => http.write(['pay', 'attempts', key, 'close'], attempt),
    renew: ({ idempotencyKey }) => http.write(['pay', 'renew'], sentTo, { idempotencyKey }),
    sendReceipt: (request, { idempotencyKey }) =>
      http.write(['pay', 'receipt'], sentTo, { idempotencyKey, body: request }),
  };
}
