import { expect, waitUntil } from '@open-wc/testing';
import { PaymentError } from '../../src/errors.ts';
import type { PaymentFailedEvent } from '../../src/events.ts';
import { openDesk, type Desk } from './desk.ts';
import { answerBank, bank, beginElsewhere, closeBank, makeLink, openPage, ShownPage } from './payer.ts';

const good = '4242424242424242';
const declined = '4000000000000002';
const noFunds = '4000000000009995';
const asksTheBank = '4000000000003220';

let letGo = (): void => {};

afterEach(async () => {
  letGo();
  await closeBank();
});

/** Keeps back every answer to paying until it is called, or the test ends. */
function holdPayment(desk: Desk): () => void {
  const held = new Promise<void>((resolve) => (letGo = resolve));
  desk.network.answer = async (response, request) => {
    if (new URL(request.url).pathname === '/pay/payments') await held;
    return response;
  };
  return letGo;
}

/** Every answer to paying is lost; the request has arrived. */
function losePayment(desk: Desk): void {
  desk.network.answer = async (response, request) =>
    new URL(request.url).pathname === '/pay/payments' ? Promise.reject(new TypeError('Failed to fetch')) : response;
}

async function opened(customerId = 'priya-raman') {
  const desk = await openDesk();
  const made = await makeLink(desk, customerId);
  const page = await openPage(desk, made.payer);
  return { desk, ...made, page };
}

describe('a card that is declined', () => {
  it('keeps everything chosen, says why and that nothing was charged, and another one pays', async () => {
    const desk = await openDesk();
    await desk.backend.changeSettings({ tipPresets: [10] });
    const { payer } = await makeLink(desk, 'priya-raman');
    const page = await openPage(desk, payer);
    await page.cardForm();
    page.control(/^10%/).click();
    page.control('Save this card for future use').click();
    await page.typeCard(noFunds);
    let told: PaymentFailedEvent | undefined;
    page.element.addEventListener('payment-failed', (event) => (told = event));
    page.action.click();
    await page.reads('Your payment didn’t go through');
    expect(page.text).to.include('Your card doesn’t have enough funds. Try another card. Nothing was charged.');
    await waitUntil(() => page.status.includes('Nothing was charged.'));
    expect(page.focused).to.include('Your payment didn’t go through');
    expect(told?.detail.error.code).to.equal('declined');
    expect(page.control<HTMLInputElement>(/^10%/).checked).to.equal(true);
    expect(page.control<HTMLInputElement>('Save this card for future use').checked).to.equal(true);
    await expect(page.element).to.be.accessible();
    expect(desk.succeeded()).to.have.length(0);
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded().map(({ amount }) => amount)).to.deep.equal([45_403]);
    expect(page.events).to.deep.equal(['payment-failed', 'payment-succeeded']);
  });

  it('again and again locks the link', async () => {
    const { page, desk } = await opened();
    for (let time = 1; time <= 5; time += 1) {
      await page.typeCard(declined);
      page.action.click();
      await waitUntil(() => page.events.length === time, `no failure ${time}`, { timeout: 5000 });
      await waitUntil(() => page.root.querySelector('.screen') || page.has(/^Pay /));
    }
    await page.reads('This payment link is locked');
    expect(page.text).to.include('Too many cards were declined. Nothing was charged.');
    expect(page.has(/^Pay /)).to.equal(false);
    await waitUntil(() => page.focused === 'This payment link is locked');
    expect(desk.succeeded()).to.have.length(0);
  });
});

