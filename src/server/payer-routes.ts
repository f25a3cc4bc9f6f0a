import type { Setup } from './context.ts';
import type { App } from './http.ts';

/** What the holder of a link's token may do. */
export function mountPayer(_app: App, _setup: Setup): void {}
