import { createStripeJs, install } from 'paydesk/simulated-stripe/js';

const script = document.currentScript;
if (!(script instanceof HTMLScriptElement))
  throw new Error('The simulated Stripe.js is loaded by a plain <script src>.');
const { origin } = new URL(script.src);

install(window, createStripeJs({ fetch: window.fetch.bind(window), apiBase: origin, frameOrigin: origin }));
