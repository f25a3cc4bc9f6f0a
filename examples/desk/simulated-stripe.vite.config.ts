import { defineConfig } from 'vite';

/** What a browser gets from the simulated Stripe's address in place of https://js.stripe.com/endive/stripe.js. */
export default defineConfig({
  build: {
    outDir: `${import.meta.dirname}/dist/stripe`,
    emptyOutDir: true,
    rolldownOptions: {
      input: `${import.meta.dirname}/simulated-stripe-script.ts`,
      output: { format: 'iife', entryFileNames: 'stripe.js' },
    },
  },
});
