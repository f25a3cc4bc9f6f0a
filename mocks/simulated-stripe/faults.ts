/**
 * A failure put in Stripe's way, by data:
 * - `lost-request`: never arrives; the caller sees a network error;
 * - `lost-answer`: is carried out, and the caller sees a network error;
 * - `error-500`: answers 500, which its idempotency key then repeats; with `executed` the work was done nevertheless;
 * - `slow`: is carried out at once and answered after `delay`;
 * - `rate-limit`: answers 429 before anything else is looked at;
 * - `processing`: a confirmation that would move money leaves the intent `processing`, until `settle` says how it ended.
 */
export interface Fault {
  /** Any where absent. */
  method?: string;
  /** The whole path. In a string, a `*` stands for one segment: `/v1/refunds/*`. */
  path: RegExp | string;
  kind: 'lost-request' | 'lost-answer' | 'error-500' | 'slow' | 'rate-limit' | 'processing';
  /** How many requests meet it. Default 1. */
  times?: number;
  /** For `slow`, in milliseconds. */
  delay?: number;
  /** For `error-500`. Default false. */
  executed?: boolean;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

export interface FaultList extends Faults {
  /** The fault that this request meets, counted as met; the one added first wins. */
  take(method: string, path: string): Fault | null;
}

export function createFaults(): FaultList {
  const waiting: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      waiting.length = 0;
    },
    take(method, path) {
      const found = waiting.find(
        ({ fault, left }) => left > 0 && (fault.method ?? method).toUpperCase() === method && matches(fault.path, path),
      );
      if (!found) return null;
      found.left -= 1;
      return found.fault;
    },
  };
}

function matches(pattern: RegExp | string, path: string): boolean {
  if (pattern instanceof RegExp) return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(path);
  const wanted = pattern.split('/');
  const segments = path.split('/');
  return wanted.length === segments.length && wanted.every((part, index) => part === '*' || part === segments[index]);
}
