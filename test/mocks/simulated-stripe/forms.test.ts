import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Params, parseForm } from '../../../mocks/simulated-stripe/forms.ts';

const read = (text: string) => new Params(parseForm(text), 'any');

test('keys nest and arrays come numbered or not', () => {
  const params = read('a[b][c]=1&expand[]=x&expand[]=y&types[0]=p&types[1]=q&text=a%20b%26');

  assert.equal(params.nested('a', ['b'])?.nested('b', ['c'])?.integer('c'), 1);
  assert.deepEqual(params.list('expand'), ['x', 'y']);
  assert.deepEqual(params.list('types'), ['p', 'q']);
  assert.equal(params.text('text'), 'a b&');
});

test('names that are not for forms harm nothing', () => {
  const params = read('__proto__[polluted]=1&metadata[__proto__]=x');

  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.equal(Object.getPrototypeOf(params.metadata()), Object.prototype);
});

test('a value is an integer, a boolean or one of a list, or the parameter is refused by name', () => {
  const params = read('n=1.5&flag=yes&kind=odd&card[n]=x');

  assert.throws(() => params.integer('n'), { message: 'Invalid integer: 1.5' });
  assert.throws(() => params.boolean('flag'), { message: 'Invalid boolean: yes' });
  assert.throws(() => params.oneOf('kind', ['on', 'off', 'none']), {
    message: 'Invalid kind: must be one of on, off, or none',
  });
  assert.throws(() => params.nested('card', 'any')?.integer('n'), {
    details: { code: 'parameter_invalid_integer', param: 'card[n]' },
  });
});

test('an empty value unsets where that is allowed, and is refused elsewhere', () => {
  const params = read('name=');

  assert.equal(params.unsettable('name'), null);
  assert.throws(() => params.text('name'), { details: { code: 'parameter_invalid_empty', param: 'name' } });
});

test('text where an object or a list belongs is refused', () => {
  const params = read('card=x&expand=y');

  assert.throws(() => params.nested('card', 'any'), { message: 'Invalid object' });
  assert.throws(() => params.list('expand'), { message: 'Invalid array' });
});
