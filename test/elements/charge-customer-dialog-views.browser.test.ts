import { expect, waitUntil } from '@open-wc/testing';
import type { Account } from '../../src/contract/account.ts';
import type { Payment } from '../../src/contract/payment.ts';
import { problemStatus, type Problem, type ProblemCode } from '../../src/contract/problem.ts';
import { PaymentError, type PaymentErrorCode } from '../../src/errors.ts';
import { openDesk, place, type Desk } from './desk.ts';

/** A dialog over an account that differs from what the backend has. */
async function over(change: (account: Account) => Account, customerId?: string) {
  const desk = await openDesk();
  const shown = await place(desk, customerId);
  shown.element.backend = {
    ...desk.backend,
    account: async (id, options) => change(await desk.backend.account(id, options)),
  };
  return shown;
}

/** A dialog whose account can't be read, until `heal`. */
async function failing(code: PaymentErrorCode, desk?: Desk) {
  const at = desk ?? (await openDesk());
  const shown = await place(at);
  const heal = () => (shown.element.backend = at.backend);
  let broken = true;
  shown.element.backend = {
    ...at.backend,
    account: async (id, options) => {
      if (broken) throw new PaymentError(code, 'for a test', { attempt: 'none' });
      return at.backend.account(id, options);
    },
  };
  shown.element.show();
  return { shown, heal: () => (broken = false), replace: heal };
}

describe('an account that can’t be charged', () => {
  it('says that Stripe is not connected, and where it is connected', async () => {
    const shown = await over((account) => ({
      ...account,
      stripe: { ...account.stripe, connection: 'not_connected', connectUrl: 'https://app.example/stripe' },
    }));
    shown.element.show();
    await shown.reads('Charging cards needs a connected Stripe account.');
    expect(shown.control<HTMLAnchorElement>('Open Stripe settings').href).to.equal('https://app.example/stripe');
    expect(shown.has(/^Charge CA/)).to.equal(false);
    await expect(shown.element).to.be.accessible();
  });

  it('says that a restricted account needs something first', async () => {
    const shown = await over((account) => ({ ...account, stripe: { ...account.stripe, connection: 'restricted' } }));
    shown.element.show();
    await shown.reads('Stripe needs something from you before cards can be charged again.');
  });

  it('says that nothing is due where nothing else may be charged', async () => {
    const shown = await over(
      (account) => ({ ...account, capabilities: { ...account.capabilities, freeLine: false } }),
      'jordan-blake',
    );
    shown.element.show();
    await shown.reads('Nothing is due.');
    expect(shown.has('Description')).to.equal(false);
    expect(shown.has(/^Charge/)).to.equal(false);
  });

  it('says that this person may not charge', async () => {
    const shown = await over((account) => ({
      ...account,
      permissions: { ...account.permissions, chargeSavedCard: false, chargeNewCard: false, sendLink: false },
    }));
    shown.element.show();
    await shown.reads('You may not charge cards.');
  });

  for (const [code, sentence] of [
    ['not_found', 'This customer could not be found.'],
    ['forbidden', 'You don’t have permission to charge this customer.'],
    ['misconfigured', 'Charging is not set up correctly on this page.'],
  ] as const) {
    it(`says what ${code} means, without asking again in vain`, async () => {
      const { shown } = await failing(code);
      await shown.reads(sentence);
      expect(shown.has('Try again')).to.equal(false);
      await expect(shown.element).to.be.accessible();
    });
  }

  for (const [code, sentence] of [
    ['unavailable', 'The payment service is not available right now.'],
    ['network', 'The connection was lost.'],
    ['unauthorized', 'You are signed out.'],
  ] as const) {
    it(`asks again after ${code}`, async () => {
      const { shown, heal } = await failing(code);
      await shown.reads(sentence);
      heal();
      shown.control('Try again').click();
      await shown.reads('Charge CA$400.00');
    });
  }

  it('holds the form’s place while the account is read', async () => {
    const shown = await place(await openDesk());
    const { backend } = shown.element;
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    shown.element.backend = {
      ...backend!,
      account: async (id, options) => held.then(() => backend!.account(id, options)),
    };
    shown.element.show();
    await waitUntil(() => shown.status === 'Loading the customer’s account…');
    expect(shown.root.querySelector('.skeleton')).to.not.equal(null);
    answer();
    await shown.reads('Charge CA$400.00');
    expect(shown.root.querySelector('.skeleton')).to.equal(null);
  });
});