describe('3-D Secure', () => {
  it('that is confirmed pays', async () => {
    const { page, desk } = await opened();
    await page.typeCard(asksTheBank);
    page.action.click();
    await page.reads('Your bank asks you to confirm');
    expect(page.text).to.include('Nothing is charged until you do.');
    await answerBank(1);
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('that is refused charges nothing, and another card pays', async () => {
    const { page, desk } = await opened();
    await page.typeCard(asksTheBank);
    page.action.click();
    await answerBank(2);
    await page.reads('Your bank didn’t get your confirmation. Try again, or use another card. Nothing was charged.');
    await page.reads('Pay CA$412.75');
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('that is called off charges nothing', async () => {
    const { page, desk } = await opened();
    await page.typeCard(asksTheBank);
    page.action.click();
    await page.reads('Your bank asks you to confirm');
    page.control('Cancel this payment').click();
    await page.reads('The payment was cancelled. You can start over.');
    expect(page.text).to.include('Nothing was charged.');
    await page.reads('Pay CA$412.75');
    expect(desk.succeeded()).to.have.length(0);
  });

  it('that was left is shown first after a reload, and can be called off', async () => {
    const { page, desk, payer } = await opened();
    await page.typeCard(asksTheBank);
    page.action.click();
    await waitUntil(() => bank() !== null);
    page.element.remove();
    const after = await openPage(desk, payer);
    await after.reads('A payment is waiting for your confirmation');
    expect(after.text).to.include('so nothing has been charged');
    expect(after.text).to.match(/Payment of CA\$412\.75, begun /);
    expect(after.has(/^Pay /)).to.equal(false);
    await expect(after.element).to.be.accessible();
    after.control('Cancel this payment').click();
    await after.reads('The payment was cancelled.');
    await after.reads('Pay CA$412.75');
    expect(desk.asked.filter((each) => each === 'POST /pay/payments')).to.have.length(1);
  });

  it('that was confirmed on the bank’s own page is believed when the backend says so', async () => {
    const { page, desk, payer } = await opened();
    await page.typeCard(asksTheBank);
    page.action.click();
    await waitUntil(() => bank() !== null);
    page.element.remove();
    await answerBank(1);
    await waitUntil(() => desk.succeeded().length === 1);
    const after = await openPage(desk, payer);
    await after.reads('Payment received');
    await waitUntil(() => after.events.length > 0);
    expect(after.events).to.deep.equal(['payment-succeeded']);
    expect({ ...sessionStorage }).to.deep.equal({});
  });
});

describe('the same link twice', () => {
  it('in another tab: the payment there is shown here first, and ends here as it ends there', async () => {
    const { page, desk, payer } = await opened();
    await page.typeCard(asksTheBank);
    page.action.click();
    await waitUntil(() => bank() !== null);
    sessionStorage.clear();
    const other = await openPage(desk, payer);
    await other.reads('A payment is waiting for your confirmation');
    expect(other.has(/^Pay /)).to.equal(false);
    bank()!.focus();
    await answerBank(1);
    await page.reads('Payment received');
    await other.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('begun there after this one was opened: pressing here charges nothing, and leads there', async () => {
    const { page, desk, payer } = await opened();
    await page.typeCard(good);
    const { status } = await beginElsewhere(desk, payer);
    expect(status).to.equal('requires_action');
    page.action.click();
    await page.reads('A payment is waiting for your confirmation');
    expect(page.has(/^Pay /)).to.equal(false);
    page.control('Cancel this payment').click();
    await page.reads('Pay CA$412.75');
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('two elements in one page never pay twice', async () => {
    const { page, desk, payer } = await opened();
    await page.typeCard(good);
    const other = await openPage(desk, payer);
    await other.reads('Pay CA$412.75');
    await waitUntil(() => document.querySelectorAll('iframe[title="Secure payment input frame"]').length === 2);
    page.action.click();
    other.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });
});

describe('an answer that is lost', () => {
  it('locks the form, is found out, and never sends a second payment', async () => {
    const { page, desk } = await opened();
    losePayment(desk);
    await page.typeCard(good);
    page.action.click();
    await page.reads('We are checking your payment. Please don’t pay again.');
    expect(page.has(/^Pay /)).to.equal(false);
    await expect(page.element).to.be.accessible();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('survives a reload at that moment', async () => {
    const { page, desk, payer, link } = await opened();
    const answer = holdPayment(desk);
    await page.typeCard(good);
    page.action.click();
    await waitUntil(() => desk.asked.includes('POST /pay/payments'));
    expect(Object.keys(sessionStorage)).to.deep.equal([`paydesk:link:${link.id}`]);
    page.element.remove();
    const after = await openPage(desk, payer);
    await after.reads('Payment received');
    answer();
    expect(desk.succeeded()).to.have.length(1);
    expect(desk.asked.filter((each) => each === 'POST /pay/payments')).to.have.length(1);
  });

  it('says why a check came to nothing', async () => {
    const { page, desk } = await opened();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    await page.typeCard(good);
    page.action.click();
    await page.reads('We are checking your payment.');
    page.control('Check again').click();
    await page.element.updateComplete;
    expect(page.text).to.include('You can reach Logis & Jardin here: +1 514 555 0142');
    desk.network.answer = async (response) => response;
    page.control('Check again').click();
    await page.reads('Payment received');
  });
});

describe('what changes while the page is open', () => {
  it('an amount: old and new are shown, nothing is charged, and the person is asked again', async () => {
    const { page, desk } = await opened('claire-martin');
    await page.typeCard(good);
    desk.host.collectElsewhere('booking-1042', 8_000);
    page.action.click();
    await page.reads('The amount has changed');
    await page.reads('LJ-1042: was CA$280.00, is now CA$200.00');
    expect(page.text).to.include('Nothing was charged. Please look at the new amount before you pay.');
    await waitUntil(() => page.status.includes('LJ-1042: was CA$280.00, is now CA$200.00.'));
    expect(desk.succeeded()).to.have.length(0);
    await expect(page.element).to.be.accessible();
    await page.reads('Pay CA$320.00');
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()[0]?.amount).to.equal(32_000);
  });

  it('an amount, seen when the page is looked at again', async () => {
    const { page, desk } = await opened('claire-martin');
    await page.reads('Pay CA$400.00');
    desk.host.collectElsewhere('booking-1043', 12_000);
    document.dispatchEvent(new Event('visibilitychange'));
    await page.reads('LJ-1043: was CA$120.00, is now CA$0.00');
    await page.reads('Pay CA$280.00');
  });

  it('the link, cancelled: said, and nothing is charged', async () => {
    const { page, desk, link } = await opened();
    await page.typeCard(good);
    await desk.backend.cancelLink(link.id);
    page.action.click();
    await page.reads('This payment link was cancelled');
    expect(page.text).to.include('Nothing was charged, and nothing will be by this link.');
    await waitUntil(() => page.focused === 'This payment link was cancelled');
    expect(desk.succeeded()).to.have.length(0);
  });

  it('the bookings, settled: said, and nothing is charged', async () => {
    const { page, desk } = await opened();
    await page.typeCard(good);
    desk.host.collectElsewhere('booking-1048', 41_275);
    page.action.click();
    await page.reads('Nothing is left to pay');
    expect(desk.succeeded()).to.have.length(0);
  });

  it('the link, paused for a moment: it goes on by itself though nothing else has changed', async () => {
    const { page, desk, payer } = await opened();
    let paused = true;
    page.element.backend = {
      ...payer,
      pay: (request, options) =>
        paused
          ? Promise.reject(new PaymentError('link_paused', 'for a test', { attempt: 'none' }))
          : payer.pay(request, options),
    };
    await page.typeCard(good);
    page.action.click();
    await waitUntil(() => page.events.includes('payment-failed'));
    paused = false;
    await page.reads('Pay CA$412.75');
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });
});

describe('a payment that settles later', () => {
  it('is said to be on its way, told to the host, and kept up to date', async () => {
    const { page, desk, payer } = await opened();
    let settled = false;
    const later = <Answer extends { status: string }>(payment: Answer): Answer =>
      settled ? payment : { ...payment, status: 'processing' };
    page.element.backend = {
      ...payer,
      pay: async (request, options) => later(await payer.pay(request, options)),
      attempt: async (key, options) => {
        const attempt = await payer.attempt(key, options);
        return settled ? attempt : { ...attempt, state: 'open', payment: attempt.payment && later(attempt.payment) };
      },
    };
    await page.typeCard(good);
    page.action.click();
    await page.reads('Your payment of CA$412.75 is on its way');
    expect(page.text).to.include('You can close this page; please don’t pay again.');
    await expect(page.element).to.be.accessible();
    await waitUntil(() => page.events.includes('payment-processing'));
    settled = true;
    await page.reads('Payment received');
    expect(page.events).to.deep.equal(['payment-processing', 'payment-succeeded']);
    expect(desk.succeeded()).to.have.length(1);
  });
});

it('a page taken out while it pays, and put back, shows how it ended', async () => {
  const { page, desk } = await opened();
  const answer = holdPayment(desk);
  await page.typeCard(good);
  page.action.click();
  await page.reads('Paying…');
  const { parentElement: parent } = page.element;
  page.element.remove();
  answer();
  parent?.append(page.element);
  await new ShownPage(page.element).reads('Payment received');
  expect(desk.succeeded()).to.have.length(1);
});
