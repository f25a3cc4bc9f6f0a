import { startDesk } from './desk.ts';

const desk = await startDesk({ port: Number(process.env['PORT'] ?? 4242), report: console.error });

console.log(`
  Paydesk, to try out:  ${desk.url}

  Stripe is simulated: nothing is charged, nothing leaves this machine.
  Open a customer, press “Charge Customer”; the test cards are beside it.
  Mails and text messages, such as payment links, arrive in the outbox: ${desk.url}/outbox
  Ctrl+C stops it; what happened is forgotten then.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void desk.close().then(() => process.exit(0)));
}
