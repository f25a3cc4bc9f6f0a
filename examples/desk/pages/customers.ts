import { html, render } from 'lit';
import { deskJson, failure, page, readDesk } from './frame.ts';

interface CustomerRow {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  about: string;
}

const app = document.querySelector<HTMLElement>('#app') ?? document.body;

try {
  const [desk, customers] = await Promise.all([readDesk(), deskJson<CustomerRow[]>('/customers.json')]);
  document.title = `Customers · ${desk.merchant.name}`;
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
              ({ id, name, email, phone, about }) =>
                html`<tr>
                  <td>
                    <a href="/customers/${encodeURIComponent(id)}"><bdi>${name}</bdi></a><br />
                    <span class="muted">${email ?? phone ?? 'no e-mail, no phone'}</span>
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
