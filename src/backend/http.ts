import * as v from 'valibot';
import type { ReadOptions } from '../contract/backend.ts';
import { attemptFate, problem as problemSchema, problemCode } from '../contract/problem.ts';
import { PaymentError, type PaymentErrorCode } from '../errors.ts';
import { AnswerMemory } from './answer-memory.ts';

export interface HttpOptions {
  /** Where the backend is mounted: absolute, or relative to the page; with or without a slash at its end. */
  baseUrl: string;
  /** Headers of each request, such as an access token. Asked for every time. */
  headers?: (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** `same-origin` where nothing is said. */
  credentials?: RequestCredentials | undefined;
  fetch?: typeof fetch | undefined;
  /** How long a write may take, in milliseconds; 100 000 where nothing is said. A read never waits longer than 15 seconds. */
  timeLimit?: number | undefined;
}

/** JSON over fetch: what comes in is unknown until its schema has passed it, and every failure is a `PaymentError`. */
export interface Http {
  /**
   * Rejects with the signal's reason, as it is, where the signal gave it up. Resolves with the very object of before where the backend says that
   * nothing has changed (`ETag`, `If-None-Match`, 304).
   */
  read<Answer>(path: readonly string[], answer: Schema<Answer>, options?: ReadOptions): Promise<Answer>;
  write<Answer>(path: readonly string[], answer: Schema<Answer>, request?: WriteRequest): Promise<Answer>;
}

export interface WriteRequest {
  method?: 'POST' | 'PATCH';
  idempotencyKey?: string;
  body?: object;
  /** Only for what changes nothing: what was sent can't be unsent. */
  signal?: AbortSignal | undefined;
}

type Schema<Answer> = v.GenericSchema<unknown, Answer>;

// Longer than the backend takes: `answerWithin` of `createPaydesk` is 90 s. Giving up earlier would leave a person unsure of what the backend
// still finds out.
const writeLimit = 100_000;
const readLimit = 15_000;

export function createHttp(options: HttpOptions): Http {
  const writeWithin = options.timeLimit ?? writeLimit;
  const readWithin = Math.min(writeWithin, readLimit);
  const memory = new AnswerMemory();
  return {
    // `no-cache` asks the backend each time; what it last said is kept here, since it forbids the browser to.
    read: (path, answer, { signal } = {}) =>
      within(readWithin, signal, (stop) =>
        exchange({ options, memory }, path, { method: 'GET', cache: 'no-cache' }, answer, stop),
      ),
    write: (path, answer, { method = 'POST', idempotencyKey, body = {}, signal } = {}) => {
      const headers = {
        'content-type': 'application/json',
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      };
      const init = { method, headers, body: JSON.stringify(body) };
      return within(writeWithin, signal, (stop) => exchange({ options, memory }, path, init, answer, stop));
    },
  };
}

interface Stop {
  signal: AbortSignal;
  /** Told before anything leaves: from here on, a write may have been received. */
  sending(): void;
}

/** Runs a request until it ends, its caller gives it up, or its time is over, whether or not `fetch` heeds its signal. */
async function within<Answer>(
  limit: number,
  caller: AbortSignal | undefined,
  run: (stop: Stop) => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController();
  let sent = false;
  const give = () => controller.abort(caller?.reason);
  const timer = setTimeout(() => {
    const attempt = sent ? 'unknown' : 'none';
    controller.abort(new PaymentError('timeout', `The backend took longer than ${limit} ms.`, { attempt }));
  }, limit);
  caller?.addEventListener('abort', give);
  if (caller?.aborted) give();
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(controller.signal.reason);
    if (controller.signal.aborted) stop();
    else controller.signal.addEventListener('abort', stop);
  });
  const sending = () => {
    controller.signal.throwIfAborted();
    sent = true;
  };
  try {
    return await Promise.race([stopped, run({ signal: controller.signal, sending })]);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', give);
  }
}

