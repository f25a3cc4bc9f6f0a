import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import type { Payment } from '../../src/contract/payment.ts';
import type { PaymentSucceededEvent } from '../../src/events.ts';
import type { PaymentLinkPage } from '../../src/elements/payment-link-page.ts';
import { createPayerBackend } from '../../src/backend/payer.ts';
import { openDesk } from './desk.ts';
import { answerBank, beginElsewhere, cardFrame, closeBank, makeLink, openPage, ShownPage, showing } from './payer.ts';

const good = '4242424242424242';
const asksTheBank = '4000000000003220';

afterEach(closeBank);

describe('paying a link', () => {
  it('shows who asks, what for and how much, takes a card, and shows the confirmation in place', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'claire-martin', { note: 'Thank you!\nSee you in spring.' });
    const page = await openPage(desk, payer);
    await page.reads('Pay CA$400.00');
    expect(page.text).to.match(/Logis & Jardin Test mode Amount due CA\$400\.00 for Claire Martin/);
    expect(page.text).to.match(
      /Deep clean, three bedrooms LJ-1042 · .* CA\$280\.00 Window cleaning LJ-1043 · .*CA\$120\.00 Total CA\$400\.00/,
    );
    for (const words of ['A note from Logis & Jardin Thank you! See you in spring.', 'You can pay here until'])
      expect(page.text).to.include(words);
    expect(page.text).to.include('The receipt goes to c•••@example.com');
    expect(page.text).to.include('Secured by Stripe');
    await expect(page.element).to.be.accessible();
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(page.events).to.deep.equal(['payment-succeeded']);
    expect(desk.succeeded().map(({ amount }) => amount)).to.deep.equal([40_000]);
    await page.reads('Charged in Full');
    expect((await desk.backend.account('claire-martin')).balance).to.equal(0);
  });

  it('saves the card only when asked to, with the sentence that the payer read', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'priya-raman');
    const page = await openPage(desk, payer);
    await page.typeCard(good);
    const save = page.control<HTMLInputElement>('Save this card for future use');
    expect(save.checked).to.equal(false);
    const { consent } = await payer.view();
    expect(page.text).to.include(consent!.text);
    expect(page.root.getElementById(save.getAttribute('aria-describedby')!)?.textContent?.trim()).to.equal(
      consent!.text,
    );
    save.click();
    page.action.click();
    await page.reads('Payment received');
    const [card] = (await desk.backend.account('priya-raman')).cards;
    expect(card?.consent?.text).to.equal(consent!.text);
  });

  it('does not save the card of a payer who says nothing', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'priya-raman');
    const page = await openPage(desk, payer);
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect((await desk.backend.account('priya-raman')).cards).to.have.length(0);
  });

  it('takes a tip: none at first, a share, or an amount of one’s own', async () => {
    const desk = await openDesk();
    await desk.backend.changeSettings({ tipPresets: [10, 15] });
    const { payer } = await makeLink(desk);
    const page = await openPage(desk, payer);
    await page.cardForm();
    expect(page.control<HTMLInputElement>('No tip').checked).to.equal(true);
    page.control(/^15%/).click();
    await page.reads('Pay CA$460.00');
    expect(page.text).to.include('Subtotal CA$400.00 Tip CA$60.00 Total CA$460.00');
    page.control('Another amount').click();
    await page.reads('Your tip');
    page.action.click();
    await page.reads('Enter your tip, or choose “No tip”.');
    expect(page.root.activeElement?.id).to.equal('own-tip');
    await sendKeys({ type: '12,5' });
    await page.reads('Pay CA$412.50');
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()[0]?.amount).to.equal(41_250);
  });

  it('pays once however often it is pressed', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk);
    const page = await openPage(desk, payer);
    await page.typeCard(good);
    page.action.click();
    page.action.click();
    page.root.querySelector('form')!.requestSubmit();
    await page.reads('Payment received');
    expect(desk.asked.filter((each) => each === 'POST /pay/payments')).to.have.length(1);
    expect(desk.succeeded()).to.have.length(1);
  });

  it('stays in the form while the card is incomplete, without a failure', async () => {
    const desk = await openDesk();
    const page = await openPage(desk, (await makeLink(desk)).payer);
    await page.cardForm();
    page.action.click();
    await waitUntil(() => document.activeElement === cardFrame(), 'the focus is not in the card form');
    expect(page.events).to.deep.equal([]);
    expect(desk.asked).to.not.include('POST /pay/payments');
  });

  it('opens a long list only when asked to, and counts all of it', async () => {
    const desk = await openDesk();
    const page = await openPage(desk, (await makeLink(desk, 'immeubles-outremont')).payer);
    await page.reads('Amount due CA$3,770.00');
    expect(page.text).to.not.include('semaine 1 ');
    page.control('and 20 more').click();
    await page.reads('semaine 1 ');
  });

  it('says in words what was settled since the link was made', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk);
    desk.host.collectElsewhere('booking-1042', 8_000);
    desk.host.collectElsewhere('booking-1043', 12_000);
    const page = await openPage(desk, payer);
    await page.reads('Pay CA$200.00');
    expect(page.text).to.include('CA$80.00 of CA$280.00 has been settled since this link was made. CA$200.00');
    expect(page.text).to.include('Settled since this link was made: nothing is left to pay. CA$0.00');
  });

  it('shows hostile text as text', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'hostile-name', { note: '<b onclick="x">note</b>' });
    const page = await openPage(desk, payer);
    await page.reads(`<img src=x onerror="alert(1)"> O'Hare & "Søns" {{name}} %s`);
    await page.reads('<b onclick="x">note</b>');
    expect(page.root.querySelector('img, b')).to.equal(null);
  });
});

