import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { openDesk, payerOf, payLink, place, type Desk } from './desk.ts';

/** A dialog that has just sent a link for everything, and the link. */
async function sending(channel: RegExp | null = null, customerId = 'claire-martin') {
  const desk = await openDesk();
  const shown = await place(desk, customerId);
  await shown.open();
  shown.control(/^Send a payment link/).click();
  await shown.reads('How the customer gets it');
  if (channel) shown.control(channel).click();
  await shown.settled();
  shown.action.click();
  await shown.reads('Can be paid until');
  return { desk, shown, link: await theLink(desk, customerId) };
}

async function theLink(desk: Desk, customerId = 'claire-martin') {
  const { links } = await desk.backend.account(customerId);
  return links[0]!;
}

/** What the page writes into the clipboard, and how that ends. */
function clipboard(write: (text: string) => Promise<void>) {
  const original = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard')!;
  Object.defineProperty(Navigator.prototype, 'clipboard', {
    configurable: true,
    get: () => ({ writeText: write }),
  });
  return () => Object.defineProperty(Navigator.prototype, 'clipboard', original);
}

describe('a link that was just sent', () => {
  it('says when it was opened, and when it was paid', async () => {
    const { desk, shown, link } = await sending();
    await payerOf(desk, link).opened();
    await shown.reads('Payment page Opened on');
    shown.control('Copy link').focus();
    await payLink(desk, link);
    await shown.reads('CA$400.00 paid');
    expect(shown.status).to.equal('CA$400.00 paid');
    // The button that had the focus is gone.
    await waitUntil(() => shown.root.activeElement?.textContent?.includes('CA$400.00 paid'));
    await shown.reads('Charged in Full');
    expect(shown.text).to.match(
      /Deep clean.*CA\$280\.00 Charged in Full.*Window cleaning.*CA\$120\.00 Charged in Full/,
    );
    await shown.reads('Card Mastercard •••• 4444');
    expect(shown.has('Cancel this link')).to.equal(false);
    expect(shown.has('Copy link')).to.equal(false);
    await expect(shown.element).to.be.accessible();
    shown.control('Done').click();
    await waitUntil(() => shown.events.includes('dialog-closed'));
  });

  it('says that the message came back, and goes another way in one press', async () => {
    const { desk, shown, link } = await sending();
    await desk.paydesk.deliver();
    await desk.paydesk.reportDelivery({ messageId: desk.mailer.sent[0]!.id, state: 'bounced' });
    await shown.reads('The message to claire.martin@example.com didn’t arrive');
    expect(shown.status).to.equal('The message to claire.martin@example.com didn’t arrive');
    await expect(shown.element).to.be.accessible();
    shown.control('Send it another way').click();
    await waitUntil(() => shown.has(/^E-mail/) && shown.root.activeElement === shown.control(/^E-mail$/));
    expect(shown.actionText).to.equal('Send payment link for CA$400.00');
    shown.type('E-mail address', 'office@example.com');
    await shown.settled();
    // The person has said so already: the old link makes room without another question.
    shown.action.click();
    await shown.reads('Sent to office@example.com');
    expect((await desk.backend.link(link.id)).state).to.equal('replaced');
  });

  it('is sent again when its time has come', async () => {
    const { desk, shown } = await sending();
    await desk.paydesk.deliver();
    await shown.reads('Can be sent again from');
    expect(shown.has('Send again')).to.equal(false);
    const { backend } = desk;
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
    try {
      shown.element.requestUpdate();
      await waitUntil(() => shown.has('Send again'));
    } finally {
      Date.now = now;
    }
    let key = '';
    shown.element.backend!.resendLink = async (id, options) => {
      key = options.idempotencyKey;
      return { ...(await backend.link(id)), resendAt: null };
    };
    shown.control('Send again').focus();
    shown.control('Send again').click();
    await shown.reads('Sent again to claire.martin@example.com');
    await waitUntil(() => shown.root.activeElement === shown.control('Copy link'));
    expect(shown.status).to.equal('Sent again to claire.martin@example.com');
    expect(key).to.match(/^[0-9a-f]{32}$/);
  });

  it('is cancelled after a question', async () => {
    const { desk, shown, link } = await sending();
    shown.control('Cancel this link').click();
    await shown.reads('Cancel this payment link?');
    await waitUntil(() => shown.root.activeElement?.classList.contains('danger'));
    await sendKeys({ press: 'Enter' });
    await shown.reads('The payment link is cancelled.');
    expect(shown.status).to.equal('The payment link is cancelled.');
    expect((await desk.backend.link(link.id)).state).to.equal('cancelled');
    expect(shown.has('Copy link')).to.equal(false);
    await waitUntil(() => shown.root.activeElement?.textContent?.includes('The payment link is cancelled.'));
  });

  it('says why it could not be cancelled, and stays', async () => {
    const { desk, shown } = await sending();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    shown.control('Cancel this link').click();
    await waitUntil(() => shown.root.activeElement?.classList.contains('danger'));
    await sendKeys({ press: 'Enter' });
    await shown.reads('The connection was lost.');
    await waitUntil(() => shown.root.activeElement === shown.control('Cancel this link'));
    expect(shown.status).to.include('The connection was lost.');
    expect(shown.has('Copy link')).to.equal(true);
  });
});

