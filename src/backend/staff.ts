import { account } from '../contract/account.ts';
import type { StaffBackend } from '../contract/backend.ts';
import { attempt, payment } from '../contract/payment.ts';
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
  };
}
