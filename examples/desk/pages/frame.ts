import { html, type TemplateResult } from 'lit';

export interface MerchantInfo {
  name: string;
  /** The test cards of the simulated Stripe; null on the real one. */
  testCards: { number: string; says: string }[] | null;
}

/** What every staff page shows: the business, and who is signed in. */
export interface DeskInfo {
  merchant: MerchantInfo;
  staff: string;
}

export async function deskJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return (await answer.json()) as T;
}

export async function readDesk(): Promise<DeskInfo> {
  const [merchant, { staff }] = await Promise.all([
    deskJson<MerchantInfo>('/merchant.json'),
    deskJson<{ staff: string }>('/desk.json'),
  ]);
  return { merchant, staff };
}

/** What every staff page shows round its own content. */
export function page(desk: DeskInfo, main: unknown, aside: unknown = testCards(desk.merchant)): TemplateResult {
  return html`
    <header class="bar">
      <strong>${desk.merchant.name}</strong>
      <nav aria-label="Desk">
        <a href="/customers">Customers</a>
        <a href="/outbox">Outbox</a>
        <a href="/settings">Settings</a>
      </nav>
      <span class="who">${desk.staff}</span>
    </header>
    <div class=${aside === null ? 'page wide' : 'page'}>
      <main>${main}</main>
      ${aside === null ? null : html`<aside class="aside">${aside}</aside>`}
    </div>
  `;
}

export function failure(error: unknown): TemplateResult {
  return html`<main class="page">
    <section class="card" role="alert">
      <h1>This page could not be loaded</h1>
      <p>${error instanceof Error ? error.message : 'Something went wrong.'}</p>
      <p><a href="">Try again</a> · <a href="/customers">All customers</a></p>
    </section>
  </main>`;
}

export function testCards({ testCards: cards }: MerchantInfo): unknown {
  if (!cards) return null;
  return html`<section class="card" lang="en" aria-labelledby="test-cards">
    <h2 id="test-cards">Test cards</h2>
    <p class="muted">Stripe is simulated here: nothing is charged. Any future date, any CVC and a postal code of the country will do.</p>
    <dl class="cards">
      ${cards.map(
        ({ number, says }) => html`
          <dt><code>${number.replace(/(.{4})(?=.)/g, '$1 ')}</code></dt>
          <dd>${says}</dd>
        `,
      )}
    </dl>
  </section>`;
}

/** A moment as staff read it. */
export function moment(time: string): string {
  return new Date(time).toLocaleString('en-CA', { dateStyle: 'medium', timeStyle: 'short' });
}
