import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { TopLayer } from '../../src/ui/top-layer.ts';
import { createSeedHost } from '../../mocks/mocks.ts';
import { openDesk, place, type Desk, type Shown } from './desk.ts';

const good = '4242424242424242';
const asksTheBank = '4000000000003220';

/** A dialog whose card form is ready to be typed into. */
async function withCardForm(desk: Desk, customerId = 'priya-raman'): Promise<Shown> {
  const shown = await place(desk, customerId);
  shown.element.method = 'new-card';
  await shown.open();
  await waitUntil(() => !shown.text.includes('Loading the card form'), 'the card form never came', { timeout: 5000 });
  return shown;
}

const cardFrame = () => document.querySelector<HTMLIFrameElement>('iframe[title="Secure payment input frame"]')!;

/** Types as a person does: the frame is a foreign origin, so with real keys. */
async function typeCard(shown: Shown, number: string): Promise<void> {
  shown.control(/^New card/).focus();
  await sendKeys({ press: 'Tab' });
  await waitUntil(() => document.activeElement === cardFrame() || cardFrame().matches(':focus'));
  for (const [index, text] of [number, '1234', '123', '', '94107'].entries()) {
    if (index > 0) await sendKeys({ press: 'Tab' });
    if (text) await sendKeys({ type: text });
  }
}

const bank = () => document.querySelector<HTMLIFrameElement>('body > div > iframe[title*="3D Secure"]');

/** Is what is seen in the middle of the bank's window the window itself? */
function bankIsReachable(): boolean {
  const box = bank()!.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === bank();
}

/** Presses the first, second or third button of the bank's window: complete, fail, cancel. */
async function answerBank(button: 1 | 2 | 3): Promise<void> {
  await waitUntil(() => bank() && document.activeElement === bank(), 'the bank’s window has not the focus');
  for (let press = 0; press < button; press += 1) await sendKeys({ press: 'Tab' });
  await sendKeys({ press: 'Enter' });
}

/** A window that a test left open is closed as a person closes it: Stripe.js shows one at a time. */
afterEach(async () => {
  if (!bank()) return;
  for (const dialog of document.querySelectorAll('charge-customer-dialog')) dialog.remove();
  bank()!.focus();
  await answerBank(3);
  await waitUntil(() => bank() === null);
});

describe('charging a new card', () => {
  it('charges it once and says that it was not saved', async () => {
    const desk = await openDesk();
    const shown = await withCardForm(desk);
    await typeCard(shown, good);
    expect(shown.actionText).to.equal('Charge CA$412.75 to the new card');
    shown.action.click();
    await shown.reads('CA$412.75 charged');
    await shown.reads('Visa •••• 4242 Not saved');
    expect((await desk.backend.account('priya-raman')).cards).to.have.length(0);
  });

  it('saves it only when asked to, with the sentence that staff attested', async () => {
    const desk = await openDesk();
    const shown = await withCardForm(desk);
    expect(shown.control<HTMLInputElement>('Save this card for future use').checked).to.equal(false);
    shown.control('Save this card for future use').click();
    await typeCard(shown, good);
    shown.action.click();
    await shown.reads('Visa •••• 4242 Saved for future use');
    const [card] = (await desk.backend.account('priya-raman')).cards;
    expect(card?.consent?.text).to.match(/^Priya Raman has agreed, by phone or in person, that Logis & Jardin saves/);
  });

  it('keeps what was typed when the method is changed and changed back', async () => {
    const desk = await openDesk();
    const shown = await withCardForm(desk, 'claire-martin');
    await typeCard(shown, good);
    const frame = cardFrame();
    shown.control(/^Card on file/).click();
    await shown.settled();
    shown.control(/^New card/).click();
    await shown.settled();
    expect(cardFrame()).to.equal(frame);
    shown.action.click();
    await shown.reads('CA$400.00 charged');
  });

  it('stays in the form while the card is incomplete, without a failure', async () => {
    const desk = await openDesk();
    const shown = await withCardForm(desk);
    shown.action.click();
    await waitUntil(() => document.activeElement === cardFrame(), 'the focus is not in the card form');
    expect(shown.events).to.deep.equal(['dialog-opened']);
    expect(desk.asked).to.not.include('POST /payments');
    expect(shown.dialog.matches(':modal')).to.equal(true);
    await typeCard(shown, good);
    shown.action.click();
    await shown.reads('CA$412.75 charged');
  });

  it('says so when Stripe.js is blocked, and offers to try again or to use a card on file', async () => {
    const desk = await openDesk();
    const shown = await place(desk);
    let blocked = true;
    shown.element.method = 'new-card';
    shown.element.stripe = async (key, options) => {
      if (blocked) throw new Error('blocked by the client');
      return desk.loader(key, options);
    };
    await shown.open();
    await shown.reads('The card form from Stripe could not be loaded.');
    expect(shown.status).to.include('could not be loaded');
    blocked = false;
    shown.control('Try again').click();
    await waitUntil(() => cardFrame() !== null);
    shown.control(/^Card on file/).click();
    await shown.settled();
    expect(shown.actionText).to.include('to Visa •••• 4242');
  });

  it('closes when Esc is pressed inside Stripe’s frame', async () => {
    const shown = await withCardForm(await openDesk());
    await typeCard(shown, good);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => shown.events.includes('dialog-closed'));
    expect(cardFrame()).to.equal(null);
  });
});

