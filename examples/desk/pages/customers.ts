import { html, render } from 'lit';
import { deskJson, failure, page, type DeskInfo } from './frame.ts';

interface CustomerRow {
  id: string;
  name: string;
  email: string | null;
  about: string;
}

const app = document.querySelector<HTMLElement>('#app') ?? document.body;

try {
  const [desk, customers] = await Promise.all([
    deskJson<DeskInfo>('/desk.json'),
    deskJson<CustomerRow[]>('/customers.json'),
  ]);
  document.title = `Customers · ${desk.business}`;
  render(
    page(
      desk,
      html`<section class="card">
        <h1>Customers</h1>
        <p class="muted">Open one and press “Charge Customer”.</p>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">To try</th>
            </tr>
          </thead>
          <tbody>
            ${customers.map(
              ({ id, name, email, about }) =>
                html`<tr>
                  <td>
                    <a href="/customers/${encodeURIComponent(id)}">${name}</a><br />
                    <span class="muted">${email ?? 'no e-mail'}</span>
                  </td>
                  <td class="muted">${about}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </section>`,
    ),
    app,
  );
} catch (error) {
  render(failure(error), app);
}
