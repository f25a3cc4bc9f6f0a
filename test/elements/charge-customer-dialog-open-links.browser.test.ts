import { expect, waitUntil } from '@open-wc/testing';
import type { LinkRequest, PaymentLink } from '../../src/contract/link.ts';
import { openDesk, payerOf, payLink, place, type Desk, type Shown } from './desk.ts';

/** A link for a booking of Claire's, sent before the dialog is opened. */
async function sent(desk: Desk, more: Partial<LinkRequest> = {}): Promise<PaymentLink> {
  return desk.backend.createLink(
    {
      customerId: 'claire-martin',
      allocations: [{ bookingId: 'booking-1042', amount: 28_000, dueSeen: 28_000 }],
      currency: 'cad',
      channel: 'email',
      to: 'claire.martin@example.com',
      ...more,
    },
    { idempotencyKey: crypto.randomUUID() },
  );
}

const openLinks = (shown: Shown) =>
  [...shown.root.querySelectorAll('.open-link')].map((each) => each.textContent ?? '');

describe('a payment link that is open already', () => {
  it('is shown for a chosen booking: to whom, when, how much, until when, and whether it was opened', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await (await place(desk)).open();
    await shown.reads('Payment link sent to claire.martin@example.com on');
    expect(shown.text).to.match(/CA\$280\.00 Until .* Not opened yet/);
    await expect(shown.element).to.be.accessible();
    await payerOf(desk, link).opened();
    await shown.reads('Opened on');
    shown.control(/^Deep clean/).click();
    await shown.settled();
    expect(openLinks(shown)).to.deep.equal([]);
  });

  it('is asked about before the card is charged, and closed by the charge', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await (await place(desk)).open();
    await shown.reads('Payment link sent to');
    shown.action.click();
    await shown.reads('A payment link for these bookings is still open');
    expect(shown.status).to.equal('A payment link for these bookings is still open');
    expect(shown.root.activeElement?.textContent).to.include('If the card is charged now');
    expect(desk.asked).to.not.include('POST /payments');
    await expect(shown.element).to.be.accessible();
    shown.control('Charge now and cancel the link').click();
    await shown.reads('CA$400.00 charged');
    expect((await desk.backend.link(link.id)).state).to.equal('settled_elsewhere');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('is asked about where the backend knows of it first', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    const link = await sent(desk);
    shown.action.click();
    await shown.reads('Charge now and cancel the link');
    await shown.reads('Payment link sent to claire.martin@example.com on');
    expect(desk.succeeded()).to.have.length(0);
    shown.control('Charge now and cancel the link').click();
    await shown.reads('CA$400.00 charged');
    expect((await desk.backend.link(link.id)).state).to.equal('settled_elsewhere');
  });

  it('is left alone, once the backend has named it, by a charge that does not ask for its booking', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    const link = await sent(desk);
    shown.action.click();
    await shown.reads('Charge now and cancel the link');
    shown.control(/^Deep clean/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('CA$120.00 charged');
    expect((await desk.backend.link(link.id)).state).to.equal('open');
  });

  it('is not closed by a charge that does not ask for its booking', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await (await place(desk)).open();
    await shown.reads('Payment link sent to');
    shown.action.click();
    await shown.reads('Charge now and cancel the link');
    shown.control(/^Deep clean/).click();
    await shown.settled();
    expect(shown.has('Charge now and cancel the link')).to.equal(false);
    shown.action.click();
    await shown.reads('CA$120.00 charged');
    expect((await desk.backend.link(link.id)).state).to.equal('open');
  });

  it('is replaced by a new one once the person agrees', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await (await place(desk)).open();
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    shown.action.click();
    await shown.reads('The new link takes its place');
    expect(desk.asked.filter((each) => each === 'POST /links')).to.have.length(1);
    shown.control('Replace it and send').click();
    await shown.reads('Payment link for CA$400.00 sent');
    expect((await desk.backend.link(link.id)).state).to.equal('replaced');
    expect((await desk.backend.account('claire-martin')).links).to.have.length(1);
  });

  it('is replaced, too, where the backend knows of it first', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    const link = await sent(desk);
    shown.action.click();
    await shown.reads('Replace it and send');
    shown.control('Replace it and send').click();
    await shown.reads('Payment link for CA$400.00 sent');
    expect((await desk.backend.link(link.id)).state).to.equal('replaced');
  });

  it('is cancelled after a question, and goes', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await (await place(desk)).open();
    await shown.reads('Payment link sent to');
    shown.control('Cancel this link').click();
    await shown.reads('Cancel this payment link? It can’t be paid any more.');
    await waitUntil(() => shown.root.activeElement === shown.control('Cancel this link'));
    shown.control('Keep it').click();
    await waitUntil(() => shown.root.activeElement === shown.control('Cancel this link'));
    expect((await desk.backend.link(link.id)).state).to.equal('open');
    shown.control('Cancel this link').click();
    await shown.settled();
    shown.control('Cancel this link').click();
    await waitUntil(() => openLinks(shown).length === 0);
    expect(shown.status).to.equal('The payment link is cancelled.');
    expect((await desk.backend.link(link.id)).state).to.equal('cancelled');
    expect(shown.actionText).to.include('CA$400.00');
  });

  it('changes the form when it is paid meanwhile, and that is said', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await (await place(desk)).open();
    shown.type(/Amount.*LJ-1043/, '20');
    await payLink(desk, link);
    await shown.reads('The customer has just paid CA$280.00 by the payment link');
    expect(shown.status).to.equal('The customer has just paid CA$280.00 by the payment link');
    expect(shown.has(/^Deep clean/)).to.equal(false);
    expect(shown.control<HTMLInputElement>(/Amount.*LJ-1043/).value).to.equal('20');
    expect(shown.actionText).to.include('CA$20.00');
  });

  for (const [what, method] of [
    ['a charge', null],
    ['a new link', /^Send a payment link/],
  ] as const) {
    it(`is no question any more once it is paid, where ${what} asked about it`, async () => {
      const desk = await openDesk();
      const link = await sent(desk);
      const shown = await (await place(desk)).open();
      await shown.reads('Payment link sent to');
      if (method) {
        shown.control(method).click();
        await shown.reads('How the customer gets it');
      }
      shown.action.click();
      await shown.reads('A payment link for these bookings is still open');
      await payLink(desk, link);
      await shown.reads('The customer has just paid CA$280.00 by the payment link');
      expect(shown.text).to.not.include('A payment link for these bookings is still open');
      expect(shown.status).to.equal('The customer has just paid CA$280.00 by the payment link');
    });
  }

  it('can’t be charged while the customer is paying it', async () => {
    const desk = await openDesk();
    const link = await sent(desk);
    const shown = await place(desk);
    const account = await desk.backend.account('claire-martin');
    const payment = { ...(await payLink(desk, link)), status: 'requires_action' as const };
    shown.element.backend = {
      ...desk.backend,
      account: async () => ({
        ...account,
        bookings: account.bookings.map((each) =>
          each.id === 'booking-1042' ? { ...each, heldBy: payment.attemptKey } : each,
        ),
        attempts: [{ key: payment.attemptKey, state: 'open', phase: 'requires_action', payment }],
        links: [{ ...link, state: 'processing' }],
      }),
    };
    await shown.open();
    await shown.reads('The customer is paying this by link right now.');
    expect(shown.control<HTMLInputElement>(/^Deep clean/).disabled).to.equal(true);
    expect(shown.has('View that payment')).to.equal(false);
    expect(shown.actionText).to.include('CA$120.00');
  });
});

