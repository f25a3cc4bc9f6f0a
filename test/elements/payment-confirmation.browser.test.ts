import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { LinkState } from '../../src/contract/link.ts';
import type { Confirmation } from '../../src/contract/payer.ts';
import type { PaymentStatus } from '../../src/contract/payment.ts';
import { type PaymentConfirmation } from '../../src/elements/payment-confirmation.ts';
import { PaymentError, type PaymentErrorCode } from '../../src/errors.ts';
import { en } from '../../src/text/confirmation/en.ts';
import { registerConfirmationText } from '../../src/text/confirmation/words.ts';
import { confirmationOf, payerOf, paymentOf, ShownConfirmation } from './confirmation.ts';

const over = (change: Partial<Confirmation> = {}, attributes = {}) =>
  ShownConfirmation.over(payerOf({ confirmation: async () => confirmationOf(change) }), attributes);

function refused(code: PaymentErrorCode): PaymentError {
  return new PaymentError(code, 'for a test', { attempt: 'none' });
}

describe('a payment that succeeded', () => {
  it('says so, with amount, items, their new state, card, date, reference and contact', async () => {
    const shown = await over();
    await shown.reads('Payment received');
    expect(shown.headline).to.equal('Payment received');
    const day = new Intl.DateTimeFormat('en-CA', { dateStyle: 'medium', timeZone: 'UTC' });
    for (const words of [
      '$430.00',
      'Thank you. Logis & Jardin has received your payment.',
      'Deep clean, three bedrooms',
      `LJ-1042 · ${day.format(new Date('2026-11-16'))}`,
      '$280.00 Charged in Full',
      '$80.00 Partially charged $40.00 still due',
      'Extra key',
      'Tip $50.00',
      'Total $430.00',
      'Visa •••• 4242',
      'Saved for future use',
      'Claire Martin',
      '9f3c2b7a41d84e0fb6a5c1d2e3f40718',
      'Test mode',
    ])
      expect(shown.text).to.include(words);
    expect(shown.control<HTMLAnchorElement>('+1 514 555 0142').getAttribute('href')).to.equal('tel:+15145550142');
    expect(shown.status).to.equal('Payment received: $430.00');
    await expect(shown.element).to.be.accessible();
  });

  it('says that the card was not saved', async () => {
    const shown = await over({ payment: paymentOf({ cardSaved: false }) });
    await shown.reads('Not saved with this payment');
  });

  it('shows the merchant’s logo without telling its address the page’s', async () => {
    const logoUrl = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E';
    const shown = await over({ merchant: { name: 'Logis & Jardin', contact: 'office@logis.example', logoUrl } });
    await shown.reads('Payment received');
    const logo = shown.root.querySelector('img')!;
    expect(logo.src).to.equal(logoUrl);
    expect(logo.referrerPolicy).to.equal('no-referrer');
    expect(shown.control<HTMLAnchorElement>('office@logis.example').href).to.equal('mailto:office@logis.example');
  });

  it('shows hostile text as text', async () => {
    const hostile = '<img src=x onerror="globalThis.ran = true">';
    const shown = await over({
      merchant: { name: hostile, contact: hostile, logoUrl: null },
      customer: { name: hostile },
      payment: paymentOf({ line: { description: hostile, amount: 2_000 } }),
    });
    await shown.reads(hostile);
    expect(shown.root.querySelector('img')).to.equal(null);
  });

  it('prints on a press', async () => {
    const shown = await over();
    await shown.reads('Payment received');
    const { print } = window;
    let prints = 0;
    window.print = () => (prints += 1);
    try {
      shown.control('Print').click();
    } finally {
      window.print = print;
    }
    expect(prints).to.equal(1);
  });
});

