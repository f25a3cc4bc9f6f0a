/** What Stripe says beside type and message (https://docs.stripe.com/api/errors). */
export interface ErrorDetails {
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
}

export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** An error answer of Stripe's. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: ErrorType;
  readonly details: ErrorDetails;
  /**
   * Whether an idempotency key keeps this answer. It does once the endpoint began its work; not for parameters that fail validation
   * (https://docs.stripe.com/api/idempotent_requests).
   */
  readonly kept: boolean;

  constructor(status: number, type: ErrorType, message: string, details: ErrorDetails = {}, kept = true) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
    this.kept = kept;
  }

  /** The body's `error`. */
  toJSON(): Record<string, unknown> {
    const { code } = this.details;
    return {
      ...this.details,
      ...(code ? { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` } : {}),
      message: this.message,
      type: this.type,
    };
  }
}

/** A request that Stripe refuses for what it asks, 400. */
export function refused(message: string, details: ErrorDetails = {}): ApiError {
  return new ApiError(400, 'invalid_request_error', message, details);
}

/** Parameters that fail validation, 400: nothing is begun and no idempotency key keeps it. */
export function invalid(message: string, details: ErrorDetails = {}): ApiError {
  return new ApiError(400, 'invalid_request_error', message, details, false);
}

/** `kind` as Stripe writes it: `customer`, `PaymentMethod`, `payment_intent`. */
export function noSuch(kind: string, id: string, param: string): ApiError {
  return new ApiError(404, 'invalid_request_error', `No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}

/** A card that the bank, or Stripe on the bank's behalf, refuses: 402. */
export function cardError(message: string, details: ErrorDetails): ApiError {
  return new ApiError(402, 'card_error', message, details);
}