describe('an approval link', () => {
  async function openApproval(number = 0) {
    const desk = await openDesk();
    const { cards } = await desk.backend.account('immeubles-outremont');
    const { payer } = await makeLink(desk, 'immeubles-outremont', { savedCardId: cards[number]!.id });
    return { desk, page: await openPage(desk, payer) };
  }

  it('is approved with the card that it names, in the bank’s window', async () => {
    const { desk, page } = await openApproval();
    await page.reads('Approve with Visa •••• 3184');
    expect(cardFrame()).to.equal(null);
    await expect(page.element).to.be.accessible();
    page.control('Approve with Visa •••• 3184').click();
    await answerBank(1);
    await page.reads('Payment received');
    expect(desk.succeeded()[0]?.amount).to.equal(377_000);
  });

  it('is paid with another card instead, and back again', async () => {
    const { desk, page } = await openApproval();
    await page.reads('Approve with');
    page.control('Use another card').click();
    await page.reads('Pay CA$3,770.00');
    page.control('Use Visa •••• 3184 instead').click();
    await page.reads('Approve with Visa •••• 3184');
    page.control('Use another card').click();
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });

  it('that the bank refuses leads to another card', async () => {
    const { desk, page } = await openApproval();
    await page.reads('Approve with');
    page.action.click();
    await answerBank(2);
    await page.reads('Your payment didn’t go through');
    expect(page.text).to.include('Nothing was charged.');
    await page.reads('Approve with');
    page.root.querySelector<HTMLButtonElement>('.notice button')!.click();
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(desk.succeeded()).to.have.length(1);
  });
});

describe('after a payment', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('the page goes to the confirmation, with the token in its place', async () => {
    const desk = await openDesk();
    const { payer, token } = await makeLink(desk);
    const page = await openPage(desk, payer, { token, confirmationUrl: '#paid={token}' });
    await page.typeCard(good);
    page.action.click();
    await page.reads('CA$400.00 paid');
    await waitUntil(() => location.hash === `#paid=${encodeURIComponent(token)}`);
    expect(page.text).to.include('Thank you. Logis & Jardin has received your payment.');
    expect(page.status).to.include('CA$400.00 paid');
    history.replaceState(null, '', location.pathname + location.search);
    page.control('View the confirmation').click();
    await waitUntil(() => location.hash !== '');
  });

  it('a host that says so shows itself what follows', async () => {
    const desk = await openDesk();
    const { payer, token } = await makeLink(desk);
    const page = await openPage(desk, payer, { token, confirmationUrl: '#paid={token}' });
    let told: PaymentSucceededEvent | undefined;
    page.element.addEventListener('payment-succeeded', (event) => {
      told = event;
      event.preventDefault();
    });
    await page.typeCard(good);
    page.action.click();
    await page.reads('CA$400.00 paid');
    await waitUntil(() => told);
    await page.element.updateComplete;
    expect(told?.detail.payment.amount).to.equal(40_000);
    expect(location.hash).to.equal('');
    expect(page.has('View the confirmation')).to.equal(false);
    expect(page.root.querySelector('payment-confirmation')).to.equal(null);
  });

  it('an address that could run as a script is never followed', async () => {
    const desk = await openDesk();
    const { payer, token } = await makeLink(desk);
    const page = await openPage(desk, payer, { token, confirmationUrl: 'javascript:void(globalThis.ran = "{token}")' });
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect('ran' in globalThis).to.equal(false);
  });
});

