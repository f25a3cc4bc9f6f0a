import type { Appearance } from './stripe.ts';

/** Stripe's Appearance from the tokens as they stand at this element, every colour as plain `rgb()`. */
export function appearanceFrom(element: HTMLElement): Appearance {
  throw new Error(element.localName);
}

/**
 * Calls back, at most once a frame, when the appearance at this element has changed: the system's scheme, or an attribute (class, style, data-theme, …)
 * of the element or anything around it, through shadow roots. Returns what ends the watch.
 */
export function watchTheme(element: HTMLElement, callback: (appearance: Appearance) => void): () => void {
  throw new Error(`${element.localName}${callback.name}`);
}
