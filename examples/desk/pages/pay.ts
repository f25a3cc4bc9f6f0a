import { html } from 'lit';
import { followLanguage, showPayer } from './payer.ts';

await Promise.all([
  showPayer(html`<payment-link-page base-url="/paydesk" confirmation-url="/paid?link={token}"></payment-link-page>`),
  import('paydesk/payment-link-page'),
]);
followLanguage(document.querySelector('payment-link-page'));
