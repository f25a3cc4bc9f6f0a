import { ApiError } from './api-error.ts';
import type { Account, World } from './state.ts';

/** What a key stands for: the request that first came with it, and its answer once there is one. */
export interface StoredAnswer {
  /** Method, path and sorted parameters. */
  request: string;
  endpoint: string;
  /** Milliseconds since 1970. */
  at: number;
  answer: { status: number; body: string; requestId: string } | null;
}

const lifetime = 24 * 60 * 60 * 1000;

/**
 * Takes a key for a request, as https://docs.stripe.com/api/idempotent_requests has it: the stored answer if there is one, whatever it said.
 * Null: nobody has it, and `keep` or `release` must follow.
 * @throws ApiError 409 while the first request with it runs, 400 `idempotency_error` where the request differs.
 */
export function claim(
  world: World,
  account: Account,
  key: string,
  endpoint: string,
  parameters: string,
): { status: number; body: string; requestId: string } | null {
  if (key.length > 255) {
    throw new ApiError(
      400,
      'invalid_request_error',
      `Idempotency keys can be at most 255 characters long; yours has ${key.length}.`,
      {},
      false,
    );
  }
  const request = `${endpoint}\n${[...new URLSearchParams(parameters)]
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .sort()
    .join('&')}`;
  const stored = account.answers.get(key);
  if (stored && world.now() - stored.at < lifetime) {
    if (stored.endpoint !== endpoint) {
      throw mismatch(
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${endpoint}' vs '${stored.endpoint}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (stored.request !== request) {
      throw mismatch(
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    if (!stored.answer) {
      throw new ApiError(
        409,
        'invalid_request_error',
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        { code: 'idempotency_key_in_use' },
        false,
      );
    }
    return stored.answer;
  }
  account.answers.set(key, { request, endpoint, at: world.now(), answer: null });
  return null;
}

/** The answer that the key repeats from now on. */
export function keep(account: Account, key: string, answer: NonNullable<StoredAnswer['answer']>): void {
  const stored = account.answers.get(key);
  if (stored) stored.answer = answer;
}

/** Forgets the key: the request never began. */
export function release(account: Account, key: string): void {
  account.answers.delete(key);
}

function mismatch(message: string): ApiError {
  return new ApiError(400, 'idempotency_error', message, {}, false);
}
