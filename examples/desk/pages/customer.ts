import { html, render } from 'lit';
import { createStaffBackend, formatMoney, type Account, type Booking, type Payment } from 'paydesk';
import { deskJson, failure, page, type DeskInfo } from './frame.ts';

const words: Record<Booking['status'], string> = {
  not_charged: 'Not charged',
  partially_charged: 'Partially charged',
  charged_in_full: 'Charged in Full',
  partially_refunded: 'Partially refunded',
  refunded: 'Refunded',
};

const app = document.querySelector<HTMLElement>('#app') ?? document.body;
const customerId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
const baseUrl = '/paydesk';
const backend = createStaffBackend({ baseUrl });

let desk: DeskInfo | undefined;

async function show(): Promise<void> {
  try {
    desk ??= await deskJson<DeskInfo>('/desk.json');
    const account = await backend.account(customerId);
    document.title = `${account.customer.name} · ${desk.business}`;
    render(page(desk, profile(account)), app);
  } catch (error) {
    render(failure(error), app);
  }
}

function profile(account: Account): unknown {
  const money = (amount: number): string => formatMoney(amount, account.currency, 'en-CA');
  const { customer } = account;
  return html`
    <section class="card head">
      <div>
        <h1>${customer.name}</h1>
        <p>${[customer.email, customer.phone].filter(Boolean).join(' · ')}</p>
      </div>
      <div class="go">
        <div class="balance"><span class="muted">Outstanding</span><b>${money(account.balance)}</b></div>
        <button class="main" type="button" @click=${charge}>Charge Customer</button>
      </div>
    </section>
    <section class="card">
      <h2>Bookings</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Booking</th>
            <th scope="col" class="number">Total</th>
            <th scope="col" class="number">Due</th>
          </tr>
        </thead>
        <tbody>
          ${account.bookings.map((booking) => bookingRow(booking, money))}
        </tbody>
      </table>
      ${account.bookings.length === 0 ? html`<p class="muted">No bookings yet.</p>` : null}
    </section>
    <section class="card">
      <h2>Saved cards</h2>
      ${
        account.cards.length === 0
          ? html`<p class="muted">No saved card.</p>`
          : html`<table>
            <thead>
              <tr>
                <th scope="col">Card</th>
                <th scope="col">Expires</th>
              </tr>
            </thead>
            <tbody>
              ${account.cards.map(
                (card) =>
                  html`<tr>
                    <td>
                      ${card.brand.toUpperCase()} •••• ${card.last4}
                      ${card.primary ? html`<span class="state">Primary</span>` : null}
                    </td>
                    <td>
                      ${String(card.expMonth).padStart(2, '0')}/${card.expYear}
                      ${card.expiry === 'expired' ? html`<span class="state">Expired</span>` : null}
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`
      }
    </section>
    <section class="card">
      <h2>Payments</h2>
      ${
        account.payments.length === 0
          ? html`<p class="muted">No payments yet.</p>`
          : html`<table>
            <thead>
              <tr>
                <th scope="col">Payment</th>
                <th scope="col">Date</th>
                <th scope="col">Charged by</th>
                <th scope="col" class="number">Amount</th>
              </tr>
            </thead>
            <tbody>
              ${account.payments.map((payment) => paymentRow(payment, money))}
            </tbody>
          </table>`
      }
    </section>
    <charge-customer-dialog
      customer-id=${customerId}
      base-url=${baseUrl}
      @payment-succeeded=${show}
      @payment-failed=${show}
      @dialog-closed=${show}
    ></charge-customer-dialog>
  `;
}

function bookingRow(booking: Booking, money: (amount: number) => string): unknown {
  return html`<tr>
    <td>
      ${booking.title}<br />
      <span class="muted">${booking.reference} · ${booking.date}</span><br />
      <span class="state" data-status=${booking.status}>${words[booking.status]}</span>
    </td>
    <td class="number">${money(booking.total)}</td>
    <td class="number">${money(booking.due)}</td>
  </tr>`;
}

function paymentRow(payment: Payment, money: (amount: number) => string): unknown {
  const of = [...payment.allocations.map(({ reference }) => reference), payment.line?.description].filter(Boolean);
  return html`<tr>
    <td>
      ${payment.card ? `${payment.card.brand.toUpperCase()} •••• ${payment.card.last4}` : null}<br />
      <span class="muted">${of.join(', ')}</span>
    </td>
    <td>${new Date(payment.createdAt).toLocaleString('en-CA', { dateStyle: 'medium', timeStyle: 'short' })}</td>
    <td>${payment.chargedBy?.name}</td>
    <td class="number">${money(payment.amount)}</td>
  </tr>`;
}

function charge(): void {
  document.querySelector('charge-customer-dialog')?.show();
}

await Promise.all([show(), import('paydesk/charge-customer-dialog')]);
