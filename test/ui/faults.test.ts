import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Account } from '../../src/contract/account.ts';
import type { AmountFault, DraftFaults } from '../../src/payment/charge-faults.ts';
import { en } from '../../src/text/staff/en.ts';
import { faultTexts } from '../../src/ui/faults.ts';
import { wording } from '../../src/ui/wording.ts';

const words = wording({ locale: 'en', text: en }, 'isk');
const account = { bookings: [{ id: 'b1', due: 12_000 }], permissions: { maximumAmount: 50_000 } } as unknown as Account;
const none: DraftFaults = {
  amounts: new Map(),
  selection: null,
  lineDescription: null,
  lineAmount: null,
  total: null,
  method: null,
  any: false,
};

test('every mistake in an amount has a sentence that says how to mend it', () => {
  const said = (fault: AmountFault) =>
    faultTexts({ ...none, amounts: new Map([['b1', fault]]) }, account, words).amount('b1');
  assert.equal(said('empty'), en.fault.empty);
  assert.equal(said('zero'), en.fault.empty);
  assert.equal(said('unreadable'), en.fault.unreadable);
  assert.equal(said('above_due'), `At most ${words.money(12_000)} is due.`);
  assert.equal(said('wrong_step'), `This currency is charged in steps of ${words.money(100)}.`);
  assert.equal(said('part_not_permitted'), en.charge.wholeOnly);
  assert.equal(said('not_chargeable'), en.fault.notChargeable);
});

test('what is wrong with the whole is said once', () => {
  assert.equal(faultTexts({ ...none, selection: 'nothing_selected' }, account, words).what, en.fault.nothingChosen);
  assert.equal(
    faultTexts({ ...none, total: 'above_maximum' }, account, words).what,
    `You may charge at most ${words.money(50_000)} at once.`,
  );
  assert.equal(faultTexts({ ...none, method: 'card_missing' }, account, words).method, en.fault.noCard);
  assert.equal(faultTexts({ ...none, lineDescription: 'empty' }, account, words).lineDescription, en.fault.description);
});

test('nothing is said while nothing is wrong, or before anybody pressed', () => {
  for (const faults of [none, null]) {
    const { amount, what, method, lineAmount, lineDescription } = faultTexts(faults, account, words);
    assert.deepEqual([amount('b1'), what, method, lineAmount, lineDescription], Array(5).fill(undefined));
  }
});
