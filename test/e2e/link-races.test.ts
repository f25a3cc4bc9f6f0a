import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Payment } from '../../src/contract/payment.ts';
import { PaymentError } from '../../src/errors.ts';
import { newKey } from '../../src/payment/pending.ts';
import { startDesk } from '../../examples/desk/desk.ts';
import { payerOf, payRequest, staffOf } from './links.ts';

const rounds = 100;
const amount = 1_000;
const customerId = 'immeubles-outremont';

it(
  `A link and a charge of the same booking, at once over HTTP, ${rounds} times: never both`,
  { timeout: 120_000 },
  async (context) => {
    const desk = await startDesk({ port: 0 });
    context.after(() => desk.close());
    const staff = await staffOf(desk);
    const { bookings, cards, currency } = await staff.account(customerId);
    const cardId = cards.find(({ last4 }) => last4 === '4242')?.id ?? '';
    const received = () => desk.stripe.intents().reduce((sum, intent) => sum + intent.amountReceived, 0);
    const due = new Map(bookings.map((booking) => [booking.id, booking.due]));
    const won = { link: 0, charge: 0 };

    for (let round = 0; round < rounds; round += 1) {
      const { id: bookingId } = bookings[round % bookings.length] ?? assert.fail('There is no booking.');
      const allocations = [{ bookingId, amount, dueSeen: due.get(bookingId) ?? 0 }];
      const link = await staff.createLink(
        { customerId, currency, allocations, channel: 'none' },
        { idempotencyKey: newKey() },
      );
      const payer = payerOf(desk, link);
      const request = await payRequest(desk, await payer.view());
      const agreed = round % 4 < 2;
      const before = received();

      const pay = () => outcome(payer.pay(request, { idempotencyKey: newKey() }));
      const charge = () =>
        outcome(
          staff.charge(
            {
              customerId,
              currency,
              allocations,
              method: { type: 'saved_card', cardId },
              confirmSimilar: true,
              ...(agreed && { closeLinks: [link.id] }),
            },
            { idempotencyKey: newKey() },
          ),
        );
      // Every other round the other way round, the second a little further behind each time.
      const [first, second] = round % 2 === 0 ? [pay, charge] : [charge, pay];
      const answers = await Promise.all([first(), behind(Math.floor(round / 4), second)]);
      const [byLink, byCharge] = round % 2 === 0 ? answers : answers.toReversed();

      assert.equal(received() - before, amount, `round ${round}: ${byLink}, ${byCharge}`);
      due.set(bookingId, (due.get(bookingId) ?? 0) - amount);
      const { state } = await staff.link(link.id);
      if (byLink === 'succeeded') {
        won.link += 1;
        assert.equal(state, 'paid');
        const told = ['payment_in_progress', 'balance_changed', ...(agreed ? [] : ['link_open'])];
        assert.ok(told.includes(byCharge ?? ''), `round ${round}: the charge was answered ${byCharge}`);
      } else {
        won.charge += 1;
        assert.ok(agreed, `round ${round}: a charge passed a link that it did not name`);
        assert.equal(byCharge, 'succeeded');
        assert.equal(state, 'settled_elsewhere');
        assert.ok(
          ['link_paused', 'link_settled'].includes(byLink ?? ''),
          `round ${round}: the payer was answered ${byLink}`,
        );
      }
    }
    assert.ok(won.link > 50 && won.charge > 0, `It was a race: ${JSON.stringify(won)}`);
    const left = (await staff.account(customerId)).bookings.map((booking) => booking.due);
    assert.deepEqual(
      left,
      bookings.map((booking) => booking.due - (rounds / bookings.length) * amount),
    );
  },
);

/** The payment's status, or the code of the problem. */
async function outcome(answer: Promise<Payment>): Promise<string> {
  try {
    return (await answer).status;
  } catch (error) {
    if (error instanceof PaymentError) return error.code;
    throw error;
  }
}

async function behind<Result>(turns: number, ask: () => Promise<Result>): Promise<Result> {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
  return ask();
}
