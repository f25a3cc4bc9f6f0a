import type { Setup } from './context.ts';
import type { App } from './http.ts';

/** The merchant's own choices. */
export function mountSettings(_app: App, _setup: Setup): void {}
