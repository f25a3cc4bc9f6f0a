import { expect, waitUntil } from '@open-wc/testing';
import { PaymentError, type PaymentErrorCode } from '../../src/errors.ts';
import type { PayerBackend } from '../../src/contract/backend.ts';
import type { PayerView } from '../../src/contract/payer.ts';
import { newKey } from '../../src/payment/pending.ts';
import { openDesk, type Desk } from './desk.ts';
import { cardFrame, closeBank, enteredCard, makeLink, openPage, showing, type ShownPage } from './payer.ts';

afterEach(closeBank);

/** The one thing to do next, by its name; what more than one would be is listed. */
const steps = (page: ShownPage) =>
  [...page.root.querySelectorAll<HTMLElement>('.screen button, .screen a[href]')].map((each) =>
    (each.textContent ?? '').replace(/[\u2066-\u2069]/g, '').trim(),
  );

async function screenOf(change: Partial<PayerView>) {
  const desk = await openDesk();
  const { payer } = await makeLink(desk);
  const page = await openPage(desk, showing(payer, change));
  await waitUntil(() => page.root.querySelector('.screen'));
  await expect(page.element).to.be.accessible();
  expect(page.status).to.include(page.title);
  expect(cardFrame()).to.equal(null);
  expect(page.root.querySelectorAll('h2')).to.have.length(1);
  return page;
}

describe('a link that can’t be paid says what happened, whether money moved, and what comes next', () => {
  it('expired: a new one is sent to the address on file', async () => {
    const page = await screenOf({ state: 'expired', renewTo: 'c•••@example.com' });
    expect(page.title).to.equal('This payment link has expired');
    expect(page.text).to.include('Nothing was charged. It could be used until');
    expect(steps(page)).to.deep.equal(['Send a new link to c•••@example.com']);
  });

  it('expired, and nobody knows an address: the business is called', async () => {
    const page = await screenOf({ state: 'expired', renewTo: null });
    expect(steps(page)).to.deep.equal(['Call +1 514 555 0142']);
    expect(page.control<HTMLAnchorElement>(/^Call/).href).to.equal('tel:+15145550142');
  });

  it('cancelled: the business is called', async () => {
    const desk = await openDesk();
    const { payer, link } = await makeLink(desk);
    await desk.backend.cancelLink(link.id);
    const page = await openPage(desk, payer);
    await page.reads('This payment link was cancelled');
    expect(page.text).to.include('Logis & Jardin has withdrawn it. Nothing was charged');
    expect(steps(page)).to.deep.equal(['Call +1 514 555 0142']);
  });

  it('cancelled by a business that is written to, or says nothing of itself', async () => {
    const merchant = { name: 'Logis', contact: 'desk@logis.example', logoUrl: null };
    expect(steps(await screenOf({ state: 'cancelled', merchant }))).to.deep.equal(['Write to desk@logis.example']);
    const silent = await screenOf({ state: 'cancelled', merchant: { ...merchant, contact: null } });
    expect(silent.text).to.include('Please contact Logis.');
    const inWords = await screenOf({ state: 'cancelled', merchant: { ...merchant, contact: 'at the front desk' } });
    expect(inWords.text).to.include('You can reach Logis here: at the front desk');
  });

  it('replaced: the newest message is looked for, or sent again', async () => {
    const page = await screenOf({ state: 'replaced', renewTo: 'c•••@example.com' });
    expect(page.title).to.equal('A newer payment link took this one’s place');
    expect(page.text).to.include(
      'Please use the newest message from Logis & Jardin. Nothing was charged by this link.',
    );
    expect(steps(page)).to.deep.equal(['Send it again to c•••@example.com']);
  });

  it('settled in another way: there is nothing to do', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'priya-raman');
    desk.host.collectElsewhere('booking-1048', 41_275);
    const page = await openPage(desk, payer);
    await page.reads('Nothing is left to pay');
    expect(page.text).to.include('Nothing was charged by this link, and you don’t have to do anything.');
    expect(steps(page)).to.deep.equal([]);
  });

  it('locked: the business is called', async () => {
    const page = await screenOf({ state: 'locked' });
    expect(page.text).to.include('Too many cards were declined. Nothing was charged.');
    expect(steps(page)).to.deep.equal(['Call +1 514 555 0142']);
  });

  it('of a business that can’t take cards: the business is called', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk);
    desk.seed.merchant.connection = 'not_connected';
    const page = await openPage(desk, payer);
    await page.reads('Cards can’t be taken here right now');
    expect(page.text).to.include('Nothing was charged.');
    expect(steps(page)).to.deep.equal(['Call +1 514 555 0142']);
  });

  it('under way elsewhere: it waits', async () => {
    const page = await screenOf({ state: 'processing', attempt: null });
    expect(page.title).to.equal('A payment is under way');
    expect(page.text).to.include('Please don’t pay again meanwhile.');
    expect(steps(page)).to.deep.equal([]);
  });

  it('paid: its confirmation is shown in place', async () => {
    const { desk, payer } = await paid();
    const page = await openPage(desk, payer);
    await page.reads('Payment received');
    expect(page.events).to.deep.equal([]);
    expect(page.root.activeElement).to.equal(null);
  });

  it('paid: its confirmation has a page', async () => {
    const { desk, payer, token } = await paid();
    const page = await openPage(desk, payer, { token, confirmationUrl: '#paid={token}' });
    await page.reads('This is paid');
    expect(page.text).to.include('There is nothing more to pay.');
    expect(steps(page)).to.deep.equal(['View the confirmation']);
    expect(location.hash).to.equal('');
    page.control('View the confirmation').click();
    await waitUntil(() => location.hash === `#paid=${token}`);
    history.replaceState(null, '', location.pathname + location.search);
  });
});

