import { html } from 'lit';
import {
  formatMoney,
  type Account,
  type Booking,
  type DeliveryState,
  type LinkState,
  type Payment,
  type PaymentLink,
} from 'paydesk';
import { moment } from './frame.ts';

const bookingWords: Record<Booking['status'], string> = {
  not_charged: 'Not charged',
  partially_charged: 'Partially charged',
  charged_in_full: 'Charged in Full',
  partially_refunded: 'Partially refunded',
  refunded: 'Refunded',
};

/** Of links that are not over; the others don't come here. */
const linkWords: Partial<Record<LinkState, string>> = {
  open: 'Open',
  processing: 'Being paid',
  paused: 'Paused: another charge is under way',
  locked: 'Locked: too many declined cards',
};

const deliveryWords: Record<DeliveryState, string> = {
  queued: 'Being sent',
  sent: 'Sent',
  delivered: 'Delivered',
  bounced: 'Came back',
  failed: 'Could not be sent',
};

type Money = (amount: number) => string;

/** The customer's profile of a host app: what it knows itself, and what Paydesk tells it. */
export function profile(account: Account, charge: () => void): unknown {
  const money: Money = (amount) => formatMoney(amount, account.currency, 'en-CA');
  const { customer } = account;
  return html`
    <section class="card head">
      <div>
        <h1><bdi>${customer.name}</bdi></h1>
        <p>${[customer.email, customer.phone].filter(Boolean).join(' · ')}</p>
      </div>
      <div class="go">
        <div class="balance"><span class="muted">Outstanding</span><b>${money(account.balance)}</b></div>
        <button class="main" type="button" @click=${charge}>Charge Customer</button>
      </div>
    </section>
    <section class="card" aria-labelledby="bookings">
      <h2 id="bookings">Bookings</h2>
      ${table(
        ['Booking', '#Total', '#Due'],
        account.bookings.map((booking) => bookingRow(booking, money)),
        'No bookings yet.',
      )}
    </section>
    ${
      account.links.length === 0
        ? null
        : html`<section class="card" aria-labelledby="links">
            <h2 id="links">Payment links</h2>
            ${table(
              ['Sent to', '#Amount'],
              account.links.map((link) => linkRow(link, money)),
              '',
            )}
          </section>`
    }
    <section class="card" aria-labelledby="cards">
      <h2 id="cards">Saved cards</h2>
      ${table(['Card', 'Expires'], account.cards.map(cardRow), 'No saved card.')}
    </section>
    <section class="card" aria-labelledby="payments">
      <h2 id="payments">Payments</h2>
      ${table(
        ['Payment', 'Date', 'Charged by', '#Amount'],
        account.payments.map((payment) => paymentRow(payment, money)),
        'No payments yet.',
      )}
    </section>
  `;
}

/** `#` before the name of a column of numbers. */
function table(columns: string[], rows: unknown[], none: string): unknown {
  if (rows.length === 0) return html`<p class="muted">${none}</p>`;
  return html`<table>
    <thead>
      <tr>
        ${columns.map((name) =>
          name.startsWith('#')
            ? html`<th scope="col" class="number">${name.slice(1)}</th>`
            : html`<th scope="col">${name}</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function bookingRow(booking: Booking, money: Money): unknown {
  return html`<tr>
    <td>
      <bdi>${booking.title}</bdi><br />
      <span class="muted">${booking.reference} · ${booking.date}</span><br />
      <span class="state" data-status=${booking.status}>${bookingWords[booking.status]}</span>
    </td>
    <td class="number">${money(booking.total)}</td>
    <td class="number">${money(booking.due)}</td>
  </tr>`;
}

function linkRow(link: PaymentLink, money: Money): unknown {
  const [latest] = link.deliveries;
  const of = [...link.allocations.map(({ reference }) => reference), link.line?.description].filter(Boolean);
  return html`<tr>
    <td>
      ${latest?.to ?? 'Handed over by staff'}<br />
      <span class="muted">
        ${of.join(', ')} · ${link.openedAt ? `opened ${moment(link.openedAt)}` : 'not opened yet'} · until
        ${moment(link.expiresAt)}
      </span>
      <br />
      <span class="state" data-status=${link.state}>${linkWords[link.state] ?? link.state}</span>
      ${latest ? html`<span class="state" data-status=${latest.state}>${deliveryWords[latest.state]}</span>` : null}
    </td>
    <td class="number">${money(link.amount)}</td>
  </tr>`;
}

function cardRow(card: Account['cards'][number]): unknown {
  return html`<tr>
    <td>
      ${card.brand.toUpperCase()} •••• ${card.last4}
      ${card.primary ? html`<span class="state">Primary</span>` : null}
    </td>
    <td>
      ${String(card.expMonth).padStart(2, '0')}/${card.expYear}
      ${card.expiry === 'expired' ? html`<span class="state">Expired</span>` : null}
    </td>
  </tr>`;
}

function paymentRow(payment: Payment, money: Money): unknown {
  const of = [...payment.allocations.map(({ reference }) => reference), payment.line?.description].filter(Boolean);
  return html`<tr>
    <td>
      ${payment.card ? `${payment.card.brand.toUpperCase()} •••• ${payment.card.last4}` : null}<br />
      <span class="muted">${of.join(', ')}</span>
    </td>
    <td>${moment(payment.createdAt)}</td>
    <td>${payment.linkId === null ? payment.chargedBy?.name : 'Customer, by payment link'}</td>
    <td class="number">${money(payment.amount)}</td>
  </tr>`;
}
