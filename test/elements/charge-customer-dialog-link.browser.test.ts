import { expect, waitUntil } from '@open-wc/testing';
import type { Account } from '../../src/contract/account.ts';
import type { PaymentLink } from '../../src/contract/link.ts';
import { problemStatus, type Problem, type ProblemCode } from '../../src/contract/problem.ts';
import { PaymentError } from '../../src/errors.ts';
import { openDesk, place, type Desk, type Shown } from './desk.ts';

const posts = (desk: Desk) => desk.asked.filter((each) => each === 'POST /links').length;
const previews = (desk: Desk) => desk.asked.filter((each) => each === 'POST /links/preview').length;
const frameOf = (shown: Shown) => shown.root.querySelector<HTMLIFrameElement>('iframe.mail');

/** The dialog with a payment link chosen. */
async function composing(desk: Desk, customerId?: string) {
  const shown = await place(desk, customerId);
  await shown.open();
  shown.control(/^Send a payment link/).click();
  await shown.reads('How the customer gets it');
  return shown;
}

/** The dialog over an account that differs from what the backend has. */
async function over(change: (account: Account) => Account, customerId?: string) {
  const desk = await openDesk();
  const shown = await place(desk, customerId);
  shown.element.backend = {
    ...desk.backend,
    account: async (id, options) => change(await desk.backend.account(id, options)),
  };
  return shown.open();
}

describe('sending a payment link', () => {
  it('sends it by mail to the address on file, and says to whom, how much, for what and until when', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    expect(shown.control('E-mail address').value).to.equal('claire.martin@example.com');
    expect(shown.actionText).to.equal('Send payment link for CA$400.00');
    shown.action.click();
    await shown.reads('Payment link for CA$400.00 sent');
    expect(shown.text).to.match(/Deep clean.*CA\$280\.00.*Window cleaning.*CA\$120\.00/);
    expect(shown.text).to.include('Sent to claire.martin@example.com Delivery Waiting to be sent');
    expect(shown.text).to.match(/Payment page Not opened yet Can be paid until \w/);
    expect(shown.status).to.equal('Payment link for CA$400.00 sent');
    expect(shown.root.activeElement?.textContent).to.include('Payment link for CA$400.00 sent');
    await desk.paydesk.deliver();
    expect(desk.mailer.sent.map(({ to }) => to)).to.deep.equal(['claire.martin@example.com']);
    await shown.reads('Delivery Sent');
    await expect(shown.element).to.be.accessible();
  });

  it('says so to the page after it is shown', async () => {
    const shown = await composing(await openDesk());
    const told: [PaymentLink, boolean][] = [];
    shown.element.addEventListener('payment-link-sent', ({ detail }) =>
      told.push([detail.link, shown.text.includes('Payment link for CA$400.00 sent')]),
    );
    shown.action.click();
    await waitUntil(() => told.length > 0);
    const [link, isShown] = told[0]!;
    expect([link.channel, link.asked, isShown]).to.deep.equal(['email', 40_000, true]);
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-link-sent']);
  });

  it('makes one to hand over without sending anything', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.control(/^Copy or QR code/).click();
    await shown.settled();
    expect(shown.has('E-mail address')).to.equal(false);
    expect(shown.actionText).to.equal('Create payment link for CA$400.00');
    shown.action.click();
    await shown.reads('Payment link for CA$400.00 created');
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-link-created']);
    await desk.paydesk.deliver();
    expect(desk.mailer.sent).to.deep.equal([]);
    expect(shown.has('Copy link')).to.equal(true);
    expect(shown.has('Send again')).to.equal(false);
  });

  it('sends a text message', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.control(/^Text message/).click();
    await shown.settled();
    expect(shown.control('Phone number').value).to.equal('+1 514 555 0117');
    shown.action.click();
    await shown.reads('Sent to +1 514 555 0117');
    await desk.paydesk.deliver();
    expect(desk.mailer.sentSms).to.have.length(1);
  });

  it('asks for a part, for another address, with a note and for as long as is chosen', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.type(/Amount.*LJ-1042/, '50');
    shown.control(/^Window cleaning/).click();
    shown.type('E-mail address', 'office@example.com');
    shown.type(/^Personal note/, 'Thank you!\nMaya');
    const lifetime = shown.control<HTMLSelectElement>('Can be paid for');
    expect(lifetime.value).to.equal('30');
    expect([...lifetime.options].map(({ text }) => text)).to.deep.equal(['1 day', '7 days', '30 days', '90 days']);
    lifetime.value = '7';
    lifetime.dispatchEvent(new Event('change'));
    await shown.settled();
    expect(shown.actionText).to.equal('Send payment link for CA$50.00');
    shown.action.click();
    await shown.reads('Payment link for CA$50.00 sent');
    const account = await desk.backend.account('claire-martin');
    const [link] = account.links;
    expect(link).to.include({ asked: 5_000, note: 'Thank you!\nMaya' });
    expect(link!.deliveries[0]!.to).to.equal('office@example.com');
    const days = (Date.parse(link!.expiresAt) - Date.now()) / 86_400_000;
    expect(days).to.be.closeTo(7, 0.01);
  });

  it('sends once however often it is pressed', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.action.click();
    shown.action.click();
    shown.dialog.querySelector('form')!.requestSubmit();
    await shown.reads('Payment link for CA$400.00 sent');
    expect(posts(desk)).to.equal(1);
  });

  it('is chosen at first where the page wishes it', async () => {
    const shown = await place(await openDesk());
    shown.element.method = 'link';
    await shown.open();
    await shown.reads('How the customer gets it');
    expect(shown.actionText).to.equal('Send payment link for CA$400.00');
  });
});

