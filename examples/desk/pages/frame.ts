import { html, type TemplateResult } from 'lit';

export interface DeskInfo {
  business: string;
  staff: string;
  /** The test cards of the simulated Stripe; absent on the real one. */
  testCards: { number: string; says: string }[] | null;
}

export async function deskJson<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return (await answer.json()) as T;
}

/** What every page of the desk shows round its own content. */
export function page(desk: DeskInfo, main: unknown, aside: unknown = testCards(desk)): TemplateResult {
  return html`
    <header class="bar">
      <strong>${desk.business}</strong>
      <a href="/customers">Customers</a>
      <span class="who">${desk.staff}</span>
    </header>
    <div class="page">
      <main>${main}</main>
      <aside class="aside">${aside}</aside>
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

function testCards({ testCards: cards }: DeskInfo): unknown {
  if (!cards) return null;
  return html`<section class="card" aria-labelledby="test-cards">
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
