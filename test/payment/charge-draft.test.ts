import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as v from 'valibot';
import { chargeRequest as requestSchema } from '../../src/contract/payment.ts';
import type { PaymentLink } from '../../src/contract/link.ts';
import { PaymentError } from '../../src/errors.ts';
import {
  amountText,
  cardOnFile,
  chooseCard,
  chooseMethod,
  coveringLinks,
  methodChoices,
  newDraft,
  rebase,
  sameItems,
  setAmount,
  setLine,
  setSave,
  toggleBooking,
  total,
  type ChargeDraft,
} from '../../src/payment/charge-draft.ts';
import { faults } from '../../src/payment/charge-faults.ts';
import { chargeRequest } from '../../src/payment/charge-request.ts';
import { aBooking, aCard, anAccount, aPayment } from './fixtures.ts';

const consent = { text: 'The customer agrees.', version: '1', locale: 'en' };
const amounts = (draft: ChargeDraft) => Object.fromEntries([...draft.selected].map(([id, each]) => [id, each.amount]));
const permissions = anAccount().permissions;

test('everything due is selected', () => {
  const draft = newDraft(anAccount());
  assert.deepEqual(amounts(draft), { b1: 12000, b2: 5000 });
  assert.equal(total(draft), 17000);
  assert.equal(faults(draft, anAccount()).any, false);
});

test('a booking that is paid, or held by an open attempt, is not selected and can not be', () => {
  const paid = aBooking({ id: 'b3', due: 0, paid: 20000, status: 'charged_in_full' });
  const held = aBooking({ id: 'b4', heldBy: 'key-00000009' });
  const account = anAccount({ bookings: [aBooking(), paid, held] });
  const draft = newDraft(account);
  assert.deepEqual(amounts(draft), { b1: 12000 });
  assert.equal(toggleBooking(draft, paid), draft);
  assert.equal(toggleBooking(draft, held), draft);
});

test('named bookings narrow what is selected; unknown names select nothing', () => {
  assert.deepEqual(amounts(newDraft(anAccount(), { bookingIds: ['b2', 'gone'] })), { b2: 5000 });
  assert.deepEqual(amounts(newDraft(anAccount(), { bookingIds: [] })), {});
});

test('the primary card is preselected, else the first', () => {
  assert.equal(newDraft(anAccount()).cardId, 'pm_2');
  assert.equal(newDraft(anAccount({ cards: [aCard({ id: 'pm_9' }), aCard()] })).cardId, 'pm_9');
  assert.equal(newDraft(anAccount({ cards: [] })).cardId, null);
});

test('the method is the card on file where one exists and may be charged, else a new card', () => {
  assert.equal(newDraft(anAccount()).method, 'saved-card');
  assert.equal(newDraft(anAccount({ cards: [] })).method, 'new-card');
  const mayNot = { ...permissions, chargeSavedCard: false };
  assert.equal(newDraft(anAccount({ permissions: mayNot })).method, 'new-card');
});

test('a wished method is taken where it can be used', () => {
  assert.equal(newDraft(anAccount(), { method: 'new-card' }).method, 'new-card');
  assert.equal(newDraft(anAccount({ cards: [] }), { method: 'saved-card' }).method, 'new-card');
});

test('every method is listed with the reason why it can not be used', () => {
  assert.deepEqual(methodChoices(anAccount()), [
    { method: 'saved-card', blocked: null },
    { method: 'new-card', blocked: null },
    { method: 'link', blocked: null },
  ]);
  const none = anAccount({
    cards: [],
    permissions: { ...permissions, chargeNewCard: false },
    capabilities: { ...anAccount().capabilities, links: false },
  });
  assert.deepEqual(methodChoices(none), [
    { method: 'saved-card', blocked: 'card_missing' },
    { method: 'new-card', blocked: 'not_permitted' },
    { method: 'link', blocked: 'no_pay_page' },
  ]);
  assert.equal(faults(newDraft(none), none).method, 'not_permitted');
  const mayNotSend = anAccount({ permissions: { ...permissions, sendLink: false } });
  assert.deepEqual(methodChoices(mayNotSend)[2], { method: 'link', blocked: 'not_permitted' });
});

test('toggling lets go of a booking and takes it back with all that is due', () => {
  const part = setAmount(newDraft(anAccount()), 'b1', '50');
  const without = toggleBooking(part, aBooking());
  assert.deepEqual(amounts(without), { b2: 5000 });
  assert.deepEqual(amounts(toggleBooking(without, aBooking())), { b1: 12000, b2: 5000 });
  assert.deepEqual(amounts(part), { b1: 5000, b2: 5000 }, 'the draft before is not changed');
});

test('half-typed text is kept as it was typed', () => {
  const draft = setAmount(newDraft(anAccount()), 'b1', '12,');
  assert.deepEqual(draft.selected.get('b1'), { text: '12,', amount: 1200 });
  assert.equal(amountText(draft.selected.get('b1')!, 'cad', 'en'), '12,');
  assert.equal(amountText(draft.selected.get('b2')!, 'cad', 'de'), '50,00');
});

