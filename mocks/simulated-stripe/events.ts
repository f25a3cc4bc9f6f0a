import type Stripe from 'stripe';
import { noSuch } from './api-error.ts';
import type { Params } from './forms.ts';
import { page, type Page } from './lists.ts';
import { apiVersion, newId, seconds, type Account, type Call, type Event, type World } from './state.ts';

type Happened = Pick<Call, 'world' | 'account'> & Partial<Pick<Call, 'requestId' | 'idempotencyKey'>>;

/** Records that something happened, with the object as it is now, and hands it to the webhook. */
export function record(call: Happened, type: Stripe.Event['type'], object: object): void {
  const event: unknown = {
    id: newId('evt', 24),
    object: 'event',
    ...(call.account.id ? { account: call.account.id } : {}),
    api_version: apiVersion,
    created: seconds(call.world),
    data: { object: structuredClone(object) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: call.requestId ?? null, idempotency_key: call.idempotencyKey ?? null },
    type,
  };
  call.account.events.push(event as Event);
  call.world.deliver(event as Event);
}

/** A call that no request made: the bank's or the simulation's own doing. */
export function unasked(world: World, account: Account): Call {
  return { world, account, key: 'secret', requestId: '', idempotencyKey: null, processing: false };
}

export function retrieveEvent(call: Call, id: string): Event {
  const event = call.account.events.find((candidate) => candidate.id === id);
  if (!event) throw noSuch('event', id, 'id');
  return event;
}

export function listEvents(call: Call, params: Params): Page<Event> {
  const type = params.text('type');
  const types = params.list('types') ?? (type === undefined ? null : [type]);
  const found = call.account.events.filter((event) => types === null || types.includes(event.type));
  return page(params, found.toReversed(), 'event', '/v1/events');
}
