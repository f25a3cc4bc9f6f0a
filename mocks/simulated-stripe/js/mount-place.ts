import { complain, IntegrationError, warn } from './errors.ts';
import { setStyles } from './private-frame.ts';

/** Where `mount()` is to put the Element. @throws IntegrationError where there is no such place */
export function findPlace(target: string | HTMLElement): HTMLElement {
  if (typeof target === 'string') {
    const found = document.querySelector<HTMLElement>(target);
    if (found) return found;
    throw new IntegrationError(
      `The selector you specified (${target}) applies to no DOM elements that are currently on the page. Make sure the element exists on the page before calling mount().`,
    );
  }
  if (target instanceof HTMLElement) return target;
  throw new IntegrationError('Missing argument. Make sure to call mount() with a valid DOM element or selector.');
}

/**
 * Stripe.js takes places of the document's own tree only: neither in a shadow root nor detached (stripe-js #662, vue-stripe-js #31).
 * @param live With a live key it only complains, and mounts.
 */
export function preparePlace(place: HTMLElement, live: boolean): void {
  if (place.getRootNode() !== document) {
    const message = 'Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.';
    if (!live) throw new IntegrationError(message);
    complain(message);
  }
  if (place.childNodes.length === 0) return;
  warn('This Element will be mounted to a DOM element that contains child nodes.');
  place.textContent = '';
}

/** The frame, invisible until it has told its height, in the box that Stripe.js puts around it. */
export function boxed(iframe: HTMLIFrameElement): HTMLElement {
  const box = document.createElement('div');
  box.className = '__PrivateStripeElement';
  setStyles(box, { margin: '0', padding: '0', border: 'none', display: 'block' });
  setStyles(box, { background: 'transparent', position: 'relative' });
  setStyles(iframe, { border: 'none', margin: '-4px', padding: '0', width: 'calc(100% + 8px)', 'min-width': '100%' });
  setStyles(iframe, {
    display: 'block',
    overflow: 'hidden',
    'user-select': 'none',
    'color-scheme': 'light only',
    height: '0px',
  });
  box.append(iframe);
  return box;
}