describe('on paper', () => {
  afterEach(() => emulateMedia({ media: 'screen', colorScheme: 'light' }));

  it('it is black on white, with nothing to press, and lists everything', async () => {
    await emulateMedia({ media: 'print', colorScheme: 'dark' });
    const shown = await over();
    await shown.reads('Payment received');
    for (const words of ['$430.00', 'Charged in Full', 'Visa •••• 4242', '9f3c2b7a41d84e0fb6a5c1d2e3f40718', '+1 514'])
      expect(shown.text).to.include(words);
    expect(shown.names()).to.deep.equal(['+1 514 555 0142']);
    const { color, backgroundColor } = getComputedStyle(shown.root.querySelector('.sheet')!);
    expect([color, backgroundColor]).to.deep.equal(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  });
});

describe('every other end of a payment', () => {
  const ends: [PaymentStatus, LinkState, string, string[]][] = [
    ['processing', 'processing', 'Your payment is on its way', ['You can close this page']],
    [
      'requires_action',
      'processing',
      'Your payment isn’t finished',
      ['Nothing is charged until you give it.', 'Finish your payment'],
    ],
    ['failed', 'open', 'Your payment didn’t go through', ['Nothing was charged.', 'Try again']],
    ['failed', 'locked', 'Your payment didn’t go through', ['Too many cards were declined with this link.']],
    ['failed', 'expired', 'Your payment didn’t go through', ['Get a new link']],
    ['canceled', 'open', 'Your payment was cancelled', ['Nothing was charged.', 'Try again']],
    ['partially_refunded', 'paid', 'Part of your payment was refunded', ['sent a part of it back', 'Send receipt']],
    ['refunded', 'paid', 'Your payment was refunded', ['sent it back', 'Send receipt']],
  ];
  for (const [status, state, headline, sentences] of ends) {
    it(`is told: ${status} under a link that is ${state}`, async () => {
      const shown = await over({ state, payment: paymentOf({ status }) }, { paymentUrl: '/pay?link={token}' });
      shown.element.token = 'a-token';
      await shown.reads(headline);
      expect(shown.headline).to.equal(headline);
      for (const words of ['$430.00', 'Visa •••• 4242', ...sentences]) expect(shown.text).to.include(words);
      const settled = status.endsWith('refunded');
      expect(shown.text.includes('Charged in Full')).to.equal(settled);
      expect(shown.names().includes('Print')).to.equal(settled);
      await expect(shown.element).to.be.accessible();
    });
  }

  it('names why a card was declined, as far as it may be told', async () => {
    const payment = paymentOf({ status: 'failed', failure: { code: 'declined', reason: 'insufficient_funds' } });
    const shown = await over({ state: 'open', payment });
    await shown.reads('Your card doesn’t have enough funds.');
  });
});

describe('a link that nothing was paid with', () => {
  for (const [state, next] of [
    ['open', 'Go to payment'],
    ['processing', null],
    ['paid', null],
    ['expired', 'Get a new link'],
    ['cancelled', null],
    ['replaced', null],
    ['settled_elsewhere', null],
    ['locked', null],
    ['paused', null],
  ] as const) {
    it(`says what ${state} means and what comes next`, async () => {
      const shown = await over({ state, payment: null, dates: [] }, { paymentUrl: '/pay?link={token}' });
      shown.element.token = 'a-token/of+a=link';
      await shown.reads(en.link[state]);
      expect(shown.headline).to.equal(en.link[state]);
      expect(shown.text).to.include(en.linkMeaning[state]('Logis & Jardin'));
      expect(shown.names()).to.deep.equal([...(next ? [next] : []), '+1 514 555 0142']);
      await expect(shown.element).to.be.accessible();
    });
  }

  it('goes to where the link is paid, and writes the token nowhere', async () => {
    const shown = await over({ state: 'open', payment: null }, { paymentUrl: '#pay={token}' });
    shown.element.token = 'a-token/of+a=link';
    await shown.reads('Nothing has been paid yet');
    expect(shown.root.innerHTML).to.not.include('a-token');
    shown.control('Go to payment').click();
    expect(location.hash).to.equal('#pay=a-token%2Fof%2Ba%3Dlink');
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('sends payers back to their message where the page doesn’t know where the link is paid', async () => {
    const shown = await over({ state: 'open', payment: null });
    await shown.reads('Open the payment link in your message to go on.');
  });
});

describe('a confirmation that can’t be read', () => {
  for (const code of ['not_found', 'unauthorized'] as const) {
    it(`says that a token is not known (${code}), and doesn’t ask again`, async () => {
      let asked = 0;
      const confirmation = async () => {
        asked += 1;
        throw refused(code);
      };
      const shown = await ShownConfirmation.over(payerOf({ confirmation }));
      await shown.reads('This payment can’t be found');
      expect(shown.names()).to.deep.equal([]);
      document.dispatchEvent(new Event('visibilitychange'));
      await shown.element.updateComplete;
      expect(asked).to.equal(1);
      await expect(shown.element).to.be.accessible();
    });
  }

  it('says so without asking where there is no token at all', async () => {
    const element = await fixture<PaymentConfirmation>(
      html`<payment-confirmation lang="en" base-url="/nowhere"></payment-confirmation>`,
    );
    await new ShownConfirmation(element).reads('This payment can’t be found');
  });

  for (const [code, headline] of [
    ['network', 'Your payment can’t be shown right now'],
    ['unavailable', 'Your payment can’t be shown right now'],
    ['rate_limited', 'Your payment can’t be shown right now'],
  ] as const) {
    it(`says after ${code} that nothing is lost, and tries again`, async () => {
      let broken = true;
      let asked = 0;
      const confirmation = async () => {
        asked += 1;
        if (broken) throw refused(code);
        return confirmationOf();
      };
      const shown = await ShownConfirmation.over(payerOf({ confirmation }));
      await shown.reads(headline);
      expect(shown.text).to.include('what you have paid stays paid');
      await expect(shown.element).to.be.accessible();
      shown.control('Try again').click();
      await waitUntil(() => asked === 2);
      await shown.reads(headline);
      broken = false;
      shown.control('Try again').click();
      expect(shown.root.activeElement).to.equal(shown.root.querySelector('h2'));
      await shown.reads('Payment received');
      expect(shown.root.activeElement).to.equal(shown.root.querySelector('h2'));
    });
  }

  it('says that it is looking while it is', async () => {
    let answer: (seen: Confirmation) => void = () => {};
    const held = new Promise<Confirmation>((resolve) => (answer = resolve));
    const shown = await ShownConfirmation.over(payerOf({ confirmation: () => held }));
    expect(shown.headline).to.equal('Looking up your payment…');
    expect(shown.status).to.equal('Looking up your payment…');
    await expect(shown.element).to.be.accessible();
    answer(confirmationOf());
    await shown.reads('Payment received');
  });
});

describe('a payment that is on its way', () => {
  it('becomes what it became without a reload, and without taking the focus', async () => {
    let now = confirmationOf({ state: 'processing', payment: paymentOf({ status: 'processing', settledAt: null }) });
    const shown = await ShownConfirmation.over(payerOf({ confirmation: async () => now }));
    await shown.reads('Your payment is on its way');
    expect(shown.text).to.not.include('Charged in Full');
    now = confirmationOf();
    await shown.reads('Payment received');
    expect(shown.text).to.include('Charged in Full');
    expect(shown.status).to.equal('Payment received: $430.00');
    expect(shown.root.activeElement).to.equal(null);
  });

  it('says that the connection is gone, keeps what it knows, and goes on', async () => {
    let answer: () => Confirmation = () => confirmationOf({ state: 'paused', payment: null });
    const shown = await ShownConfirmation.over(payerOf({ confirmation: async () => answer() }));
    await shown.reads('Another payment is under way');
    answer = () => {
      throw refused('network');
    };
    await shown.reads('There is no connection right now.');
    expect(shown.headline).to.equal('Another payment is under way');
    answer = () => confirmationOf({ state: 'open', payment: null });
    await shown.reads('Nothing has been paid yet');
    expect(shown.text).to.not.include('There is no connection right now.');
  });

  it('is not asked for after the tag has left the page', async () => {
    let asked = 0;
    const confirmation = async () => {
      asked += 1;
      return confirmationOf({ state: 'paused', payment: null });
    };
    const shown = await ShownConfirmation.over(payerOf({ confirmation }));
    await shown.reads('Another payment is under way');
    shown.element.remove();
    const before = asked;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('online'));
    await Promise.resolve();
    expect(asked).to.equal(before);
  });
});

describe('the receipt', () => {
  async function withReceipts(answer: () => Promise<{ to: string }>, change: Partial<Confirmation> = {}) {
    const asked: { email: string | undefined; key: string }[] = [];
    const shown = await ShownConfirmation.over(
      payerOf({
        confirmation: async () => confirmationOf(change),
        sendReceipt: async ({ email }, { idempotencyKey }) => {
          asked.push({ email, key: idempotencyKey });
          return answer();
        },
      }),
    );
    await shown.reads('Payment received');
    return { shown, asked };
  }

  it('goes to the address on file', async () => {
    let arrive: (sent: { to: string }) => void = () => {};
    const { shown, asked } = await withReceipts(() => new Promise((resolve) => (arrive = resolve)));
    shown.control('Send receipt to c•••@example.com').click();
    await shown.reads('Sending…');
    expect(shown.status).to.equal('Sending…');
    shown.control('Sending…').click();
    await waitUntil(() => asked.length > 0);
    arrive({ to: 'c•••@example.com' });
    await shown.reads('The receipt is on its way to c•••@example.com.');
    expect(shown.status).to.equal('The receipt is on its way to c•••@example.com.');
    expect(asked.map(({ email }) => email)).to.deep.equal([undefined]);
    await expect(shown.element).to.be.accessible();
    // The payment was told of long ago, and isn't told of again.
    shown.control('Use another address').click();
    await shown.element.updateComplete;
    expect(shown.status).to.equal('');
  });

  it('goes to another address, which is checked first', async () => {
    const { shown, asked } = await withReceipts(async () => ({ to: 'o•••@example.org' }));
    shown.control('Use another address').click();
    await waitUntil(() => shown.root.activeElement?.id === 'receipt-address');
    for (const wrong of ['', 'office', 'office@example', 'of fice@example.org', 'office@example.']) {
      shown.type('E-mail address', wrong);
      shown.control('Send receipt').click();
      await shown.reads('Enter an e-mail address');
      const field = shown.control<HTMLInputElement>('E-mail address');
      expect(field.getAttribute('aria-invalid')).to.equal('true');
      expect(shown.root.activeElement).to.equal(field);
    }
    await expect(shown.element).to.be.accessible();
    shown.type('E-mail address', ' office@example.org ');
    await shown.element.updateComplete;
    expect(shown.text).to.not.include('Enter an e-mail address');
    shown.control('Send receipt').click();
    await shown.reads('The receipt is on its way to o•••@example.org.');
    expect(asked.map(({ email }) => email)).to.deep.equal(['office@example.org']);
    expect(shown.names()).to.include('Send receipt to c•••@example.com');
  });

  it('goes back to the address on file', async () => {
    const { shown } = await withReceipts(async () => ({ to: '' }));
    shown.control('Use another address').click();
    await shown.element.updateComplete;
    shown.control('Cancel').click();
    await waitUntil(() => shown.root.activeElement?.textContent?.trim() === 'Use another address');
  });

  it('asks for an address where there is none on file', async () => {
    const { shown, asked } = await withReceipts(async () => ({ to: 'o•••@example.org' }), { receiptTo: null });
    expect(shown.names()).to.not.include('Cancel');
    shown.type('E-mail address', 'office@example.org');
    shown.control('Send receipt').click();
    await shown.reads('The receipt is on its way to o•••@example.org.');
    expect(asked).to.have.lengthOf(1);
  });

  it('says when it may be asked for again', async () => {
    const retryAt = '2026-11-25T15:30:00.000Z';
    const { shown } = await withReceipts(async () => {
      throw new PaymentError('rate_limited', 'for a test', {
        problem: {
          type: '',
          title: '',
          status: 429,
          detail: '',
          code: 'rate_limited',
          attempt: 'none',
          requestId: '',
          retryAt,
        },
      });
    });
    shown.control('Send receipt to c•••@example.com').click();
    const said = new Intl.DateTimeFormat('en-CA', { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(retryAt),
    );
    await shown.reads(`You can ask again from ${said.replace(/\s/g, ' ')}.`);
  });

  it('says that it takes a while where nobody knows when', async () => {
    const { shown } = await withReceipts(() => Promise.reject(refused('rate_limited')));
    shown.control('Send receipt to c•••@example.com').click();
    await shown.reads('Please wait a while before you ask again.');
  });

  it('is the same request where its answer was lost, and another one once it was sent', async () => {
    let lost = true;
    const { shown, asked } = await withReceipts(async () => {
      if (lost) throw refused('network');
      return { to: 'c•••@example.com' };
    });
    shown.control('Send receipt to c•••@example.com').click();
    await shown.reads('The receipt could not be sent just now.');
    lost = false;
    shown.control('Send receipt to c•••@example.com').click();
    await shown.reads('The receipt is on its way');
    shown.control('Send receipt to c•••@example.com').click();
    await waitUntil(() => asked.length === 3);
    const [first, second, third] = asked.map(({ key }) => key);
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(second).to.equal(first);
    expect(third).to.not.equal(first);
    await shown.reads('The receipt is on its way');
  });

  it('says it of an address that the backend doesn’t take', async () => {
    const { shown } = await withReceipts(() => Promise.reject(refused('invalid_request')));
    shown.control('Use another address').click();
    await shown.element.updateComplete;
    shown.type('E-mail address', 'office@example.org');
    shown.control('Send receipt').click();
    await shown.reads('Enter an e-mail address');
  });
});

describe('the language', () => {
  it('is the customer’s where the element has none', async () => {
    const shown = await over({ locale: 'fr-CA' });
    await shown.reads('Paiement reçu');
    for (const words of [
      '430,00 $',
      'Payée en totalité',
      'encore 40,00 $ à payer',
      'Envoyer le reçu à c•••@example.com',
    ])
      expect(shown.text).to.include(words);
    expect(shown.root.querySelector('.sheet')!.getAttribute('lang')).to.equal('fr-CA');
    await expect(shown.element).to.be.accessible();
  });

  it('is the element’s own where it has one, whatever the customer’s is', async () => {
    const shown = await over({ locale: 'fr-CA' }, { lang: 'en' });
    await shown.reads('Payment received');
    expect(shown.text).to.include('CA$430.00');
  });

  it('doesn’t show English before the customer’s words are there', async () => {
    let load = (): void => {};
    let asked = false;
    registerConfirmationText('xq', async () => {
      asked = true;
      await new Promise<void>((resolve) => (load = resolve));
      return { ...en, status: { ...en.status, succeeded: 'Xq' } };
    });
    const shown = await over({ locale: 'xq' });
    const headlines = new Set([shown.headline]);
    const observer = new MutationObserver(() => headlines.add(shown.headline));
    observer.observe(shown.root, { subtree: true, childList: true, characterData: true });
    await waitUntil(() => asked);
    await shown.element.updateComplete;
    load();
    await shown.reads('Xq');
    observer.disconnect();
    expect([...headlines]).to.deep.equal(['Looking up your payment…', 'Xq']);
  });

  it('runs as its words do, and takes a host’s words', async () => {
    const shown = await over();
    shown.element.text = { page: { direction: 'rtl' }, status: { succeeded: 'استُلمت الدفعة' } };
    await shown.reads('استُلمت الدفعة');
    expect(getComputedStyle(shown.root.querySelector('.sheet')!).direction).to.equal('rtl');
    await expect(shown.element).to.be.accessible();
  });
});

describe('the token', () => {
  const token = 'Zm9yLWEtdGVzdC1vbmx5';
  const address = location.href;
  afterEach(() => history.replaceState(null, '', address));

  /** A confirmation over HTTP, and what was asked of the network. */
  async function overHttp(search: string, token?: string) {
    const asked: Request[] = [];
    const url = new URL(location.href);
    url.search = search;
    history.replaceState({ of: 'the host' }, '', url);
    const { fetch } = window;
    window.fetch = async (input, init) => {
      asked.push(new Request(input, init));
      return new Response(JSON.stringify(confirmationOf()), { headers: { 'content-type': 'application/json' } });
    };
    try {
      const element = await fixture<PaymentConfirmation>(
        html`<payment-confirmation base-url="/paydesk" token=${token ?? ''}></payment-confirmation>`,
      );
      const shown = new ShownConfirmation(element);
      await shown.reads('Payment received');
      return { shown, asked };
    } finally {
      window.fetch = fetch;
    }
  }

  it('is taken from the address, and travels in a header alone', async () => {
    const { shown, asked } = await overHttp(`?link=${token}`);
    expect(asked.map(({ url }) => new URL(url).pathname)).to.deep.equal(['/paydesk/pay/payment']);
    expect(asked[0]!.headers.get('authorization')).to.equal(`Paydesk-Link ${token}`);
    expect(asked[0]!.credentials).to.equal('omit');
    expect(shown.root.innerHTML).to.not.include(token);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).to.not.include(token);
    expect(document.cookie).to.not.include(token);
  });

  it('is the attribute’s where there is one', async () => {
    const { asked } = await overHttp('?link=another', token);
    expect(asked[0]!.headers.get('authorization')).to.equal(`Paydesk-Link ${token}`);
  });

  it('stays in the address alone: what Stripe added is taken out and not believed', async () => {
    const { shown } = await overHttp(
      `?link=${token}&payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2&redirect_status=failed&theme=dark`,
    );
    expect(location.search).to.equal(`?link=${token}&theme=dark`);
    expect(history.state).to.deep.equal({ of: 'the host' });
    expect(shown.headline).to.equal('Payment received');
  });

  it('of another link begins anew', async () => {
    const seen: string[] = [];
    const shown = await over();
    await shown.reads('Payment received');
    shown.element.backend = payerOf({
      confirmation: async () => {
        seen.push(shown.headline);
        return confirmationOf({ state: 'cancelled', payment: null });
      },
    });
    await shown.reads('This payment link was cancelled');
    expect(seen).to.deep.equal(['Looking up your payment…']);
  });
});

describe('the headline', () => {
  it('takes the focus when the page asks for it, whatever there is to say', async () => {
    const shown = await over();
    shown.element.focus();
    const headline = shown.root.querySelector('h2');
    expect(shown.root.activeElement).to.equal(headline);
    await shown.reads('Payment received');
    expect(shown.root.activeElement).to.equal(headline);
  });
});
