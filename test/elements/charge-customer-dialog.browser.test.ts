import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { openDesk, place, type Desk } from './desk.ts';

const payments = (desk: Desk) => desk.asked.filter((each) => each === 'POST /payments').length;

describe('charging a card on file', () => {
  it('charges everything due to the primary card and tells what became of each booking', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    expect(shown.actionText).to.equal('Charge CA$400.00 to Visa •••• 4242');
    shown.action.click();
    await shown.reads('CA$400.00 charged');
    expect(desk.succeeded().map(({ amount }) => amount)).to.deep.equal([40_000]);
    await shown.reads('Outstanding balance CA$0.00');
    expect(shown.text).to.match(
      /Deep clean.*CA\$280\.00 Charged in Full.*Window cleaning.*CA\$120\.00 Charged in Full/,
    );
    expect(shown.text).to.match(/Customer Claire Martin Card Visa •••• 4242 .*Charged by Maya Tremblay Reference \S+/);
    expect(shown.status).to.equal('CA$400.00 charged');
  });

  it('says so to the page after it is shown', async () => {
    const shown = await (await place(await openDesk())).open();
    const seen: string[] = [];
    shown.element.addEventListener(
      'payment-succeeded',
      ({ detail }) => seen.push(`${detail.payment.amount} ${shown.text.includes('CA$400.00 charged')}`),
      { once: true },
    );
    shown.action.click();
    await waitUntil(() => seen.length > 0);
    expect(seen).to.deep.equal(['40000 true']);
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-succeeded']);
  });

  it('charges parts of two bookings, typed with either decimal sign, and says what stays due', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.type(/Amount.*LJ-1042/, '50,5');
    shown.type(/Amount.*LJ-1043/, '20.00');
    await shown.settled();
    expect(shown.text).to.include('CA$329.50 stays due');
    expect(shown.actionText).to.include('CA$70.50');
    shown.action.click();
    await shown.reads('CA$70.50 charged');
    expect(shown.text).to.include('CA$50.50 Partially charged CA$229.50 still due');
    await shown.reads('Outstanding balance CA$329.50');
  });

  it('charges only what is left selected', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.control('Select all 2 of 2 bookings selected').click();
    await shown.settled();
    expect(shown.actionText).to.equal('Charge Customer');
    shown.control(/LJ-1043/).click();
    await shown.settled();
    expect(shown.control<HTMLInputElement>(/^Select all/).indeterminate).to.equal(true);
    shown.action.click();
    await shown.reads('CA$120.00 charged');
    expect(desk.succeeded()[0]?.amount).to.equal(12_000);
  });

  it('selects at first what `booking-ids` names', async () => {
    const shown = await place(await openDesk());
    shown.element.bookingIds = 'booking-1043';
    await shown.open();
    expect(shown.actionText).to.include('CA$120.00');
    expect(shown.control<HTMLInputElement>(/LJ-1042/).checked).to.equal(false);
  });

  it('charges another card when another is chosen', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.control(/ending in 4444/).click();
    await shown.settled();
    expect(shown.actionText).to.equal('Charge CA$400.00 to Mastercard •••• 4444');
    shown.action.click();
    await shown.reads('Card Mastercard •••• 4444');
  });

  it('charges an item that belongs to no booking', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'jordan-blake');
    await shown.open();
    expect(shown.text).to.include('Nothing is due.');
    shown.type('Description', 'Key replacement');
    shown.type('Amount', '15');
    await shown.settled();
    shown.action.click();
    await shown.reads('CA$15.00 charged');
    expect(shown.text).to.include('Key replacement CA$15.00');
  });

  it('charges once however often it is pressed', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.action.click();
    shown.action.click();
    shown.dialog.querySelector('form')!.requestSubmit();
    await shown.reads('CA$400.00 charged');
    expect(payments(desk)).to.equal(1);
    expect(desk.succeeded()).to.have.length(1);
  });

  it('charges once for Enter in a field', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.control(/Amount.*LJ-1042/).focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Enter' });
    await shown.reads('CA$400.00 charged');
    expect(payments(desk)).to.equal(1);
  });

  it('shows what is right when it is opened again', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    shown.control(/LJ-1043/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('CA$280.00 charged');
    shown.control('Done').click();
    await waitUntil(() => shown.events.includes('dialog-closed'));
    await shown.open();
    expect(shown.has(/LJ-1042/)).to.equal(false);
    expect(shown.actionText).to.include('CA$120.00');
  });
});