async function exchange<Answer>(
  { options, memory }: { options: HttpOptions; memory: AnswerMemory },
  path: readonly string[],
  init: RequestInit & { headers?: Record<string, string> },
  answer: Schema<Answer>,
  stop: Stop,
): Promise<Answer> {
  const url = `${options.baseUrl.replace(/\/+$/, '')}/${path.map(segment).join('/')}`;
  const headers = await hostHeaders(options);
  const sender = JSON.stringify([...headers]);
  headers.set('accept', 'application/json, application/problem+json');
  for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value);
  const reads = init.method === 'GET';
  const known = reads ? memory.recall(url, sender) : null;
  if (known) headers.set('if-none-match', known.tag);
  // Read when used, so that a page may replace it; and in a variable, since fetch can't be called as a method of something else.
  const send = options.fetch ?? fetch;
  const { signal } = stop;
  stop.sending();
  let response: Response;
  let text: string;
  try {
    response = await send(url, { ...init, headers, signal, credentials: options.credentials ?? 'same-origin' });
    text = await response.text();
  } catch (cause) {
    throw new PaymentError('network', `No answer from ${url}.`, { cause });
  }
  if (response.status === 304 && known) {
    memory.keep(url, known);
    // It passed this address's schema when it came.
    return known.answer as Answer;
  }
  const said = parsed(text);
  // Who asks next may be somebody else.
  if (response.status === 401 || response.status === 403) memory.forget();
  if (!response.ok) throw problemOf(response.status, said, url);
  const checked = v.safeParse(answer, said, { abortEarly: true });
  if (!checked.success) {
    throw new PaymentError('unreadable', `${url} answered something else than the contract has.`, {
      status: response.status,
      cause: new v.ValiError(checked.issues),
    });
  }
  const tag = response.headers.get('etag');
  if (reads && tag) memory.keep(url, { tag, answer: checked.output, sender });
  return checked.output;
}

async function hostHeaders(options: HttpOptions): Promise<Headers> {
  try {
    return new Headers(await options.headers?.());
  } catch (cause) {
    throw new PaymentError('unauthorized', 'The headers function failed; nothing was sent.', {
      attempt: 'none',
      cause,
    });
  }
}

/** An id as one segment of a path; `.` and `..` would change the path however they are encoded. */
function segment(id: string): string {
  if (/^\.{0,2}$/.test(id)) {
    throw new PaymentError('misconfigured', `"${id}" can't be an id in an address; nothing was sent.`, {
      attempt: 'none',
    });
  }
  return encodeURIComponent(id);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// What servers and gateways before the backend say by status alone. Not 404, which a wrong `baseUrl` gives too.
const codeOfStatus: Record<number, PaymentErrorCode> = { 401: 'unauthorized', 403: 'forbidden', 429: 'rate_limited' };

/** As much of a problem as can be read: an unknown code is `unavailable`, and an extra that doesn't fit is left out. */
function problemOf(status: number, said: unknown, url: string): PaymentError {
  if (typeof said !== 'object' || said === null || !('code' in said)) {
    const code = codeOfStatus[status] ?? 'unreadable';
    return new PaymentError(code, `${url} answered ${status} without a problem of the contract.`, { status });
  }
  const code = v.is(problemCode, said.code) ? said.code : 'unavailable';
  const attempt = 'attempt' in said && v.is(attemptFate, said.attempt) ? said.attempt : 'unknown';
  const core = { type: 'about:blank', title: '', detail: '', requestId: '', ...said, status, code };
  // Unlabelled, money may still move: of the labels that a problem can have, that is `open`.
  const whole = { ...core, attempt: attempt === 'unknown' ? 'open' : attempt };
  const read = v.safeParse(problemSchema, whole);
  const problem = read.success ? read.output : withoutMisfits(whole, read.issues);
  return new PaymentError(code, problem?.detail || problem?.title || `${url} answered ${status}.`, {
    attempt,
    status,
    problem,
  });
}

function withoutMisfits(whole: object, issues: readonly v.BaseIssue<unknown>[]) {
  const misfits = new Set(issues.map((issue) => issue.path?.[0]?.key));
  const fitting = Object.fromEntries(Object.entries(whole).filter(([name]) => !misfits.has(name)));
  const read = v.safeParse(problemSchema, { type: '', title: '', detail: '', requestId: '', ...fitting });
  return read.success ? read.output : null;
}
