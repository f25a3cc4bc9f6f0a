import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openapi } from '../scripts/openapi.ts';
import { payerRoutes, staffRoutes } from '../src/contract/routes.ts';

interface Operation {
  operationId: string;
  security?: object[];
}

const { paths } = openapi() as { paths: Record<string, Record<string, Operation>> };

test('openapi.json has every route of the contract, the payers’ with the token they need', () => {
  for (const [routes, security] of [
    [staffRoutes, undefined],
    [payerRoutes, [{ linkToken: [] }]],
  ] as const) {
    for (const { method, path } of Object.values(routes)) {
      const operation = paths[path]?.[method.toLowerCase()];
      assert.ok(operation, `${method} ${path} is missing.`);
      assert.deepEqual(operation.security, security);
    }
  }
});

test('no two operations of openapi.json have one name', () => {
  const names = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  assert.equal(new Set(names).size, names.length);
});
