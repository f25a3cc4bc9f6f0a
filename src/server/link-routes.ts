import type { Setup } from './context.ts';
import type { App } from './http.ts';

/** Payment links, as staff make, send and revoke them. */
export function mountLinks(_app: App, _setup: Setup): void {}