async function paid() {
  const desk = await openDesk();
  const { cards } = await desk.backend.account('claire-martin');
  const made = await makeLink(desk, 'claire-martin', { savedCardId: cards[0]!.id });
  const { items, currency } = await made.payer.view();
  const seen = items.map(({ bookingId, amount }) => ({ bookingId, amount }));
  await made.payer.pay({ seen, currency, method: { type: 'saved_card' } }, { idempotencyKey: newKey() });
  return { desk, ...made };
}

describe('a link that is paused', () => {
  async function pausedByStaff(desk: Desk) {
    const made = await makeLink(desk, 'immeubles-outremont');
    const account = await desk.backend.account('immeubles-outremont');
    const [booking] = account.bookings.filter((each) => each.due > 0);
    const key = newKey();
    // Staff's new card asks the bank, so that the charge stays open.
    const token = await enteredCard(desk, booking!.due);
    await desk.backend.charge(
      {
        customerId: 'immeubles-outremont',
        allocations: [{ bookingId: booking!.id, amount: booking!.due, dueSeen: booking!.due }],
        currency: 'cad',
        method: { type: 'new_card', confirmationToken: token, save: false },
        closeLinks: [made.link.id],
      },
      { idempotencyKey: key },
    );
    return { ...made, key };
  }

  it('waits, and goes on by itself when the other payment has failed', async () => {
    const desk = await openDesk();
    const { payer, key } = await pausedByStaff(desk);
    const page = await openPage(desk, payer);
    await page.reads('Another payment is under way');
    expect(page.text).to.include('Nothing was charged by this link.');
    expect(page.status).to.include('Another payment is under way');
    await expect(page.element).to.be.accessible();
    await desk.backend.closeAttempt(key);
    await page.reads('Pay CA$3,770.00');
    expect(page.status).to.match(/You can pay now\.|Loading the card form/);
    expect(page.events).to.deep.equal([]);
  });
});

