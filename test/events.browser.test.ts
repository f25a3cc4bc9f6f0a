import { expect } from '@open-wc/testing';
import { PaymentError } from '../src/errors.ts';
import {
  DialogClosedEvent,
  DialogOpenedEvent,
  PaymentFailedEvent,
  PaymentProcessingEvent,
  PaymentSucceededEvent,
} from '../src/events.ts';
import { aPayment } from './payment/fixtures.ts';

it('every event is heard above a shadow root, with its detail', () => {
  const payment = aPayment();
  const error = new PaymentError('declined', 'Declined.');
  const events = [
    [new PaymentSucceededEvent({ payment }), 'payment-succeeded', { payment }],
    [new PaymentProcessingEvent({ payment }), 'payment-processing', { payment }],
    [new PaymentFailedEvent({ error, payment: null }), 'payment-failed', { error, payment: null }],
    [new DialogOpenedEvent(), 'dialog-opened', undefined],
    [new DialogClosedEvent(), 'dialog-closed', undefined],
  ] as const;
  const host = document.createElement('div');
  const inside = document.createElement('p');
  host.attachShadow({ mode: 'open' }).append(inside);
  document.body.append(host);
  for (const [event, type, detail] of events) {
    let heard: Event | undefined;
    document.body.addEventListener(type, (each) => (heard = each), { once: true });
    inside.dispatchEvent(event);
    expect(heard).to.equal(event);
    expect((event as { detail?: unknown }).detail).to.deep.equal(detail);
  }
  host.remove();
});