describe('3-D Secure', () => {
  async function asked(): Promise<{ desk: Desk; shown: Shown }> {
    const desk = await openDesk();
    const shown = await withCardForm(desk);
    await typeCard(shown, asksTheBank);
    shown.action.click();
    await shown.reads('The bank asks for approval');
    await waitUntil(() => bank() !== null, 'the bank’s window never came');
    return { desk, shown };
  }

  it('can be answered: the dialog is out of the top layer meanwhile, keeps its backdrop, and comes back', async () => {
    const { desk, shown } = await asked();
    expect(shown.dialog.open).to.equal(true);
    expect(shown.dialog.matches(':modal')).to.equal(false);
    expect(bankIsReachable()).to.equal(true);
    const backdrop = shown.root.querySelector<HTMLElement>('.backdrop')!;
    expect(backdrop.getBoundingClientRect().width).to.be.at.least(innerWidth - 20);
    await answerBank(1);
    await shown.reads('CA$412.75 charged');
    expect(shown.dialog.matches(':modal')).to.equal(true);
    expect(backdrop.checkVisibility()).to.equal(false);
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-succeeded']);
    expect(desk.succeeded()).to.have.length(1);
  });

  it('could not be reached if the dialog stayed in the top layer', async () => {
    const stepOut = TopLayer.prototype.outside;
    TopLayer.prototype.outside = (work) => work();
    try {
      const { shown } = await asked();
      expect(shown.dialog.matches(':modal')).to.equal(true);
      expect(bankIsReachable()).to.equal(false);
    } finally {
      TopLayer.prototype.outside = stepOut;
    }
  });

  it('refused by the bank leaves the form as it was', async () => {
    const { desk, shown } = await asked();
    await answerBank(2);
    await shown.reads('The bank did not approve the payment.');
    expect(shown.actionText).to.equal('Charge CA$412.75 to the new card');
    expect(desk.succeeded()).to.have.length(0);
    expect(shown.dialog.matches(':modal')).to.equal(true);
  });

  it('cancelled by the payer charges nothing, and can be charged again', async () => {
    const { desk, shown } = await asked();
    await answerBank(3);
    await shown.reads('Nothing was charged.');
    await waitUntil(() => shown.actionText === 'Charge CA$412.75 to the new card');
    shown.action.click();
    await waitUntil(() => bank() !== null);
    await answerBank(1);
    await shown.reads('CA$412.75 charged');
    expect(desk.succeeded()).to.have.length(1);
  });

  /** The payer is asked, but Stripe's window doesn't come before `end`: the next challenge in this page waits for that. */
  async function unanswered() {
    const desk = await openDesk();
    let end: (answer: object) => void = () => {};
    const never = new Promise<object>((resolve) => (end = resolve));
    const shown = await withCardForm({
      ...desk,
      loader: async (key, options) => {
        const stripe = await desk.loader(key, options);
        return Object.assign(stripe, { handleNextAction: () => never });
      },
    });
    await typeCard(shown, asksTheBank);
    shown.action.click();
    await shown.reads('The bank asks for approval');
    return { desk, shown, end: () => end({}) };
  }

  it('can be called off where Stripe’s window never comes', async () => {
    const { desk, shown, end } = await unanswered();
    shown.control('Cancel this charge').click();
    await shown.reads('This charge was cancelled.');
    expect(desk.stripe.intents().map(({ status }) => status)).to.deep.equal(['canceled']);
    end();
  });

  it('becomes a link for the same amount where the customer isn’t here, once the charge is ended', async () => {
    const { desk, shown, end } = await unanswered();
    shown.control('The customer isn’t here: send an approval link').click();
    await shown.reads('How the customer gets it');
    await waitUntil(() => shown.action === shown.root.activeElement);
    expect(desk.stripe.intents().map(({ status }) => status)).to.deep.equal(['canceled']);
    expect(shown.actionText).to.equal('Send payment link for CA$412.75');
    expect(shown.control('E-mail address').value).to.equal('priya.raman@example.com');
    end();
    await waitUntil(() => shown.dialog.matches(':modal'));
    shown.action.click();
    await shown.reads('Payment link for CA$412.75 sent');
  });

  it('is shown as paid where it turns out to be', async () => {
    const { desk, shown, end } = await unanswered();
    const { backend } = desk;
    shown.element.backend!.closeAttempt = async (key) => {
      const { payment } = await backend.attempt(key);
      return { key, state: 'closed', phase: null, payment: { ...payment!, status: 'succeeded' } };
    };
    shown.control('The customer isn’t here: send an approval link').click();
    await shown.reads('CA$412.75 charged');
    expect(shown.has(/^Send/)).to.equal(false);
    end();
  });

  it('left by a reload is shown first, called off, and the booking can be charged', async () => {
    const { desk, shown } = await asked();
    shown.element.remove();
    const after = await place(desk, 'priya-raman');
    after.element.show();
    await after.reads('A charge is waiting for the bank’s approval');
    expect(after.text).to.include('Move-out clean · LJ-1048 · CA$412.75');
    await after.reads('The customer isn’t here: send an approval link');
    after.control('Cancel this charge').click();
    await after.reads('This charge was cancelled.');
    await waitUntil(() => after.actionText === 'Charge CA$412.75 to the new card');
  });

  /** One of the customer's two bookings waits for the bank on another device. */
  async function waitingElsewhere(): Promise<Shown> {
    const desk = await openDesk();
    const other = await withCardForm(desk, 'claire-martin');
    other.control(/LJ-1043/).click();
    await typeCard(other, asksTheBank);
    other.action.click();
    await waitUntil(() => bank() !== null);
    other.element.remove();
    sessionStorage.clear();
    return (await place(desk)).open();
  }

  it('left on another device becomes a link for what it was to bring, and no more', async () => {
    const shown = await waitingElsewhere();
    shown.control('View that payment').click();
    await shown.reads('Charge of CA$280.00');
    shown.control('The customer isn’t here: send an approval link').click();
    await shown.reads('How the customer gets it');
    expect(shown.actionText).to.equal('Send payment link for CA$280.00');
    expect(shown.control<HTMLInputElement>(/^Window cleaning/).checked).to.equal(false);
  });

  it('left on another device holds its bookings here, with a way to look and to call it off', async () => {
    const shown = await waitingElsewhere();
    const held = shown.control<HTMLInputElement>(/LJ-1042/);
    expect(held.disabled).to.equal(true);
    expect(shown.text).to.include('Another payment for this booking is still open.');
    expect(shown.actionText).to.include('CA$120.00');
    shown.control('View that payment').click();
    await shown.reads('Charge of CA$280.00');
    shown.control('Cancel this charge').click();
    await shown.reads('This charge was cancelled.');
    await waitUntil(() => !shown.control<HTMLInputElement>(/LJ-1042/).disabled);
  });

  it('of the customer whose booking this was before is looked at and called off too', async () => {
    const desk = await openDesk();
    const other = await withCardForm(desk, 'priya-raman');
    await typeCard(other, asksTheBank);
    other.action.click();
    await waitUntil(() => bank() !== null);
    other.element.remove();
    sessionStorage.clear();
    const moved = await desk.host.bookings('priya-raman');
    desk.seed.customers.find(({ id }) => id === 'claire-martin')?.bookings.push(...moved);
    const host = createSeedHost(desk.seed);
    desk.host.bookings = (id) => host.bookings(id);

    const shown = await (await place(desk)).open();
    shown.control('View that payment').click();
    await shown.reads('Charge of CA$412.75');
    shown.control('Cancel this charge').click();
    await shown.reads('This charge was cancelled.');
  });
});