describe('a person at the page', () => {
  it('is told of at the first gesture, once; loading and what a script does are none', async () => {
    const desk = await openDesk();
    const { payer, link } = await makeLink(desk);
    const page = await openPage(desk, payer);
    await page.cardForm();
    page.element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    page.action.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
    // By the time of a second answer, what was asked for before it has arrived.
    await desk.backend.link(link.id);
    expect((await desk.backend.link(link.id)).openedAt).to.equal(null);
    expect(desk.asked.filter((each) => each.startsWith('POST /pay'))).to.deep.equal([]);
    await sendMouse({ type: 'click', position: [5, 5] });
    await sendKeys({ press: 'Shift' });
    await waitUntil(() => desk.asked.includes('POST /pay/opened'));
    await waitUntil(async () => (await desk.backend.link(link.id)).openedAt !== null);
    expect(desk.asked.filter((each) => each === 'POST /pay/opened')).to.have.length(1);
  });

  it('of a link that can’t be paid is none of its business', async () => {
    const desk = await openDesk();
    const { payer, link } = await makeLink(desk);
    await desk.backend.cancelLink(link.id);
    const page = await openPage(desk, payer);
    await page.reads('This payment link was cancelled');
    await sendKeys({ press: 'Shift' });
    await page.element.updateComplete;
    expect(desk.asked).to.not.include('POST /pay/opened');
  });
});

describe('the language', () => {
  it('is the customer’s: words, amounts, dates and Stripe’s form', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'amelie-gagnon');
    const asked: object[] = [];
    const element = await fixture<PaymentLinkPage>(
      html`<payment-link-page
        .backend=${payer}
        .stripe=${async (key: string, options: object) => {
          asked.push(options);
          return desk.loader(key, options);
        }}
      ></payment-link-page>`,
    );
    const page = new ShownPage(element);
    await page.reads('Payer 455,50 $');
    expect(page.text).to.include('pour Amélie Gagnon-Lévesque');
    expect(page.text).to.include('Vous pouvez payer ici jusqu’au');
    expect(page.root.querySelector('.page')?.getAttribute('lang')).to.equal('fr-CA');
    await waitUntil(() => asked.length > 0);
    expect(asked[0]).to.include({ locale: 'fr-CA' });
    // The sentence that is agreed to stays as it was reviewed, and says in which language it is.
    expect(page.root.getElementById('consent')?.lang).to.equal('en');
    await page.typeCard('4000000000000002');
    page.action.click();
    await page.reads(
      'Votre carte a été refusée. Essayez une autre carte, ou appelez votre banque. Rien n’a été débité.',
    );
    await expect(page.element).to.be.accessible();
  });

  it('is the element’s own where it has one, and may be any that a host gives', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'amelie-gagnon');
    const page = await openPage(desk, payer, { lang: 'en-GB' });
    await page.reads('Pay CA$455.50');
    page.element.text = { page: { direction: 'rtl' }, summary: { due: 'To pay' } };
    await page.reads('To pay CA$455.50');
    expect(page.root.querySelector('.page')?.getAttribute('dir')).to.equal('rtl');
  });
});

