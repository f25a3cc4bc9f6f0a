import { html, render } from 'lit';
import { createStaffBackend, Live, type Account } from 'paydesk';
import { failure, page, readDesk, type DeskInfo } from './frame.ts';
import { profile } from './profile.ts';

const app = document.querySelector<HTMLElement>('#app') ?? document.body;
const customerId = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
const baseUrl = '/paydesk';
const backend = createStaffBackend({ baseUrl });

let desk: DeskInfo | undefined;
let account: Account | undefined;

/** A payment link that is open may be paid elsewhere at any moment, and a charge that is under way may end. */
const waits = ({ links, attempts }: Account): boolean => links.length + attempts.length > 0;

const live = new Live<Account>({
  async read(options) {
    desk ??= await readDesk();
    return backend.account(customerId, options);
  },
  waits,
  onChange(seen) {
    account = seen;
    show(seen);
  },
  onError(error) {
    // What was read stays true until something else comes.
    if (!account) render(failure(error), app);
  },
});

function show(seen: Account): void {
  if (!desk) return;
  document.title = `${seen.customer.name} · ${desk.merchant.name}`;
  const dialog = html`<charge-customer-dialog
    customer-id=${customerId}
    base-url=${baseUrl}
    @payment-succeeded=${refresh}
    @payment-failed=${refresh}
    @payment-link-created=${refresh}
    @payment-link-sent=${refresh}
    @dialog-closed=${refresh}
  ></charge-customer-dialog>`;
  render(page(desk, [profile(seen, charge), dialog]), app);
}

function charge(): void {
  document.querySelector('charge-customer-dialog')?.show();
}

function refresh(): void {
  live.refresh();
}

// Whoever comes back wants to see how things stand; what waits is read again anyway.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && account && !waits(account)) refresh();
});

live.start();
await import('paydesk/charge-customer-dialog');
