import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { ChargeCustomerDialog } from '../../src/elements/charge-customer-dialog.ts';
import { openDesk, place, Shown, type Desk } from './desk.ts';

/** An app of somebody else's: a shadow root in a shadow root, with a button and the dialog. */
class NestedApp extends HTMLElement {
  readonly button: HTMLButtonElement;
  readonly element: ChargeCustomerDialog;

  constructor() {
    super();
    const inner = document.createElement('div').attachShadow({ mode: 'open' });
    this.attachShadow({ mode: 'open' }).append(inner.host);
    this.button = Object.assign(document.createElement('button'), { textContent: 'Charge Customer' });
    this.element = document.createElement('charge-customer-dialog');
    this.button.addEventListener('click', () => this.element.show());
    inner.append(this.button, this.element);
  }

  for(desk: Desk): void {
    this.element.customerId = 'claire-martin';
    this.element.backend = desk.backend;
    this.element.stripe = desk.loader;
  }
}
customElements.define('nested-app', NestedApp);

describe('keyboard and focus', () => {
  it('opens on its title and gives the focus back where it came from, through shadow roots', async () => {
    const app = await fixture<NestedApp>(html`<nested-app></nested-app>`);
    app.for(await openDesk());
    const shown = new Shown(app.element);
    app.button.focus();
    app.button.click();
    await shown.reads('Charge CA$400.00');
    expect(shown.root.activeElement?.id).to.equal('title');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => shown.events.includes('dialog-closed'));
    expect(app.shadowRoot!.firstElementChild!.shadowRoot!.activeElement).to.equal(app.button);
  });

  it('charges a new card from within two shadow roots', async () => {
    const app = await fixture<NestedApp>(html`<nested-app></nested-app>`);
    app.for(await openDesk());
    app.element.method = 'new-card';
    const shown = await new Shown(app.element).open();
    await waitUntil(() => !shown.text.includes('Loading the card form'), 'no card form', { timeout: 5000 });
    shown.control(/^New card/).focus();
    for (const text of ['4242424242424242', '1234', '123', '', '94107']) {
      await sendKeys({ press: 'Tab' });
      if (text) await sendKeys({ type: text });
    }
    await sendKeys({ press: 'Tab' });
    shown.action.click();
    await shown.reads('CA$400.00 charged');
  });

  it('does not close at Esc or at the backdrop while the charge is out', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    desk.network.answer = async (response) => held.then(() => response);
    shown.action.click();
    await shown.reads('Charging…');
    expect(shown.status).to.equal('Charging the card. Please wait.');
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Escape' });
    shown.dialog.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    shown.dialog.click();
    shown.control('Close').click();
    await shown.settled();
    expect(shown.dialog.open).to.equal(true);
    expect(shown.dialog.querySelector('[inert]')).to.not.equal(null);
    answer();
    await shown.reads('CA$400.00 charged');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => shown.events.includes('dialog-closed'));
  });

  it('closes at a press on the backdrop, but not when a selection is dragged out of a field', async () => {
    const shown = await (await place(await openDesk())).open();
    shown.control(/Amount.*LJ-1042/).dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    shown.dialog.click();
    await shown.settled();
    expect(shown.dialog.open).to.equal(true);
    shown.dialog.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    shown.dialog.click();
    await waitUntil(() => !shown.dialog.open);
  });

  it('is still open, and modal, after it was moved in the page, and tells nobody', async () => {
    const shown = await (await place(await openDesk())).open();
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.append(shown.element);
    await shown.settled();
    expect(shown.dialog.matches(':modal')).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => shown.events.includes('dialog-closed'));
    expect(shown.events).to.deep.equal(['dialog-opened', 'dialog-closed']);
  });

  it('puts the focus into the first field with a mistake, and says what it is', async () => {
    const shown = await (await place(await openDesk())).open();
    shown.type(/Amount.*LJ-1043/, '999');
    await shown.settled();
    expect(shown.text).to.not.include('At most');
    shown.action.click();
    await shown.reads('At most CA$120.00 is due.');
    const field = shown.control(/Amount.*LJ-1043/);
    await waitUntil(() => shown.root.activeElement === field);
    const described = field
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => shown.root.getElementById(id)!);
    expect(described.map((each) => each.textContent!.trim())).to.deep.equal([
      'CA$120.00 due',
      'At most CA$120.00 is due.',
    ]);
    shown.type(/Amount.*LJ-1043/, '100');
    await shown.settled();
    expect(shown.text).to.not.include('At most');
  });

  it('asks for something to charge where nothing is chosen', async () => {
    const shown = await (await place(await openDesk())).open();
    shown.control(/^Select all/).click();
    await shown.settled();
    shown.action.click();
    await shown.reads('Choose at least one booking to charge.');
    await waitUntil(() => shown.root.activeElement === shown.control(/^Select all/));
  });

  it('has one status region, and is accessible in each phase', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'walter-novak');
    await shown.open();
    await expect(shown.element).to.be.accessible();
    shown.action.click();
    await shown.reads('The charge didn’t go through');
    expect(shown.root.querySelectorAll('[role=status], [aria-live=polite], [role=alert]')).to.have.length(1);
    await expect(shown.element).to.be.accessible();
    const other = await (await place(desk)).open();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    other.action.click();
    await other.reads('We are checking.');
    await expect(other.element).to.be.accessible();
    desk.network.answer = async (answer) => answer;
    other.control('Check again').click();
    await other.reads('charged');
    await expect(other.element).to.be.accessible();
  });

  it('has targets of at least 44 px', async () => {
    const shown = await (await place(await openDesk())).open();
    const small = [...shown.dialog.querySelectorAll<HTMLElement>('button, input[type=text], label')]
      .filter((each) => each.checkVisibility() && !each.classList.contains('visually-hidden'))
      .filter((each) => each.getBoundingClientRect().height < 44);
    expect(small.map((each) => each.outerHTML)).to.deep.equal([]);
  });

  it('fills a phone’s screen, with its actions at the bottom and nothing to scroll sideways', async () => {
    const before = { width: innerWidth, height: innerHeight };
    await setViewport({ width: 375, height: 667 });
    try {
      const shown = await place(await openDesk(), 'maximiliane');
      await shown.open();
      const box = shown.dialog.getBoundingClientRect();
      expect([box.x, box.y, box.width, box.height]).to.deep.equal([0, 0, 375, 667]);
      expect(shown.action.getBoundingClientRect().bottom).to.be.within(600, 667);
      const body = shown.root.querySelector('.body')!;
      expect(body.scrollWidth).to.equal(body.clientWidth);
    } finally {
      await setViewport(before);
    }
  });
});

