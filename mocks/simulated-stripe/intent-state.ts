import { refused, type ApiError } from './api-error.ts';
import type { Intent } from './state.ts';

/** What is asked doesn't fit the intent's state; the intent travels in the error. */
export function unexpectedState(intent: Intent, message: string): ApiError {
  return refused(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
}

const shownToBrowsers = [
  'id',
  'object',
  'amount',
  'amount_details',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
];

/** What a publishable key may see of an intent: neither customer, metadata nor charge. */
export function publicView(intent: object): object {
  const whole = intent as Record<string, unknown>;
  return Object.fromEntries(shownToBrowsers.map((name) => [name, whole[name] ?? null]));
}