describe('the link’s token', () => {
  const address = location.pathname + location.search;
  afterEach(() => history.replaceState(null, '', address));

  it('is read from the page’s address, and is written nowhere', async () => {
    const desk = await openDesk();
    const { token } = await makeLink(desk, 'priya-raman');
    const asked: string[] = [];
    const backend = createPayerBackend({
      baseUrl: location.origin,
      token,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        asked.push(request.url);
        expect(request.headers.get('authorization')).to.equal(`Paydesk-Link ${token}`);
        return desk.paydesk(request);
      },
    });
    history.replaceState(null, '', `${location.pathname}?link=${token}`);
    const told: unknown[] = [];
    const page = await openPage(desk, backend);
    for (const name of ['payment-succeeded', 'payment-failed'] as const)
      page.element.addEventListener(name, ({ detail }) => told.push(detail));
    const known: string[] = [];
    const look = () =>
      known.push(page.root.innerHTML, document.body.innerHTML, JSON.stringify({ ...sessionStorage, ...localStorage }));
    await page.typeCard('4000000000000002');
    page.action.click();
    look();
    await page.reads('Your payment didn’t go through');
    look();
    await page.typeCard(asksTheBank);
    page.action.click();
    await answerBank(1);
    look();
    await page.reads('Payment received');
    look();
    expect(told).to.have.length(2);
    expect(JSON.stringify([known, told, asked])).to.not.include(token);
    expect(JSON.stringify([known, told])).to.not.include('_secret_');
  });

  it('that is missing is said', async () => {
    const desk = await openDesk();
    const element = await fixture<PaymentLinkPage>(
      html`<payment-link-page lang="en" base-url="/nowhere" .stripe=${desk.loader}></payment-link-page>`,
    );
    const page = new ShownPage(element);
    await page.reads('This address is incomplete');
    await expect(page.element).to.be.accessible();
  });

  it('loses what Stripe added to the address, of which nothing is believed', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk);
    const added = 'payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2&redirect_status=succeeded';
    history.replaceState({ host: 'own' }, '', `${location.pathname}?link=abc&${added}&more=1#part`);
    const page = await openPage(desk, payer);
    expect(`${location.search}${location.hash}`).to.equal('?link=abc&more=1#part');
    expect(history.state).to.deep.equal({ host: 'own' });
    await page.reads('Pay CA$400.00');
    expect(page.events).to.deep.equal([]);
    expect(page.text).to.not.include('didn’t go through');
  });

  it('is all that a browser knows into which the bank sent the payer back: what became of it is said', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk, 'priya-raman');
    const begun = await beginElsewhere(desk, payer);
    await payer.closeAttempt(begun.attemptKey);
    const failure = { code: 'declined', reason: 'authentication_failed' } as const;
    const failed: Payment = { ...begun, status: 'failed', failure };
    const backend = showing(payer, { payment: failed });
    const before = await openPage(desk, backend);
    await before.cardForm();
    expect(before.text).to.not.include('didn’t go through');
    before.element.remove();
    history.replaceState(null, '', `${location.pathname}?link=abc&payment_intent=pi_1&redirect_status=failed`);
    const page = await openPage(desk, backend);
    await page.reads('Your bank didn’t get your confirmation. Try again, or use another card. Nothing was charged.');
    await page.reads('Pay CA$412.75');
  });
});

it('a page that turns to another link shows that one, with nothing of the first', async () => {
  const desk = await openDesk();
  const [first, second] = [await makeLink(desk), await makeLink(desk, 'priya-raman')];
  const page = await openPage(desk, first.payer);
  await page.typeCard(good);
  page.control('Save this card for future use').click();
  page.element.backend = second.payer;
  await page.reads('Pay CA$412.75');
  await page.cardForm();
  expect(page.control<HTMLInputElement>('Save this card for future use').checked).to.equal(false);
  expect(page.text).to.not.include('LJ-1042');
});

it('the logo is asked for without telling this page’s address', async () => {
  const desk = await openDesk();
  const { payer } = await makeLink(desk);
  const logoUrl = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E';
  const page = await openPage(desk, showing(payer, { merchant: { name: 'Logis', contact: null, logoUrl } }));
  await page.reads('Amount due');
  const logo = page.root.querySelector('img')!;
  expect(logo.src).to.equal(logoUrl);
  expect(logo.referrerPolicy).to.equal('no-referrer');
});
