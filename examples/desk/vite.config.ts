import { defineConfig } from 'vite';

/** The host's pages. The simulated Stripe.js is a file of its own (`simulated-stripe.vite.config.ts`): it comes from Stripe's address, not the host's. */
export default defineConfig({
  root: `${import.meta.dirname}/pages`,
  build: {
    outDir: '../dist/pages',
    emptyOutDir: true,
    sourcemap: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        customers: `${import.meta.dirname}/pages/customers.html`,
        customer: `${import.meta.dirname}/pages/customer.html`,
        settings: `${import.meta.dirname}/pages/settings.html`,
        outbox: `${import.meta.dirname}/pages/outbox.html`,
        pay: `${import.meta.dirname}/pages/pay.html`,
        paid: `${import.meta.dirname}/pages/paid.html`,
      },
    },
  },
});