describe('a new link in place of a dead one', () => {
  async function replaced(renew: PayerBackend['renew']) {
    const desk = await openDesk();
    const { payer, link } = await makeLink(desk);
    await makeLink(desk, 'claire-martin', { closeLinks: [link.id] });
    const keys: string[] = [];
    const renewing: PayerBackend = {
      ...payer,
      renew: (options) => {
        keys.push(options.idempotencyKey);
        return renew(options);
      },
    };
    const page = await openPage(desk, renewing);
    await page.reads('A newer payment link took this one’s place');
    return { page, keys };
  }

  it('is sent at a press, and where it goes is said', async () => {
    const { page, keys } = await replaced(async () => ({ to: 'c•••@example.com' }));
    const send = page.control('Send it again to c•••@example.com');
    send.focus();
    send.click();
    send.click();
    await page.reads('A new link is on its way');
    expect(page.text).to.include('It goes to c•••@example.com.');
    expect(page.status).to.include('A new link is on its way');
    expect(page.focused).to.equal('A new link is on its way');
    expect(keys).to.have.length(1);
    await expect(page.element).to.be.accessible();
  });

  it('that could not be sent is asked for again, as the same', async () => {
    let failing = true;
    const { page, keys } = await replaced(async () => {
      if (failing) throw new PaymentError('network', 'for a test');
      return { to: 'c•••@example.com' };
    });
    page.control(/^Send it again/).click();
    await page.reads('The link could not be sent. The connection was lost. Check it, then try again.');
    expect(page.status).to.include('The link could not be sent.');
    failing = false;
    page.control(/^Send it again/).click();
    await page.element.updateComplete;
    expect(page.status).to.equal(page.control(/Sending/).textContent?.trim());
    await page.reads('A new link is on its way');
    expect(new Set(keys).size).to.equal(1);
  });

  it('that was asked for a moment ago says from when it can be asked for again', async () => {
    const desk = await openDesk();
    const { payer, link } = await makeLink(desk);
    const mail = { channel: 'email', to: 'claire.martin@example.com' } as const;
    await makeLink(desk, 'claire-martin', { ...mail, closeLinks: [link.id] });
    const page = await openPage(desk, payer);
    await page.reads('A newer payment link took this one’s place');
    page.control(/^Send it again/).click();
    await page.reads('A link was sent there a moment ago');
    expect(page.text).to.match(/You can ask again from .*\d/);
  });
});

describe('a page that can’t be read', () => {
  async function unreadable(code: PaymentErrorCode) {
    const desk = await openDesk();
    const { payer } = await makeLink(desk);
    let failing = true;
    let reads = 0;
    const page = await openPage(desk, {
      ...payer,
      view: (options) => {
        reads += 1;
        return failing
          ? Promise.reject(new PaymentError(code, 'for a test', { attempt: 'none' }))
          : payer.view(options);
      },
    });
    await waitUntil(() => page.root.querySelector('.screen'));
    await expect(page.element).to.be.accessible();
    return { page, mend: () => (failing = false), reads: () => reads };
  }

  it('of an unknown link sends back to the message, and doesn’t go on asking', async () => {
    for (const code of ['not_found', 'unauthorized'] as const) {
      const { page, reads } = await unreadable(code);
      expect(page.title).to.equal('This payment link can’t be found');
      expect(page.text).to.include('Nothing was charged. Open the link in your message again');
      expect(steps(page)).to.deep.equal([]);
      expect(reads()).to.equal(1);
    }
  });

  it('for want of an answer says so, and is read again at a press', async () => {
    const { page, mend } = await unreadable('network');
    expect(page.title).to.equal('Your payment can’t be shown right now');
    expect(page.text).to.include('The connection was lost. Check it, then try again. Nothing was charged');
    expect(page.status).to.include('The connection was lost.');
    const again = page.control('Try again');
    again.focus();
    again.click();
    await waitUntil(() => page.focused === 'Your payment can’t be shown right now');
    mend();
    page.control('Try again').click();
    await page.reads('Amount due CA$400.00');
    await waitUntil(() => page.focused.includes('Amount due'));
  });

  it('is shown by itself as soon as there is an answer', async () => {
    const { page, mend } = await unreadable('unavailable');
    mend();
    await page.reads('Amount due CA$400.00');
  });
});

it('a card form that is blocked says so and is loaded again at a press', async () => {
  const desk = await openDesk();
  const { payer } = await makeLink(desk);
  let blocked = true;
  const page = await openPage(
    { ...desk, loader: (key, options) => (blocked ? Promise.reject(new Error('blocked')) : desk.loader(key, options)) },
    payer,
  );
  await page.reads('The card form from Stripe could not be loaded.');
  expect(page.status).to.include('could not be loaded');
  expect(page.has(/^Pay /)).to.equal(false);
  await expect(page.element).to.be.accessible();
  blocked = false;
  page.control('Try again').click();
  await page.cardForm();
});