describe('ways to hand a link over', () => {
  it('shows e-mail disabled where there is no address, and another way is chosen', async () => {
    const shown = await over((account) => ({ ...account, customer: { ...account.customer, email: null } }));
    shown.control(/^Send a payment link/).click();
    await shown.reads('No e-mail address on file');
    expect(shown.control<HTMLInputElement>(/^E-mail No e-mail/).disabled).to.equal(true);
    expect(shown.control<HTMLInputElement>(/^Text message/).checked).to.equal(true);
    await expect(shown.element).to.be.accessible();
  });

  it('offers no text message where the backend has none', async () => {
    const shown = await over((account) => ({ ...account, capabilities: { ...account.capabilities, sms: false } }));
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    expect(shown.has(/^Text message/)).to.equal(false);
  });

  it('says why no link can be sent', async () => {
    const no = await over((account) => ({ ...account, permissions: { ...account.permissions, sendLink: false } }));
    expect(no.control<HTMLInputElement>(/^Send a payment link You don’t have permission/).disabled).to.equal(true);
    const none = await over((account) => ({ ...account, capabilities: { ...account.capabilities, links: false } }));
    expect(none.control<HTMLInputElement>(/^Send a payment link Payment links are not set up/).disabled).to.equal(true);
  });

  it('asks for a well-formed address, and puts the focus there', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.type('E-mail address', 'claire@');
    await shown.settled();
    expect(shown.text).to.not.include('Enter an e-mail address');
    shown.action.click();
    await shown.reads('Enter an e-mail address, such as name@example.com.');
    expect(shown.root.activeElement).to.equal(shown.control('E-mail address'));
    expect(posts(desk)).to.equal(0);
    await expect(shown.element).to.be.accessible();
  });
});