describe('words', () => {
  it('takes the host’s words, at once when they change', async () => {
    const shown = await (await place(await openDesk())).open();
    shown.element.text = { dialog: { title: 'Take payment' }, action: { chargeSaved: (amount) => `Take ${amount}` } };
    await shown.reads('Take payment');
    expect(shown.actionText).to.equal('Take CA$400.00');
    expect(shown.text).to.include('What to charge');
  });

  it('says amounts the way of the nearest language', async () => {
    const shown = await (await place(await openDesk())).open();
    shown.element.lang = 'en-CA';
    await waitUntil(() => shown.actionText.includes('Charge $400.00'));
  });

  it('runs with its words: from right to left where they do', async () => {
    const shown = await (await place(await openDesk())).open();
    expect(getComputedStyle(shown.dialog).direction).to.equal('ltr');
    shown.element.text = { dialog: { direction: 'rtl' } };
    await shown.settled();
    await waitUntil(() => getComputedStyle(shown.dialog).direction === 'rtl');
    const [box, label] = ['input[type=checkbox]', '.booking-title'].map((each) =>
      shown.dialog.querySelector(`.booking ${each}`)!.getBoundingClientRect(),
    );
    expect(box!.left).to.be.greaterThan(label!.right);
  });

  it('shows names as they are, never as markup', async () => {
    const shown = await place(await openDesk(), 'hostile-name');
    await shown.open();
    expect(shown.text).to.include('<img src=x onerror="alert(1)">');
    expect(shown.dialog.querySelector('img')).to.equal(null);
  });
});
