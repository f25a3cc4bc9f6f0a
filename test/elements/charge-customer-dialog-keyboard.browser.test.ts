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

const plainText = (element: Element): string => element.textContent!.replace(/\s+/g, ' ').trim();

/** What is read out after the name of a control. */
function described(shown: Shown, control: Element): string[] {
  const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.flatMap((id) => {
    const at = id ? shown.root.getElementById(id) : null;
    return at ? [plainText(at)] : [];
  });
}

let letGo = (): void => {};

/** Keeps back every answer until it is called, or the test ends. */
function holdAnswers(desk: Desk): () => void {
  const held = new Promise<void>((resolve) => (letGo = resolve));
  desk.network.answer = async (response) => held.then(() => response);
  return letGo;
}

describe('keyboard and focus', () => {
  // A page that waits for the answer to a charge asks before it is left.
  afterEach(() => letGo());

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
    expect(described(shown, field)).to.deep.equal(['CA$120.00 due', 'At most CA$120.00 is due.']);
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

  it('keeps the focus on the action while the charge is out, wherever Enter was pressed', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    const answer = holdAnswers(desk);
    shown.control(/Amount.*LJ-1043/).focus();
    await sendKeys({ press: 'Enter' });
    await shown.reads('Charging…');
    await waitUntil(() => shown.root.activeElement === shown.action);
    answer();
    await shown.reads('CA$400.00 charged');
  });

  it('keeps the focus where it is while it steps out of the top layer and back', async () => {
    const desk = await openDesk();
    const shown = await place(desk, 'priya-raman');
    await shown.open();
    await waitUntil(() => !shown.text.includes('Loading the card form'), 'no card form', { timeout: 5000 });
    const seen: (string | undefined)[] = [];
    shown.dialog.show = () => {
      HTMLDialogElement.prototype.show.call(shown.dialog);
      queueMicrotask(() => seen.push(shown.root.activeElement?.className));
    };
    shown.action.focus();
    shown.action.click();
    await waitUntil(() => seen.length > 0);
    expect(seen).to.deep.equal(['primary']);
  });

  it('is not busy where it speaks: a screen reader may pass over what a busy element says', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    holdAnswers(desk);
    shown.action.click();
    await shown.reads('Charging…');
    const busy = [...shown.root.querySelectorAll('[aria-busy=true]')];
    expect(busy.map((each) => each.contains(shown.root.querySelector('[role=status]')))).to.deep.equal([false]);
  });

  it('says who is charged and what is due once it is known, until the person begins', async () => {
    const shown = await (await place(await openDesk())).open();
    expect(shown.status).to.equal('Claire Martin: CA$400.00 due');
    shown.control(/^Select all/).click();
    await shown.settled();
    expect(shown.status).to.equal('');
    const other = await (await place(await openDesk(), 'jordan-blake')).open();
    expect(other.status).to.equal('Jordan Blake: Nothing is due.');
  });

  it('puts the focus on what stands in the way when it opens, and on the title again while it tries anew', async () => {
    const desk = await openDesk();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    const shown = await place(desk);
    shown.element.show();
    await shown.reads('could not be loaded');
    const onNotice = () => shown.root.activeElement?.getAttribute('aria-label')?.includes('could not be loaded');
    await waitUntil(onNotice);
    const answer = holdAnswers(desk);
    shown.control('Try again').click();
    await waitUntil(() => shown.status === 'Loading the customer’s account…');
    expect(shown.root.activeElement?.id).to.equal('title');
    answer();
    await shown.reads('What to charge');
    expect(shown.root.activeElement?.id).to.equal('title');
  });

  it('puts the focus on a charge left open, when the dialog is opened again', async () => {
    const desk = await openDesk();
    const shown = await (await place(desk)).open();
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    shown.action.click();
    await shown.reads('We are checking.');
    await sendKeys({ press: 'Escape' });
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => shown.events.includes('dialog-closed'));
    shown.element.show();
    await waitUntil(() => shown.root.activeElement?.getAttribute('aria-label')?.startsWith('We are checking.'));
  });

  it('says the reason at the control that gets the focus where nothing is chosen', async () => {
    const cases: [string, RegExp, RegExp][] = [
      ['claire-martin', /^Select all/, /^Select all/],
      ['priya-raman', /Move-out clean/, /Move-out clean/],
      ['jordan-blake', /^Card on file/, /^Description/],
    ];
    for (const [customer, press, gets] of cases) {
      const shown = await (await place(await openDesk(), customer)).open();
      shown.control(press).click();
      await shown.settled();
      shown.action.click();
      await shown.reads('Choose at least one booking to charge.');
      await waitUntil(() => shown.root.activeElement === shown.control(gets));
      expect(described(shown, shown.control(gets))).to.include('Choose at least one booking to charge.');
    }
  });

  it('says of a booking what is due, and of a way to pay its hint once', async () => {
    const shown = await (await place(await openDesk())).open();
    expect(described(shown, shown.control(/Window cleaning/))).to.deep.equal(['CA$120.00 due']);
    const saved = shown.control(/^Card on file/);
    expect(plainText(saved.closest('label')!)).to.equal('Card on file Charged at once');
    expect(described(shown, saved)).to.deep.equal([]);
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
