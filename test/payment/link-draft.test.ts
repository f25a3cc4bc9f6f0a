import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { linkRequest as requestSchema } from '../../src/contract/link.ts';
import { newDraft, setAmount, setLine } from '../../src/payment/charge-draft.ts';
import {
  addressOf,
  approveWith,
  channelChoices,
  chooseChannel,
  chooseLifetime,
  lifetimes,
  linkFaults,
  linkRequest,
  newLink,
  rebaseLink,
  renewed,
  setAddress,
  setNote,
} from '../../src/payment/link-draft.ts';
import { anAccount } from './fixtures.ts';

const now = new Date('2026-11-25T10:00:00.000Z');
const customer = { ...anAccount().customer, email: 'ada@example.com', phone: '+44 20 7946 0100' };
const account = anAccount({ customer });

test('a link goes to the e-mail address on file, and lasts as long as the merchant’s links do', () => {
  const link = newLink(account, now);
  assert.equal(link.channel, 'email');
  assert.equal(addressOf(link), 'ada@example.com');
  assert.equal(link.expiresAt, '2026-12-25T10:00:00.000Z');
  assert.equal(newLink(anAccount({ customer, linkLifetimeDays: 3 }), now).expiresAt, '2026-11-28T10:00:00.000Z');
});

test('without an e-mail address it goes by text message, without a number it is handed over', () => {
  const noEmail = anAccount({ customer: { ...customer, email: null } });
  assert.equal(newLink(noEmail, now).channel, 'sms');
  assert.deepEqual(channelChoices(noEmail), [
    { channel: 'email', blocked: 'no_email' },
    { channel: 'sms', blocked: null },
    { channel: 'none', blocked: null },
  ]);
  const neither = anAccount({ customer: { ...customer, email: null, phone: null } });
  assert.equal(newLink(neither, now).channel, 'none');
  assert.equal(channelChoices(neither)[1]?.blocked, 'no_phone');
});

test('a backend without text messages offers none', () => {
  const { capabilities } = account;
  const choices = channelChoices(anAccount({ customer, capabilities: { ...capabilities, sms: false } }));
  assert.deepEqual(
    choices.map(({ channel }) => channel),
    ['email', 'none'],
  );
});

test('the merchant’s own lifetime is among the usual ones, once', () => {
  assert.deepEqual(lifetimes(account), [1, 7, 30, 90]);
  assert.deepEqual(lifetimes(anAccount({ linkLifetimeDays: 14 })), [1, 7, 14, 30, 90]);
});

test('each channel keeps the address that was typed for it', () => {
  const typed = setAddress(newLink(account, now), 'other@example.com');
  const sms = setAddress(chooseChannel(typed, 'sms'), '555 0199');
  assert.equal(addressOf(sms), '555 0199');
  assert.equal(addressOf(chooseChannel(sms, 'email')), 'other@example.com');
  assert.equal(addressOf(chooseChannel(sms, 'none')), null);
});

test('an address must be well-formed for its channel', () => {
  const faultOf = (to: string, channel: 'email' | 'sms' | 'none') =>
    linkFaults(setAddress(chooseChannel(newLink(account, now), channel), to)).to;
  assert.equal(faultOf('ada@example.com ', 'email'), null);
  assert.equal(faultOf('  ', 'email'), 'empty');
  assert.equal(faultOf('ada@', 'email'), 'malformed');
  assert.equal(faultOf('+44 20 7946 0100', 'sms'), null);
  assert.equal(faultOf('ada@example.com', 'sms'), 'malformed');
  assert.equal(faultOf('', 'none'), null);
});

test('a note has at most 500 characters', () => {
  assert.equal(linkFaults(setNote(newLink(account, now), 'n'.repeat(500))).any, false);
  assert.equal(linkFaults(setNote(newLink(account, now), 'n'.repeat(501))).note, 'too_long');
});

test('what is asked for is what the contract has, with what was chosen and nothing else', () => {
  const charge = setLine(setAmount(newDraft(account), 'b1', '50'), 'Keys', '15');
  const link = approveWith(setNote(setAddress(newLink(account, now), ' ada@example.com '), ' Thanks\n'), 'pm_2');
  const request = linkRequest(charge, link, account, ['link_1']);
  assert.deepEqual(request, {
    customerId: 'cus_1',
    allocations: [
      { bookingId: 'b1', amount: 5000, dueSeen: 12000 },
      { bookingId: 'b2', amount: 5000, dueSeen: 5000 },
    ],
    line: { description: 'Keys', amount: 1500 },
    currency: 'cad',
    savedCardId: 'pm_2',
    channel: 'email',
    to: 'ada@example.com',
    note: 'Thanks',
    expiresAt: '2026-12-25T10:00:00.000Z',
    closeLinks: ['link_1'],
  });
  v.parse(requestSchema, request);
  const plain = linkRequest(newDraft(account), chooseChannel(newLink(account, now), 'none'), account);
  assert.deepEqual(Object.keys(plain), ['customerId', 'allocations', 'currency', 'channel', 'expiresAt']);
  v.parse(requestSchema, plain);
});

test('a fresh account changes only what can’t stand any more', () => {
  const link = approveWith(setAddress(newLink(account, now), 'other@example.com'), 'pm_2');
  assert.equal(rebaseLink(link, account), link);
  const fresh = anAccount({ customer: { ...customer, email: null }, cards: [] });
  const { channel, approvalCardId, email } = rebaseLink(link, fresh);
  assert.deepEqual([channel, approvalCardId, email], ['sms', null, 'other@example.com']);
});

test('one that was composed so long ago that it would be over at once lasts from now on', () => {
  const link = chooseLifetime(newLink(account, now), 1, now);
  assert.equal(renewed(link, new Date('2026-11-25T20:00:00.000Z')), link);
  const late = new Date('2026-11-26T09:30:00.000Z');
  assert.equal(renewed(link, late).expiresAt, '2026-11-27T09:30:00.000Z');
});
