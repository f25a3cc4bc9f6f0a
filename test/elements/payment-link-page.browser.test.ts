import { expect, waitUntil } from '@open-wc/testing';
import { openDesk } from './desk.ts';
import { closeBank, makeLink, openPage } from './payer.ts';

const good = '4242424242424242';

afterEach(closeBank);

describe('paying a link', () => {
  it('shows who asks, what for and how much, takes a card, and shows the confirmation in place', async () => {
    const desk = await openDesk();
    const { payer } = await makeLink(desk);
    const page = await openPage(desk, payer);
    await page.reads('Pay CA$400.00');
    expect(page.text).to.match(/Logis & Jardin.*Amount due CA\$400\.00 for Claire Martin/);
    expect(page.text).to.match(
      /Deep clean, three bedrooms LJ-1042 · .* CA\$280\.00 Window cleaning LJ-1043 · .*CA\$120\.00/,
    );
    await page.typeCard(good);
    page.action.click();
    await page.reads('Payment received');
    expect(page.events).to.deep.equal(['payment-succeeded']);
    expect(desk.succeeded().map(({ amount }) => amount)).to.deep.equal([40_000]);
    await waitUntil(() => page.text.includes('Charged in Full'));
  });
});