test('an amount of a booking that is not selected is nobody’s', () => {
  const draft = newDraft(anAccount(), { bookingIds: ['b2'] });
  assert.equal(setAmount(draft, 'b1', '5'), draft);
});

test('each fault of an amount is told by its booking', () => {
  const table = [
    ['', 'empty'],
    ['  ', 'empty'],
    ['abc', 'unreadable'],
    ['1.234', 'above_due'],
    ['1.2345', 'unreadable'],
    ['0', 'zero'],
    ['120.01', 'above_due'],
    ['120.00', undefined],
    ['0.01', undefined],
  ] as const;
  for (const [text, fault] of table) {
    const found = faults(setAmount(newDraft(anAccount()), 'b1', text), anAccount());
    assert.equal(found.amounts.get('b1'), fault, text);
    assert.equal(found.any, fault !== undefined);
    assert.equal(found.amounts.has('b2'), false);
  }
});

test('an amount that the currency can not be charged in is told', () => {
  const account = anAccount({ currency: 'ugx', bookings: [aBooking({ due: 500000 })] });
  assert.equal(faults(setAmount(newDraft(account), 'b1', '1200.50'), account).amounts.get('b1'), 'wrong_step');
  assert.equal(faults(setAmount(newDraft(account), 'b1', '1200'), account).any, false);
  const dinars = anAccount({ currency: 'kwd', bookings: [aBooking({ due: 500000 })] });
  assert.equal(faults(setAmount(newDraft(dinars), 'b1', '1.234'), dinars).amounts.get('b1'), 'wrong_step');
});

test('a part is a fault where this staff member may charge only all of it', () => {
  const account = anAccount({ permissions: { ...permissions, changeAmount: false } });
  assert.equal(faults(newDraft(account), account).any, false);
  assert.equal(faults(setAmount(newDraft(account), 'b1', '50'), account).amounts.get('b1'), 'part_not_permitted');
});

test('a booking that was paid or held meanwhile is a fault', () => {
  const draft = newDraft(anAccount());
  for (const changed of [aBooking({ due: 0 }), aBooking({ heldBy: 'key-00000009' }), aBooking({ id: 'other' })]) {
    const now = anAccount({ bookings: [changed, anAccount().bookings[1]!] });
    assert.equal(faults(draft, now).amounts.get('b1'), 'not_chargeable');
  }
});

test('nothing selected is a fault, unless there is a line', () => {
  const none = newDraft(anAccount(), { bookingIds: [] });
  assert.equal(faults(none, anAccount()).selection, 'nothing_selected');
  assert.equal(faults(setLine(none, 'Key copy', '15'), anAccount()).any, false);
});

test('a line needs a description and an amount; without both there is none', () => {
  const draft = newDraft(anAccount());
  const line = (description: string, text: string) => faults(setLine(draft, description, text), anAccount());
  assert.equal(line(' ', '15').lineDescription, 'empty');
  assert.equal(line('x'.repeat(201), '15').lineDescription, 'too_long');
  assert.equal(line('Key copy', '').lineAmount, 'empty');
  assert.equal(line('Key copy', '0').lineAmount, 'zero');
  assert.equal(line('Key copy', 'ten').lineAmount, 'unreadable');
  assert.equal(setLine(setLine(draft, 'Key copy', '15'), ' ', '').line, null);
});

test('a line is a fault where the backend takes none', () => {
  const account = anAccount({ capabilities: { freeLine: false, saveCard: true, links: true, sms: true } });
  assert.equal(faults(setLine(newDraft(account), 'Key copy', '15'), account).lineAmount, 'not_chargeable');
});

test('more than this staff member may charge at once is a fault of the whole', () => {
  const account = anAccount({ permissions: { ...permissions, maximumAmount: 17000 } });
  assert.equal(faults(newDraft(account), account).total, null);
  assert.equal(faults(setLine(newDraft(account), 'Tip', '0.01'), account).total, 'above_maximum');
});

test('a card that is gone is a fault', () => {
  const account = anAccount();
  assert.equal(faults(chooseCard(newDraft(account), 'pm_gone'), account).method, 'card_missing');
  assert.equal(faults(chooseCard(chooseMethod(newDraft(account), 'new-card'), 'pm_gone'), account).any, false);
});

test('the request says what was seen as due, and the contract takes it', () => {
  const draft = setLine(setAmount(newDraft(anAccount()), 'b1', '50,5'), ' Key copy ', '15');
  const request = chargeRequest(draft, anAccount(), { returnUrl: 'https://desk.example/c/1' });
  assert.deepEqual(request, {
    customerId: 'cus_1',
    allocations: [
      { bookingId: 'b1', amount: 5050, dueSeen: 12000 },
      { bookingId: 'b2', amount: 5000, dueSeen: 5000 },
    ],
    line: { description: 'Key copy', amount: 1500 },
    currency: 'cad',
    method: { type: 'saved_card', cardId: 'pm_2' },
    returnUrl: 'https://desk.example/c/1',
  });
  assert.ok(v.is(requestSchema, request));
});