describe('what is followed', () => {
  const reads = (desk: Desk) => desk.asked.filter((each) => each === 'GET /customers/claire-martin').length;

  it('is nothing while nothing is open', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    const before = reads(desk);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(reads(desk)).to.equal(before);
    expect(shown.has(/^Deep clean/)).to.equal(true);
  });

  it('is nothing once the dialog is closed', async () => {
    const desk = await openDesk();
    await sent(desk);
    const shown = await (await place(desk)).open();
    const first = reads(desk);
    await waitUntil(() => reads(desk) > first, '', { timeout: 4_000 });
    shown.element.close();
    await waitUntil(() => shown.events.includes('dialog-closed'));
    const before = reads(desk);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(reads(desk)).to.equal(before);
  });
});

describe('two payment links that are open already', () => {
  it('each keep the focus while it is asked whether to cancel one', async () => {
    const desk = await openDesk();
    await sent(desk);
    await sent(desk, { allocations: [{ bookingId: 'booking-1043', amount: 12_000, dueSeen: 12_000 }] });
    const shown = await (await place(desk)).open();
    await waitUntil(() => openLinks(shown).length === 2);
    const [, second] = shown.root.querySelectorAll<HTMLButtonElement>('.ask-cancel');
    const within = second?.closest('.open-link');
    second?.click();
    await waitUntil(() => shown.root.activeElement?.classList.contains('danger'));
    shown.control('Keep it').click();
    await waitUntil(() => shown.root.activeElement?.classList.contains('ask-cancel'));
    expect(within?.contains(shown.root.activeElement)).to.equal(true);
  });
});
