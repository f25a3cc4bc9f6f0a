import * as v from 'valibot';
import { idempotencyKey } from '../contract/values.ts';
import { digest } from './digest.ts';
import { Refusal } from './problems.ts';

/** A page of another site can't send JSON without asking first, and browsers tell where a request comes from: no forged writes. */
export function checkWrite(request: Request): void {
  if (request.headers.get('Sec-Fetch-Site') === 'cross-site') {
    throw new Refusal('forbidden', 'none', 'Writes from another site are refused.');
  }
  checkJson(request);
}

/** Enough where nothing is sent along by the browser itself: a payer's token is in a header that only their page knows, wherever that page is. */
export function checkJson(request: Request): void {
  const type = request.headers.get('Content-Type') ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new Refusal('invalid_request', 'none', 'Writes need the content type application/json.');
  }
}

export function readKey(key: string | undefined): string {
  if (v.is(idempotencyKey, key)) return key;
  const fields = { 'Idempotency-Key': '8 to 255 printable characters.' };
  throw new Refusal('invalid_request', 'none', 'The idempotency key is missing or not well-formed.', {
    extras: { fields },
  });
}

/** A body as it was read, with a digest of it; or why it can't be. */
export type Body<Request> =
  { request: Request; fingerprint: string } | { request: null; fingerprint: null; refusal: Refusal };

/** A body that can't be read is kept as a refusal: a key that came before is told first. */
export async function readBody<Request>(
  request: globalThis.Request,
  schema: v.GenericSchema<unknown, Request>,
): Promise<Body<Request>> {
  const text = await request.text();
  // The first fault is enough: nobody is known to be signed in yet, and half a megabyte of them would keep the process busy for a second.
  const parsed = v.safeParse(schema, json(text), { abortEarly: true });
  if (parsed.success) {
    // What was parsed has the order of the schema, whatever the order that was sent.
    return { request: parsed.output, fingerprint: await digest(JSON.stringify(parsed.output)) };
  }
  const fields = Object.fromEntries(parsed.issues.map((issue) => [v.getDotPath(issue) ?? '', issue.message]));
  const refusal = new Refusal('invalid_request', 'none', 'The request is not well-formed.', { extras: { fields } });
  return { request: null, fingerprint: null, refusal };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