describe('a charge that does not go through', () => {
  it('keeps everything chosen, says why, and offers another card', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'walter-novak');
    await shown.open();
    shown.type(/Amount.*LJ-1049/, '100');
    await shown.settled();
    shown.action.click();
    await shown.reads('The charge didn’t go through');
    expect(shown.text).to.include('The card was declined.');
    expect(shown.text).to.include('Nothing was charged.');
    expect(shown.status).to.include('The card was declined.');
    expect(shown.control<HTMLInputElement>(/Amount.*LJ-1049/).value).to.equal('100');
    expect(shown.events).to.include('payment-failed');
    expect(shown.root.activeElement?.textContent).to.include('The charge didn’t go through');
    shown.control('Enter a new card').click();
    await shown.settled();
    expect(shown.control<HTMLInputElement>(/^New card/).checked).to.equal(true);
  });

  it('tells a lost card as any other declined card', async () => {
    const shown = await place(await openDesk(), 'walter-novak');
    await shown.open();
    shown.control(/ending in 9987/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('The card was declined. Try another card, or ask the customer to call their bank.');
  });

  it('asks again, with old and new amounts, where what is due has changed', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    desk.host.collectElsewhere('booking-1042', 8_000);
    shown.action.click();
    await shown.reads('LJ-1042: was CA$280.00, is now CA$200.00');
    await shown.reads('Charge CA$320.00 to');
    expect(desk.succeeded()).to.have.length(0);
    shown.action.click();
    await shown.reads('CA$320.00 charged');
  });

  it('asks before the same amount is charged a second time', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    for (const time of ['first', 'second']) {
      shown.type(/Amount.*LJ-1042/, '50');
      shown.control(/^Window cleaning/).click();
      await shown.settled();
      shown.action.click();
      if (time === 'second') break;
      await shown.reads('CA$50.00 charged');
      shown.control('Done').click();
      await waitUntil(() => !shown.dialog.open);
      await shown.open();
    }
    await shown.reads('CA$50.00 was already charged to this customer');
    expect(desk.succeeded()).to.have.length(1);
    shown.type(/Amount.*LJ-1042/, '60');
    await shown.settled();
    expect(shown.has('Yes, charge CA$50.00 again')).to.equal(false);
    shown.type(/Amount.*LJ-1042/, '50');
    await shown.settled();
    shown.control('Yes, charge CA$50.00 again').click();
    await shown.reads('CA$50.00 charged');
    expect(desk.succeeded()).to.have.length(2);
  });
});

describe('a page that turns to another backend', () => {
  it('leaves a payment of the first alone, though both have a customer of this id', async () => {
    const desk = await openDesk();
    const shown = await place(desk);
    shown.element.baseUrl = '/first';
    await shown.open();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    shown.action.click();
    await shown.reads('We are checking.');
    desk.network.answer = async (answer) => answer;

    const second = await openDesk({ keepsPage: true });
    shown.element.backend = second.backend;
    shown.element.baseUrl = '/second';
    await shown.reads('What to charge');
    shown.action.click();
    await shown.reads('CA$400.00 charged');
    expect(second.succeeded()).to.have.length(1);
  });
});

describe('a charge whose answer is lost', () => {
  /** Pressed, arrived, and no answer comes back until the network heals. */
  async function lost() {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    shown.action.click();
    await shown.reads('We are checking. Don’t charge again.');
    return { desk, shown, heal: () => (desk.network.answer = async (answer) => answer) };
  }

  it('locks the form until the outcome is known, and charges once', async () => {
    const { desk, shown, heal } = await lost();
    expect(shown.has(/^Charge CA/)).to.equal(false);
    expect(shown.text).to.include('If this stays unclear: +1 514 555 0142');
    heal();
    shown.control('Check again').click();
    await shown.reads('CA$400.00 charged');
    expect(desk.succeeded()).to.have.length(1);
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-succeeded']);
  });

  it('warns before it is closed, and shows the payment first when it is opened again', async () => {
    const { shown, heal } = await lost();
    await sendKeys({ press: 'Escape' });
    await shown.reads('It is not known yet whether the card was charged.');
    shown.control('Stay here').click();
    await shown.reads('We are checking.');
    await sendKeys({ press: 'Escape' });
    await shown.reads('Close anyway');
    shown.control('Close anyway').click();
    await waitUntil(() => shown.events.includes('dialog-closed'));
    shown.element.show();
    await shown.reads('We are checking.');
    heal();
    shown.control('Check again').click();
    await shown.reads('CA$400.00 charged');
  });

  it('is shown first after a reload, and never sent again', async () => {
    const { desk, shown } = await lost();
    shown.element.remove();
    const sent = payments(desk);
    desk.network.answer = async (answer) => answer;
    const after = await place(desk);
    after.element.show();
    await after.reads('CA$400.00 charged');
    expect(payments(desk)).to.equal(sent);
    expect(desk.succeeded()).to.have.length(1);
  });
});