describe('a link to hand over', () => {
  it('is copied, and says so', async () => {
    const { shown, link } = await sending(/^Copy or QR/);
    const written: string[] = [];
    const restore = clipboard(async (text) => void written.push(text));
    try {
      shown.control('Copy link').click();
      await waitUntil(() => shown.has('Copied'));
    } finally {
      restore();
    }
    expect(written).to.deep.equal([link.url]);
    expect(shown.status).to.equal('Copied');
  });

  it('is shown to be copied by hand where the browser refuses', async () => {
    const { shown, link } = await sending(/^Copy or QR/);
    const restore = clipboard(() => Promise.reject(new Error('refused')));
    try {
      shown.control('Copy link').click();
      await shown.reads('Copy it from here:');
    } finally {
      restore();
    }
    const field = shown.control<HTMLInputElement>(/^The browser didn’t copy it/);
    await waitUntil(() => shown.root.activeElement === field);
    expect(field.value).to.equal(link.url);
    expect([field.selectionStart, field.selectionEnd]).to.deep.equal([0, link.url!.length]);
    await expect(shown.element).to.be.accessible();
  });

  it('is shown as a QR code with a name', async () => {
    const { shown } = await sending(/^Copy or QR/);
    shown.control('Show QR code').click();
    await waitUntil(() => shown.root.querySelector('svg.qr') !== null);
    const code = shown.root.querySelector('svg.qr')!;
    expect(code.getAttribute('aria-label')).to.match(/^QR code of the payment link for CA\$400\.00$/);
    expect(code.querySelector('path')!.getAttribute('d')!.length).to.be.greaterThan(500);
    await expect(shown.element).to.be.accessible();
    shown.control('Hide QR code').click();
    await waitUntil(() => shown.root.querySelector('svg.qr') === null);
  });
});

describe('a charge that becomes a link', () => {
  it('does so in one press after a decline, with the very same amounts, ready to be sent', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'walter-novak');
    await shown.open();
    shown.type(/Amount.*LJ-1049/, '100');
    await shown.settled();
    shown.action.click();
    await shown.reads('The card was declined.');
    shown.control('Send a link for this charge').click();
    await waitUntil(() => shown.root.activeElement === shown.action);
    expect(shown.actionText).to.equal('Send payment link for CA$325.00');
    const address = shown.control('E-mail address');
    expect(address.value).to.equal('walter.novak@example.com');
    const [field, body] = [address, shown.root.querySelector('.body')!].map((each) => each.getBoundingClientRect());
    expect(field!.top >= body!.top && field!.bottom <= body!.bottom, 'the address is seen').to.equal(true);
    expect(shown.status).to.equal('A payment link to walter.novak@example.com is ready to be sent.');
    await sendKeys({ press: 'Enter' });
    await shown.reads('Payment link for CA$325.00 sent');
    const link = await theLink(desk, 'walter-novak');
    expect(link.allocations.map(({ amount }) => amount)).to.deep.equal([10_000, 22_500]);
    await payLink(desk, link);
    await shown.reads('CA$325.00 paid');
  });

  it('asks for the approval of the card whose bank wants it', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'immeubles-outremont');
    await shown.open();
    shown.control(/^Select all/).click();
    shown.control(/semaine 25/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('The bank wants the cardholder to approve');
    shown.control('Ask for approval by link').click();
    await waitUntil(() => shown.root.activeElement === shown.action);
    expect(shown.control<HTMLInputElement>(/^Ask the customer to approve Visa •••• 3184/).checked).to.equal(true);
    shown.action.click();
    await shown.reads('Can be paid until');
    await shown.reads('Card Visa •••• 3184');
    expect((await theLink(desk, 'immeubles-outremont')).approval).to.include({ brand: 'visa', last4: '3184' });
  });

  it('is an ordinary link where the approval is not wanted', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'immeubles-outremont');
    await shown.open();
    shown.control(/^Select all/).click();
    shown.control(/semaine 25/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('The bank wants the cardholder to approve');
    shown.control('Ask for approval by link').click();
    await shown.reads('Ask the customer to approve');
    shown.control(/^Ask the customer to approve/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('Can be paid until');
    expect((await theLink(desk, 'immeubles-outremont')).approval).to.equal(null);
  });
});