describe('ways to pay', () => {
  it('shows what can’t be used, disabled and with its reason', async () => {
    const shown = await place(await openDesk(), 'priya-raman');
    await shown.open();
    const saved = shown.control<HTMLInputElement>(/^Card on file/);
    expect(saved.disabled).to.equal(true);
    expect(shown.text).to.include('This customer has no saved card.');
    expect(shown.control<HTMLInputElement>(/^New card/).checked).to.equal(true);
  });

  it('marks the primary, the expired and the expiring card, and warns without stopping', async () => {
    const shown = await place(await openDesk(), 'walter-novak');
    await shown.open();
    expect(shown.has(/ending in 0341.*Primary/)).to.equal(true);
    shown.control(/ending in 4242.*Expired/).click();
    await shown.reads('This card is past its date.');
    expect(shown.actionText).to.include('to Visa •••• 4242');
    const expiring = await place(await openDesk(), 'amelie-gagnon');
    await expiring.open();
    expect(expiring.has(/ending in 5556.*Expires soon/)).to.equal(true);
  });

  it('lets nobody change an amount who may not', async () => {
    const shown = await over((account) => ({
      ...account,
      permissions: { ...account.permissions, changeAmount: false },
    }));
    await shown.open();
    expect(shown.control<HTMLInputElement>(/Amount.*LJ-1042/).disabled).to.equal(true);
    expect(shown.text).to.include('You may charge only what is due in full.');
  });

  it('wears a badge with test keys, and none with others', async () => {
    const shown = await (await place(await openDesk())).open();
    expect(shown.text).to.include('Test mode');
    const live = await over((account) => ({ ...account, stripe: { ...account.stripe, testMode: false } }));
    await live.open();
    expect(live.text).to.not.include('Test mode');
  });
});

describe('what the backend answers to a charge', () => {
  /** A dialog whose backend refuses every charge in this way. */
  async function refusing(code: ProblemCode, more: Partial<Problem> = {}) {
    const desk = await openDesk();
    const shown = await place(desk);
    const status = problemStatus[code];
    const problem: Problem = {
      type: 'about:blank',
      title: code,
      detail: '',
      requestId: 'r1',
      attempt: 'none',
      ...more,
      code,
      status,
    };
    shown.element.backend = {
      ...desk.backend,
      charge: async () => {
        throw new PaymentError(code, 'for a test', { problem, status });
      },
    };
    await shown.open();
    shown.action.click();
    return shown;
  }

  it('shows a payment that settles later as on its way, and lets go of it', async () => {
    const desk = await openDesk();
    const shown = await place(desk);
    let processing: Payment | undefined;
    shown.element.backend = {
      ...desk.backend,
      charge: async (request, options) =>
        (processing = { ...(await desk.backend.charge(request, options)), status: 'processing', settledAt: null }),
      attempt: async (key) => ({ key, state: 'open', phase: 'processing', payment: processing ?? null }),
    };
    await shown.open();
    shown.action.click();
    await shown.reads('CA$400.00 is on its way');
    expect(shown.status).to.include('don’t charge again');
    expect(shown.text).to.not.include('Charged in Full');
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-processing']);
    await expect(shown.element).to.be.accessible();
    shown.control('Done').click();
    await waitUntil(() => shown.events.includes('dialog-closed'));
  });

  it('says what to do about a booking that another payment holds', async () => {
    const shown = await refusing('payment_in_progress', { open: [] });
    await shown.reads('Another payment for these bookings is still open.');
    expect(shown.events).to.include('payment-failed');
  });

  it('names the least amount where the backend knows it', async () => {
    const shown = await refusing('amount_too_small', { minimum: 50 });
    await shown.reads('The least that can be charged is CA$0.50.');
  });

  it('offers a new card where the bank wants the cardholder', async () => {
    const shown = await refusing('authentication_required', { attempt: 'closed' });
    await shown.reads('The bank wants the cardholder to approve this payment.');
    shown.control('Enter a new card').click();
    await shown.settled();
    await waitUntil(() => shown.root.activeElement === shown.control(/^New card/));
    expect(shown.has('Use a card on file')).to.equal(false);
  });

  it('passes on the next step that the host offers in words', async () => {
    const shown = await refusing('forbidden', { help: 'Ask Noor at the front desk.' });
    await shown.reads('Ask Noor at the front desk.');
  });

  it('asks for the card again where it was entered too long ago', async () => {
    const shown = await refusing('card_entry_expired');
    await shown.reads('Please enter the card again. Nothing was charged.');
  });
});

describe('another customer', () => {
  it('is read when the attribute changes, and nothing of the one before is left', async () => {
    const shown = await (await place(await openDesk())).open();
    shown.type(/Amount.*LJ-1042/, '1');
    shown.element.customerId = 'walter-novak';
    await shown.reads('Lawn and hedges');
    expect(shown.text).to.not.include('Claire');
    expect(shown.actionText).to.include('CA$405.00');
  });
});
