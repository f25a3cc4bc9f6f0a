/**
 * The key of the attempt under way, kept over a reload in session storage: the key and nothing else, never a card or a token.
 * Storage may be forbidden, full or gone; then the backend's list of open attempts is what is left, and nothing here throws.
 */

/** A key for one intended payment: 128 random bits. Not `randomUUID`, which pages without TLS (a desk on the local network) don't have. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Kept from before the request is sent until the attempt ends. */
export function keepPending(storageKey: string, key: string): void {
  quietly(() => sessionStorage.setItem(storageKey, key));
}

/** The kept key; null where there is none, or something else has written there. */
export function readPending(storageKey: string): string | null {
  const kept = quietly(() => sessionStorage.getItem(storageKey)) ?? null;
  return kept !== null && /^[\x21-\x7e]{8,255}$/.test(kept) ? kept : null;
}

/** Forgets this key; another one that has been kept since stays. */
export function dropPending(storageKey: string, key: string): void {
  quietly(() => {
    if (sessionStorage.getItem(storageKey) === key) sessionStorage.removeItem(storageKey);
  });
}

function quietly<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
