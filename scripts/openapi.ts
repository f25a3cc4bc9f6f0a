import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { account, booking, savedCard } from '../src/contract/account.ts';
import { linkMessage, linkRequest, paymentLink } from '../src/contract/link.ts';
import { confirmation, payerView, payRequest, sentTo } from '../src/contract/payer.ts';
import { allocation, attempt, chargeRequest, payment } from '../src/contract/payment.ts';
import { problem, problemStatus, type ProblemCode } from '../src/contract/problem.ts';
import { payerRoutes, staffRoutes, type Route } from '../src/contract/routes.ts';
import { settings, settingsChange } from '../src/contract/settings.ts';
import { idempotencyKey } from '../src/contract/values.ts';

const named = {
  Account: account,
  Allocation: allocation,
  Attempt: attempt,
  Booking: booking,
  ChargeRequest: chargeRequest,
  Confirmation: confirmation,
  LinkMessage: linkMessage,
  LinkRequest: linkRequest,
  PayRequest: payRequest,
  PayerView: payerView,
  Payment: payment,
  PaymentLink: paymentLink,
  Problem: problem,
  SavedCard: savedCard,
  SentTo: sentTo,
  Settings: settings,
  SettingsChange: settingsChange,
};

/** Payers have no login: whoever holds the token of a link is its payer. How staff sign in is the host's. */
const linkToken = {
  type: 'apiKey',
  in: 'header',
  name: 'Authorization',
  description: '`Paydesk-Link <token>`, the token of a payment link.',
};

/** The HTTP contract as OpenAPI 3.1, made from the schemas that both sides check with. */
export function openapi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Paydesk backend',
      version: '1',
      description:
        'Amounts are integers in Stripe’s minor units, currencies lower-case ISO 4217 codes, times ISO 8601 in UTC. Problems are RFC 9457 problem details whose `attempt` says whether money may still move.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths: paths([
      ...Object.entries(staffRoutes).map(([name, route]) => [route, { operationId: name }] as const),
      ...Object.entries(payerRoutes).map(
        ([name, route]) =>
          [
            route,
            {
              operationId: `payer${name.replace(/^./, (first) => first.toUpperCase())}`,
              security: [{ linkToken: [] }],
            },
          ] as const,
      ),
    ]),
    components: {
      securitySchemes: { linkToken },
      schemas: Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, jsonSchema(schema)])),
    },
  };
}

interface Named {
  operationId: string;
  security?: readonly object[];
}

function paths(routes: (readonly [Route, Named])[]): object {
  const all: Record<string, Record<string, object>> = {};
  for (const [route, named] of routes) {
    (all[route.path] ??= {})[route.method.toLowerCase()] = operation(route, named);
  }
  return all;
}

function operation(route: Route, named: Named): object {
  const parameters = [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(route.keyed
      ? [{ name: 'Idempotency-Key', in: 'header', required: true, schema: jsonSchema(idempotencyKey) }]
      : []),
  ];
  return {
    ...named,
    summary: route.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: { required: true, content: json(route.body) } } : {}),
    responses: {
      200: { description: 'Done.', content: json(route.answer) },
      ...problems(route.problems),
    },
  };
}

function problems(codes: readonly ProblemCode[]): object {
  const statuses = [...new Set(codes.map((code) => problemStatus[code]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes.filter((code) => problemStatus[code] === status).join(', '),
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    ]),
  );
}

function json(schema: GenericSchema): object {
  return { 'application/json': { schema: jsonSchema(schema, true) } };
}

function jsonSchema(schema: GenericSchema, mayRefer = false): object {
  const name = Object.entries(named).find(([, each]) => each === schema)?.[0];
  if (mayRefer && name) return reference(name);
  // What JSON Schema can't say (a check in code) stays with the schema; the types and limits go over whole.
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
  return rest;
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}
