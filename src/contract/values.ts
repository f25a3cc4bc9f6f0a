import * as v from 'valibot';

/** An amount of money in Stripe's minor units: a whole number, never negative (https://docs.stripe.com/currencies#zero-decimal). */
export const amount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

/** An amount that moves money: at least one minor unit. */
export const positiveAmount = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));

/** ISO 4217 code in lower case, as Stripe writes it. */
export const currency = v.pipe(v.string(), v.regex(/^[a-z]{3}$/));

/** An opaque id: printable, without spaces. */
export const id = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,255}$/));

/** `Idempotency-Key`: 8 to 255 printable characters (Stripe keeps at most 255: https://docs.stripe.com/api/idempotent_requests). */
export const idempotencyKey = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{8,255}$/));

/** ISO 8601 in UTC. */
export const time = v.pipe(v.string(), v.isoTimestamp());

/** A calendar day, `2026-11-23`. */
export const day = v.pipe(v.string(), v.isoDate());

export const shortText = v.pipe(v.string(), v.maxLength(500));
export const longText = v.pipe(v.string(), v.maxLength(5000));

/** BCP 47 language tag. */
export const locale = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/));

/**
 * An address that mail can be sent to (RFC 5321: at most 254 characters), as HTML has it, with the apostrophe of o'brien@example.com, and with a
 * domain of two parts or more.
 */
export const emailAddress = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(254),
  v.rfcEmail(),
  v.regex(/\.[a-z][a-z\d-]*[a-z\d]$/i),
);

/** A number that a text message can be sent to, as people write it: digits, with a `+`, spaces, dots, hyphens and brackets. */
export const phoneNumber = v.pipe(v.string(), v.trim(), v.maxLength(40), v.regex(/^\+?[\d\s().-]{5,}$/));

export const absoluteUrl = v.pipe(v.string(), v.url());

export type Amount = v.InferOutput<typeof amount>;