test('a new card is charged by its token, and saved only with consent', () => {
  const draft = chooseMethod(newDraft(anAccount()), 'new-card');
  const confirmationToken = 'ctoken_1';
  const once = chargeRequest(draft, anAccount(), { confirmationToken, consent });
  assert.deepEqual(once.method, { type: 'new_card', confirmationToken, save: false });
  const saved = chargeRequest(setSave(draft, true), anAccount(), { confirmationToken, consent, confirmSimilar: true });
  assert.deepEqual(saved.method, { type: 'new_card', confirmationToken, save: true, consent });
  assert.equal(saved.confirmSimilar, true);
  assert.ok(v.is(requestSchema, saved));
});

test('nothing is asked for that is not whole', () => {
  const newCard = chooseMethod(newDraft(anAccount()), 'new-card');
  const broken: [ChargeDraft, Parameters<typeof chargeRequest>[2]][] = [
    [setAmount(newDraft(anAccount()), 'b1', ''), {}],
    [newDraft(anAccount(), { bookingIds: [] }), {}],
    [newCard, {}],
    [setSave(newCard, true), { confirmationToken: 'ctoken_1' }],
  ];
  for (const [draft, more] of broken) {
    assert.throws(
      () => chargeRequest(draft, anAccount(), more),
      (error) => error instanceof PaymentError && error.code === 'misconfigured' && error.attempt === 'none',
    );
  }
});

test('a card is not saved where the backend saves none', () => {
  const account = anAccount({ capabilities: { freeLine: true, saveCard: false, links: true, sms: true } });
  const draft = setSave(chooseMethod(newDraft(account), 'new-card'), true);
  const { method } = chargeRequest(draft, account, { confirmationToken: 'ctoken_1', consent });
  assert.deepEqual(method, { type: 'new_card', confirmationToken: 'ctoken_1', save: false });
});

test('after the balance changed, choices stay as far as they make sense', () => {
  let draft = setAmount(newDraft(anAccount()), 'b1', '110');
  draft = setSave(setLine(chooseCard(draft, 'pm_1'), 'Key copy', '15'), true);
  const now = anAccount({
    bookings: [aBooking({ due: 10000 }), aBooking({ id: 'b2', due: 4000 }), aBooking({ id: 'b3', due: 700 })],
  });
  const after = rebase(draft, now);
  assert.deepEqual(amounts(after), { b1: 11000, b2: 4000 }, 'typed stays, untouched follows, new is not selected');
  assert.equal(faults(after, now).amounts.get('b1'), 'above_due');
  assert.deepEqual([after.cardId, after.line, after.save, after.method], ['pm_1', draft.line, true, 'saved-card']);
});

test('after the balance changed, what is gone is let go of', () => {
  const draft = setSave(setLine(chooseCard(newDraft(anAccount()), 'pm_1'), 'Key copy', '15'), true);
  const now = anAccount({
    bookings: [aBooking({ due: 0 }), aBooking({ id: 'b2', due: 5000, heldBy: 'key-00000009' })],
    cards: [aCard({ id: 'pm_2' })],
    capabilities: { freeLine: false, saveCard: false, links: true, sms: true },
  });
  const after = rebase(draft, now);
  assert.deepEqual([amounts(after), after.cardId, after.line, after.save], [{}, 'pm_2', null, false]);
});

test('the draft for another payment’s items asks for the very same, as far as it can still be charged', () => {
  const allocation = { reference: 'B', title: 'Cleaning', due: 0, status: 'not_charged' } as const;
  const payment = aPayment({
    allocations: [
      { ...allocation, bookingId: 'b1', amount: 4000 },
      { ...allocation, bookingId: 'b2', amount: 9000 },
      { ...allocation, bookingId: 'gone', amount: 100 },
    ],
    line: { description: 'Keys', amount: 1500 },
  });
  const draft = sameItems(newDraft(anAccount(), { bookingIds: [] }), payment, anAccount());
  assert.deepEqual(amounts(draft), { b1: 4000, b2: 5000 });
  assert.equal(total(draft), 10500);
  assert.equal(faults(draft, anAccount()).any, false);
  assert.equal(amounts(rebase(draft, anAccount())).b1, 4000);
});

test('links that ask for a chosen booking are in the way', () => {
  const link = (id: string, ...bookingIds: string[]) =>
    ({ id, allocations: bookingIds.map((bookingId) => ({ bookingId })) }) as PaymentLink;
  const account = anAccount({ links: [link('l1', 'b1', 'b9'), link('l2', 'b2'), link('l3')] });
  const ids = (draft: ChargeDraft) => coveringLinks(draft, account).map(({ id }) => id);
  assert.deepEqual(ids(newDraft(account)), ['l1', 'l2']);
  assert.deepEqual(ids(newDraft(account, { bookingIds: ['b2'] })), ['l2']);
});

test('a payment’s card is found again on file, unless two look alike', () => {
  const card = { brand: 'visa', last4: '4444', expMonth: 12, expYear: 2030 };
  assert.equal(cardOnFile(card, anAccount().cards)?.id, 'pm_2');
  assert.equal(cardOnFile(card, [aCard({ last4: '4444' }), aCard({ id: 'pm_2', last4: '4444' })]), null);
  assert.equal(cardOnFile(null, anAccount().cards), null);
});