describe('the preview', () => {
  it('is the mail that is sent, to the byte', async () => {
    const desk = await openDesk();
    const shown = await place(desk);
    const seen: unknown[] = [];
    shown.element.backend = {
      ...desk.backend,
      previewLink: async (request, options) => {
        const message = await desk.backend.previewLink(request, options);
        seen.push(message);
        return message;
      },
    };
    await shown.open();
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    shown.type(/^Personal note/, 'See you & <b>thanks</b>');
    await shown.settled();
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('See you & <b>thanks</b>'));
    expect(shown.text).to.include('From Logis & Jardin');
    expect(shown.text).to.include('To claire.martin@example.com');
    shown.action.click();
    await shown.reads('Payment link for CA$400.00 sent');
    await desk.paydesk.deliver();
    const [mail] = desk.mailer.sent;
    const { from, to, subject, html, text } = mail!;
    expect(seen.at(-1)).to.deep.equal({ channel: 'email', from, to, subject, html, text, sms: null });
  });

  it('looks as the mail does', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('400.00'));
    const shownPage = frameOf(shown)!.contentDocument!;
    const mail = new DOMParser().parseFromString(await mailOf(desk), 'text/html');
    const looks = (page: Document) =>
      [...page.body.querySelectorAll<HTMLElement>('*')]
        .filter(({ localName }) => localName !== 'style')
        .map((each) => [each.localName, each.className, each.style.cssText]);
    expect(looks(shownPage)).to.deep.equal(looks(mail));
    expect(shownPage.body.style.cssText).to.equal(mail.body.style.cssText);
    expect(shownPage.documentElement.lang).to.equal(mail.documentElement.lang);
    expect(shownPage.compatMode).to.equal('CSS1Compat');
    expect(shownPage.adoptedStyleSheets).to.have.length(mail.querySelectorAll('style').length);
  });

  it('runs no script, whatever a name or a note says', async () => {
    const desk = await openDesk();
    const shown = await composing(desk, 'hostile-name');
    shown.type(/^Personal note/, '<script>top.hacked = 1</script><img src=x onerror="top.hacked = 1">');
    await shown.settled();
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('top.hacked'));
    const page = frameOf(shown)!.contentDocument!;
    expect(page.querySelectorAll('script, [onerror], [onload]')).to.have.length(0);
    expect((window as { hacked?: number }).hacked).to.equal(undefined);
  });

  it('has a frame in which nothing can run, not even of a backend that is taken over', async () => {
    const desk = await openDesk();
    const shown = await place(desk);
    const html =
      '<!doctype html><html><body onload="top.hacked = 1"><script>top.hacked = 1</script>' +
      '<img src="x" onerror="top.hacked = 1"><svg onload="top.hacked = 1"></svg><p style="color: red">Here</p></body></html>';
    shown.element.backend = {
      ...desk.backend,
      previewLink: async (request, options) => ({ ...(await desk.backend.previewLink(request, options)), html }),
    };
    await shown.open();
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('Here'));
    expect(frameOf(shown)!.getAttribute('sandbox')).to.equal('allow-same-origin');
    const image = frameOf(shown)!.contentDocument!.images[0]!;
    if (!image.complete) await new Promise((resolve) => image.addEventListener('error', resolve));
    expect((window as { hacked?: number }).hacked).to.equal(undefined);
  });

  it('speaks the customer’s language while the dialog speaks the staff’s', async () => {
    const shown = await composing(await openDesk(), 'amelie-gagnon');
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('Bonjour'));
    expect(frameOf(shown)!.contentDocument!.documentElement.lang).to.match(/^fr/);
    expect(shown.text).to.include('Hide preview');
  });

  it('shows it as on a phone, and as plain text', async () => {
    const shown = await composing(await openDesk());
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('400.00'));
    shown.control('Phone').click();
    await waitUntil(() => (frameOf(shown)?.clientWidth ?? 0) > 0 && frameOf(shown)!.clientWidth <= 375);
    await expect(shown.element).to.be.accessible();
    shown.control('Plain text').click();
    await shown.settled();
    expect(frameOf(shown)).to.equal(null);
    expect(shown.root.querySelector('.preview-plain')?.textContent).to.match(/https:\/\/pay\.example\/pay\?link=\S+/);
  });

  it('shows the text message', async () => {
    const shown = await composing(await openDesk());
    shown.control(/^Text message/).click();
    await shown.settled();
    shown.control('Preview').click();
    await waitUntil(() => shown.root.querySelector('.preview-plain')?.textContent?.includes('https://pay.example/'));
    expect(shown.text).to.include('To +1 514 555 0117');
  });

  it('is read again when what is composed changes, once for what is typed in one go, and not while it is hidden', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    shown.type(/^Personal note/, 'Hidden');
    expect(previews(desk)).to.equal(0);
    shown.control('Preview').click();
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('Hidden'));
    expect(previews(desk)).to.equal(1);
    for (const note of ['S', 'Se', 'See', 'See you']) shown.type(/^Personal note/, note);
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('See you'));
    expect(previews(desk)).to.equal(2);
    shown.type('E-mail address', 'nobody');
    await shown.reads('Complete the form to see the preview.');
    shown.type('E-mail address', 'claire.martin@example.com');
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('See you'));
  });

  it('is marked as being in the language of the customer', async () => {
    const desk = await openDesk();
    const shown = await composing(desk, 'amelie-gagnon');
    shown.control('Preview').click();
    await shown.reads('Demande de paiement');
    const subject = [...shown.root.querySelectorAll('.preview bdi')].at(-1);
    expect(subject?.closest('[lang]')?.getAttribute('lang')).to.equal('fr-CA');
    shown.control('Plain text').click();
    await shown.settled();
    expect(shown.root.querySelector('.preview-plain [lang]')?.getAttribute('lang')).to.equal('fr-CA');
  });

  it('says that it could not be loaded, and offers to try again', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    shown.control('Preview').click();
    await shown.reads('The preview could not be loaded.');
    expect(shown.status).to.equal('The preview could not be loaded.');
    desk.network.answer = async (answer) => answer;
    shown.control('Try again').focus();
    shown.control('Try again').click();
    await waitUntil(() => shown.root.activeElement === shown.control('Hide preview'));
    await waitUntil(() => frameOf(shown)?.contentDocument?.body?.textContent.includes('400.00'));
  });
});

