/** `openapi.json`, made from the schemas that validate requests and from the error table. */
import { z } from 'zod';
import { errors, type ErrorCode } from './errors.ts';
import { routes } from './routes.ts';
import type { KeyScope } from './scopes.ts';
import * as schemas from './schemas/index.ts';

interface Operation {
  id: string;
  method: 'get' | 'post';
  path: string;
  summary: string;
  /** How the caller shows who it is. */
  bearer: { kind: 'key'; scope: KeyScope } | { kind: 'ticket' | 'wallet' | 'cookie' | 'none' };
  body?: z.ZodType;
  query?: z.ZodType;
  answer: { status: number; description: string; schema?: z.ZodType };
  /** Codes of its own, beside those every operation of its kind can answer with. */
  refusals: readonly ErrorCode[];
}

const key = (scope: KeyScope) => ({ kind: 'key', scope }) as const;
const ok = (schema: z.ZodType, description = 'Done.', status = 200) => ({ status, description, schema });

export const operations: readonly Operation[] = [
  {
    id: 'createSession',
    method: 'post',
    path: routes.createSession,
    summary: 'Open a connect session for one browser.',
    bearer: key('connect:initiate'),
    body: schemas.createSessionBody,
    answer: ok(schemas.createSessionAnswer, 'The session; the token is shown here only.', 201),
    refusals: [
      'invalid_origin',
      'invalid_return_url',
      'provider_not_configured',
      'scope_not_allowed',
      'unsupported_parameter',
      'repair_conflict',
      'grant_not_found',
    ],
  },
  {
    id: 'pollSession',
    method: 'post',
    path: routes.pollSession,
    summary: 'Ask what became of a connect session.',
    bearer: key('connect:initiate'),
    body: schemas.pollSessionBody,
    answer: ok(schemas.pollSessionAnswer, 'Always 200; an unknown session is `expired`.'),
    refusals: [],
  },
  {
    id: 'createWalletSession',
    method: 'post',
    path: routes.createWalletSession,
    summary: 'Open a Wallet session for one end user.',
    bearer: key('connect:initiate'),
    body: schemas.createWalletSessionBody,
    answer: ok(schemas.createWalletSessionAnswer, 'The session; the token is shown here only.', 201),
    refusals: ['invalid_origin'],
  },
  {
    id: 'listGrants',
    method: 'post',
    path: routes.listGrants,
    summary: 'List grants, newest first.',
    bearer: key('grants:read'),
    body: schemas.listGrantsBody,
    answer: ok(schemas.listGrantsAnswer),
    refusals: ['unsupported_parameter'],
  },
  {
    id: 'createGrant',
    method: 'post',
    path: routes.createGrant,
    summary: "Make a grant for the app's own account at a provider: client credentials, no person is asked.",
    bearer: key('grants:write'),
    body: schemas.createGrantBody,
    answer: ok(schemas.createGrantAnswer, 'The grant; 200 when there was one with this label, which is renewed.', 201),
    refusals: [
      'provider_not_configured',
      'flow_kind_not_supported',
      'scope_not_allowed',
      'provider_configuration_unavailable',
      'provider_refused',
      'provider_unreachable',
    ],
  },
  {
    id: 'readGrant',
    method: 'get',
    path: routes.grant,
    summary: 'Read one grant.',
    bearer: key('grants:read'),
    answer: ok(schemas.grantItem),
    refusals: ['grant_not_found'],
  },
  {
    id: 'grantHealth',
    method: 'get',
    path: routes.grantHealth,
    summary: 'Would a call with this grant work now? With `verify=true` the provider is asked (needs `proxy:execute`).',
    bearer: key('grants:read'),
    query: schemas.healthQuery,
    answer: ok(schemas.grantHealth),
    refusals: ['grant_not_found', 'insufficient_scope', 'audit_unavailable'],
  },
  {
    id: 'grantsHealth',
    method: 'post',
    path: routes.grantsHealth,
    summary: 'The same for up to a hundred grants, by their ids or by a filter; no provider is asked.',
    bearer: key('grants:read'),
    body: schemas.healthBody,
    answer: ok(schemas.healthAnswer),
    refusals: [],
  },
  {
    id: 'grantRefreshes',
    method: 'get',
    path: routes.grantRefreshes,
    summary: "A grant's last refreshes, newest first: outcome, class of error, duration, process.",
    bearer: key('grants:read'),
    answer: ok(schemas.grantRefreshesAnswer),
    refusals: ['grant_not_found'],
  },
  {
    id: 'confirmGrant',
    method: 'post',
    path: routes.confirmGrant,
    summary: 'Confirm a grant that waits for the app.',
    bearer: key('grants:write'),
    answer: ok(schemas.grantItem),
    refusals: ['grant_not_found'],
  },
  {
    id: 'revokeGrant',
    method: 'post',
    path: routes.revokeGrant,
    summary: 'Revoke a grant: here at once, then at the provider.',
    bearer: key('grants:write'),
    body: schemas.revokeGrantBody,
    answer: ok(schemas.revokeGrantAnswer),
    refusals: ['grant_not_found'],
  },
  {
    id: 'request',
    method: 'post',
    path: routes.request,
    summary: 'Call a provider with a grant; the answer is relayed as a stream.',
    bearer: key('proxy:execute'),
    body: schemas.requestBody,
    answer: { status: 200, description: "The provider's status, headers and body, with `x-alter-outcome: provider`." },
    refusals: [
      'grant_not_found',
      'grant_revoked',
      'grant_expired',
      'credential_revoked',
      'blocked_destination',
      'forbidden_header',
      'token_refresh_in_progress',
      'provider_unreachable',
      'upstream_timeout',
    ],
  },
  {
    id: 'proxy',
    method: 'post',
    path: routes.proxy,
    summary: 'Call a provider with a grant; the answer is buffered into a JSON envelope.',
    bearer: key('proxy:execute'),
    body: schemas.requestBody,
    answer: ok(schemas.proxyAnswer, "The provider's answer, whatever its status."),
    refusals: [
      'grant_not_found',
      'grant_revoked',
      'grant_expired',
      'credential_revoked',
      'blocked_destination',
      'forbidden_header',
      'token_refresh_in_progress',
      'provider_unreachable',
      'upstream_timeout',
    ],
  },
  {
    id: 'tradeTicket',
    method: 'post',
    path: routes.watchTicket,
    summary: "Trade a session token for a read-only watch ticket, from the app's page.",
    bearer: { kind: 'none' },
    body: schemas.watchTicketBody,
    answer: ok(schemas.watchTicketAnswer, 'The ticket.', 201),
    refusals: ['invalid_token', 'origin_not_allowed'],
  },
  {
    id: 'watch',
    method: 'get',
    path: routes.watch,
    summary: 'Follow a session: an event stream (`Accept: text/event-stream`) or a long poll (`?wait=25`).',
    bearer: { kind: 'ticket' },
    answer: ok(schemas.watchEvent),
    refusals: ['invalid_token', 'session_expired', 'origin_not_allowed', 'rate_limit_exceeded'],
  },
  {
    id: 'walletGrants',
    method: 'get',
    path: routes.walletGrants,
    summary: 'The connections of one end user.',
    bearer: { kind: 'wallet' },
    query: schemas.walletPageQuery,
    answer: ok(schemas.walletGrantsAnswer),
    refusals: ['session_expired', 'origin_not_allowed'],
  },
  {
    id: 'walletGrant',
    method: 'get',
    path: routes.walletGrant,
    summary: 'One connection.',
    bearer: { kind: 'wallet' },
    answer: ok(schemas.walletGrant),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
  {
    id: 'walletActivity',
    method: 'get',
    path: routes.walletActivity,
    summary: 'What was done with one connection.',
    bearer: { kind: 'wallet' },
    query: schemas.walletPageQuery,
    answer: ok(schemas.walletActivityAnswer),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
  {
    id: 'walletRevoke',
    method: 'post',
    path: routes.walletRevoke,
    summary: 'Take a connection back.',
    bearer: { kind: 'wallet' },
    answer: ok(schemas.walletGrant),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
];

const everyKey: readonly ErrorCode[] = [
  'invalid_request',
  'invalid_json',
  'missing_key',
  'invalid_key',
  'invalid_signature',
  'replayed',
  'insufficient_scope',
  'body_too_large',
  'store_unavailable',
];
const everyOther: readonly ErrorCode[] = ['invalid_request', 'invalid_json', 'body_too_large', 'store_unavailable'];

/** @param server the vault's public origin */
export function openapi(server: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:([a-z_]+)/g, '{$1}');
    (paths[path] ??= {})[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Alter', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: server }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
        ticket: { type: 'http', scheme: 'bearer' },
        wallet: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['error', 'message', 'request_id'],
          properties: { error: { type: 'string' }, message: { type: 'string' }, request_id: { type: 'string' } },
          additionalProperties: true,
        },
      },
    },
  };
}

function describe(operation: Operation): Record<string, unknown> {
  const { bearer, answer } = operation;
  const parameters = [...operation.path.matchAll(/:([a-z_]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const scope = bearer.kind === 'key' ? { 'x-alter-scope': bearer.scope } : {};
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...scope,
    security: bearer.kind === 'none' || bearer.kind === 'cookie' ? [] : [{ [bearer.kind]: [] }],
    parameters: [...parameters, ...queryParameters(operation.query)],
    ...(operation.body ? { requestBody: { required: true, content: json(operation.body, 'input') } } : {}),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.schema ? { content: json(answer.schema, 'output') } : {}),
      },
      ...refusals([...operation.refusals, ...(bearer.kind === 'key' ? everyKey : everyOther)]),
    },
  };
}

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) },
});

function queryParameters(query: z.ZodType | undefined): unknown[] {
  if (!query) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function refusals(codes: readonly ErrorCode[]): Record<string, unknown> {
  const byStatus = Map.groupBy(new Set(codes), (code) => errors[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${errors[code].message}`).join('\n'),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}
