import { account } from '../contract/account.ts';
import type { StaffBackend } from '../contract/backend.ts';
import { linkMessage, paymentLink } from '../contract/link.ts';
import { attempt, payment } from '../contract/payment.ts';
import { settings } from '../contract/settings.ts';
import { createHttp, type HttpOptions } from './http.ts';

/** What staff surfaces ask of a backend, over HTTP; the routes are those of `contract/routes.ts`. */
export function createStaffBackend(options: HttpOptions): StaffBackend {
  const http = createHttp(options);
  return {
    account: (customerId, read) => http.read(['customers', customerId], account, read),
    charge: (request, { idempotencyKey }) => http.write(['payments'], payment, { idempotencyKey, body: request }),
    payment: (id, read) => http.read(['payments', id], payment, read),
    attempt: (key, read) => http.read(['attempts', key], attempt, read),
    closeAttempt: (key) => http.write(['attempts', key, 'close'], attempt),
    previewLink: (request, { idempotencyKey, signal }) =>
      http.write(['links', 'preview'], linkMessage, { idempotencyKey, body: request, signal }),
    createLink: (request, { idempotencyKey }) => http.write(['links'], paymentLink, { idempotencyKey, body: request }),
    link: (id, read) => http.read(['links', id], paymentLink, read),
    resendLink: (id, { idempotencyKey }) => http.write(['links', id, 'resend'], paymentLink, { idempotencyKey }),
    cancelLink: (id) => http.write(['links', id, 'cancel'], paymentLink),
    settings: (read) => http.read(['settings'], settings, read),
    changeSettings: (change) => http.write(['settings'], settings, { method: 'PATCH', body: change }),
  };
}