/** The mail of a link like the one that is composed at first. */
async function mailOf({ backend }: Desk): Promise<string> {
  const account = await backend.account('claire-martin');
  const { html } = await backend.previewLink(
    {
      customerId: account.customer.id,
      allocations: account.bookings
        .filter(({ due }) => due > 0)
        .map(({ id, due }) => ({ bookingId: id, amount: due, dueSeen: due })),
      currency: account.currency,
      channel: 'email',
      to: account.customer.email!,
    },
    { idempotencyKey: 'another-key' },
  );
  return html!;
}

describe('a link that could not be sent', () => {
  /** A dialog whose links are refused, once. */
  async function refused(code: ProblemCode, more: Partial<Problem> = {}) {
    const desk = await openDesk();
    const shown = await place(desk);
    let refuses = true;
    const problem: Problem = {
      type: 'about:blank',
      title: code,
      detail: '',
      requestId: 'r1',
      attempt: 'none',
      ...more,
      code,
      status: problemStatus[code],
    };
    shown.element.backend = {
      ...desk.backend,
      createLink: async (request, options) => {
        if (!refuses) return desk.backend.createLink(request, options);
        refuses = false;
        throw new PaymentError(code, 'for a test', { problem, status: problem.status });
      },
    };
    await shown.open();
    shown.control(/^Send a payment link/).click();
    await shown.reads('How the customer gets it');
    shown.type('E-mail address', 'office@example.com');
    shown.type(/^Personal note/, 'Kept');
    await shown.settled();
    shown.action.click();
    return { desk, shown };
  }

  for (const [code, sentence, more] of [
    ['rate_limited', 'Too many tries in a short time.', {}],
    ['stripe_not_connected', 'Payment links need a connected Stripe account.', {}],
    ['over_balance', 'The amount is more than what is due.', {}],
    ['payment_in_progress', 'Another payment for these bookings is still open.', { open: [] }],
    ['amount_too_small', 'The least that can be charged is CA$0.50.', { minimum: 50 }],
    ['unavailable', 'not available right now', {}],
  ] satisfies [ProblemCode, string, Partial<Problem>][]) {
    it(`says what ${code} means, keeps what is chosen, and can be sent again`, async () => {
      const { desk, shown } = await refused(code, more);
      await shown.reads(sentence);
      expect(shown.status).to.include(sentence);
      await waitUntil(() => shown.root.activeElement?.textContent?.includes(sentence));
      expect(shown.control('E-mail address').value).to.equal('office@example.com');
      expect(shown.control<HTMLTextAreaElement>(/^Personal note/).value).to.equal('Kept');
      shown.action.click();
      await shown.reads('Payment link for CA$400.00 sent');
      await desk.paydesk.deliver();
      expect(desk.mailer.sent.map(({ to }) => to)).to.deep.equal(['office@example.com']);
    });
  }

  it('asks again, with old and new amounts, where what is due has changed', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    desk.host.collectElsewhere('booking-1042', 8_000);
    shown.action.click();
    await shown.reads('LJ-1042: was CA$280.00, is now CA$200.00');
    await shown.reads('Send payment link for CA$320.00');
    shown.action.click();
    await shown.reads('Payment link for CA$320.00 sent');
  });

  it('is asked for again where the answer is lost, and makes one link and one mail', async () => {
    const desk = await openDesk();
    const shown = await composing(desk);
    desk.network.answer = () => Promise.reject(new TypeError('Failed to fetch'));
    shown.action.click();
    await shown.reads('No answer yet: the link may already be sent');
    expect(shown.status).to.include('the link may already be sent');
    expect(shown.action).to.equal(null);
    await expect(shown.element).to.be.accessible();
    desk.network.answer = async (answer) => answer;
    shown.control('Ask again now').click();
    await shown.reads('Payment link for CA$400.00 sent');
    expect(posts(desk)).to.be.greaterThan(1);
    expect((await desk.backend.account('claire-martin')).links).to.have.length(1);
    await desk.paydesk.deliver();
    expect(desk.mailer.sent).to.have.length(1);
    expect(shown.events).to.deep.equal(['dialog-opened', 'payment-link-sent']);
  });
});
