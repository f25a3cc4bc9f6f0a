import { html } from 'lit';
import { followLanguage, showPayer } from './payer.ts';

await Promise.all([
  showPayer(html`<payment-confirmation base-url="/paydesk" payment-url="/pay?link={token}"></payment-confirmation>`),
  import('paydesk/payment-confirmation'),
]);
followLanguage(document.querySelector('payment-confirmation'));
