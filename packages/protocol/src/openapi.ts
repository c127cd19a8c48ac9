/** `openapi.json`, made from the schemas that validate requests and from the error table. */
import { z } from 'zod';
import type { ApiContent, ApiDocument, ApiOperation, JsonSchema } from './api-document.ts';
import { errors, type ErrorCode } from './errors.ts';
import { routes } from './routes.ts';
import { keyScopes, type KeyScope } from './scopes.ts';
import * as schemas from './schemas/index.ts';

export type * from './api-document.ts';

/** What an operation belongs to, in the order of the line. */
export const stations = {
  catalog: { name: 'Providers', words: 'Which services there are, how each is set up, and which of them the app has.' },
  session: {
    name: 'Sessions',
    words: 'Station 1: the app opens a session for one browser, and asks what became of it.',
  },
  watch: {
    name: 'Watching',
    words: 'Station 2, from the page that opened the popup: follow a session without an API key.',
  },
  callback: { name: 'Callback', words: 'Station 3: where a provider sends the browser back to.' },
  grant: { name: 'Grants', words: 'Station 4: list, read, check, confirm and revoke.' },
  request: { name: 'Requests', words: 'Station 5: call a provider. Nothing is sent before it is on record.' },
  wallet: { name: 'Wallet', words: 'What one end user sees of their connections, and takes back.' },
  operations: { name: 'Operations', words: 'For orchestrators, and this description.' },
} as const;
type Station = keyof typeof stations;

interface Operation {
  id: string;
  station: Station;
  method: 'get' | 'post';
  path: string;
  summary: string;
  /** How the caller shows who it is. */
  bearer: { kind: 'key'; scope: KeyScope } | { kind: 'ticket' | 'wallet' | 'none' };
  body?: z.ZodType;
  query?: z.ZodType;
  answer: { status: number; description: string; schema?: z.ZodType };
  /** Codes of its own, beside those every operation of its kind can answer with. */
  refusals: readonly ErrorCode[];
}

const key = (scope: KeyScope) => ({ kind: 'key', scope }) as const;
const ok = (schema: z.ZodType, description: string, status = 200) => ({ status, description, schema });

export const operations: readonly Operation[] = [
  {
    id: 'listProviders',
    station: 'catalog',
    method: 'get',
    path: routes.providerCatalog,
    summary: 'List the providers of the catalog and those of the app’s own, with scopes in words.',
    bearer: key('providers:read'),
    query: schemas.catalogQuery,
    answer: ok(schemas.catalogAnswer, 'By id, all at once.'),
    refusals: [],
  },
  {
    id: 'readProvider',
    station: 'catalog',
    method: 'get',
    path: routes.providerCatalogEntry,
    summary: 'Read how one provider is set up: steps, callback URL, variables, what is known of it. An alias will do.',
    bearer: key('providers:read'),
    answer: ok(schemas.catalogEntry, 'The provider, as this app has it.'),
    refusals: ['provider_not_found'],
  },
  {
    id: 'providerLogo',
    station: 'catalog',
    method: 'get',
    path: routes.providerLogo,
    summary: 'A provider’s tile: two letters on its hue, for any page; may be kept for a day.',
    bearer: { kind: 'none' },
    answer: { status: 200, description: 'An SVG image.' },
    refusals: ['not_found'],
  },
  {
    id: 'createSession',
    station: 'session',
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
    station: 'session',
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
    station: 'session',
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
    station: 'grant',
    method: 'post',
    path: routes.listGrants,
    summary: 'List grants, newest first.',
    bearer: key('grants:read'),
    body: schemas.listGrantsBody,
    answer: ok(schemas.listGrantsAnswer, 'A page of them.'),
    refusals: ['unsupported_parameter'],
  },
  {
    id: 'createGrant',
    station: 'grant',
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
    station: 'grant',
    method: 'get',
    path: routes.grant,
    summary: 'Read one grant.',
    bearer: key('grants:read'),
    answer: ok(schemas.grantItem, 'The grant.'),
    refusals: ['grant_not_found'],
  },
  {
    id: 'grantHealth',
    station: 'grant',
    method: 'get',
    path: routes.grantHealth,
    summary: 'Would a call with this grant work now? With `verify=true` the provider is asked (needs `proxy:execute`).',
    bearer: key('grants:read'),
    query: schemas.healthQuery,
    answer: ok(schemas.grantHealth, 'What is known now.'),
    refusals: ['grant_not_found', 'insufficient_scope', 'audit_unavailable', 'rate_limit_exceeded'],
  },
  {
    id: 'grantsHealth',
    station: 'grant',
    method: 'post',
    path: routes.grantsHealth,
    summary:
      'The same for up to a hundred grants, by their ids or by a filter. With `verify` the providers are asked (needs `proxy:execute`), and the answer does not wait for a slow one.',
    bearer: key('grants:read'),
    body: schemas.healthBody,
    answer: ok(schemas.healthAnswer, 'One for each grant.'),
    refusals: ['insufficient_scope', 'audit_unavailable'],
  },
  {
    id: 'grantRefreshes',
    station: 'grant',
    method: 'get',
    path: routes.grantRefreshes,
    summary: "A grant's last refreshes, newest first: outcome, class of error, duration, process.",
    bearer: key('grants:read'),
    answer: ok(schemas.grantRefreshesAnswer, 'The last of them.'),
    refusals: ['grant_not_found'],
  },
  {
    id: 'confirmGrant',
    station: 'grant',
    method: 'post',
    path: routes.confirmGrant,
    summary: 'Confirm a grant that waits for the app.',
    bearer: key('grants:write'),
    answer: ok(schemas.grantItem, 'The grant, active from now on.'),
    refusals: ['grant_not_found'],
  },
  {
    id: 'revokeGrant',
    station: 'grant',
    method: 'post',
    path: routes.revokeGrant,
    summary: 'Revoke a grant: here at once, then at the provider.',
    bearer: key('grants:write'),
    body: schemas.revokeGrantBody,
    answer: ok(schemas.revokeGrantAnswer, 'Calls with it are refused from now on.'),
    refusals: ['grant_not_found'],
  },
  {
    id: 'request',
    station: 'request',
    method: 'post',
    path: routes.request,
    summary: 'Call a provider with a grant; the answer is relayed as a stream.',
    bearer: key('proxy:execute'),
    body: schemas.requestBody,
    answer: {
      status: 200,
      description:
        "The provider's status, headers and body, with `x-alter-outcome: provider`, and `x-alter-retry-after` (seconds) where the provider says in words of its own that calls come too fast.",
    },
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
    station: 'request',
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
    station: 'watch',
    method: 'post',
    path: routes.watchTicket,
    summary: "Trade a session token for a read-only watch ticket, from the app's page.",
    bearer: { kind: 'none' },
    body: schemas.watchTicketBody,
    answer: ok(schemas.watchTicketAnswer, 'The ticket.', 201),
    refusals: ['invalid_token', 'origin_not_allowed', 'too_many_tickets'],
  },
  {
    id: 'watch',
    station: 'watch',
    method: 'get',
    path: routes.watch,
    summary: 'Follow a session: an event stream (`Accept: text/event-stream`) or a long poll (`?wait=25`).',
    bearer: { kind: 'ticket' },
    answer: ok(schemas.watchEvent, 'One event; the stream sends one for each change.'),
    refusals: ['invalid_token', 'session_expired', 'origin_not_allowed', 'rate_limit_exceeded'],
  },
  {
    id: 'walletGrants',
    station: 'wallet',
    method: 'get',
    path: routes.walletGrants,
    summary: 'The connections of one end user.',
    bearer: { kind: 'wallet' },
    query: schemas.walletPageQuery,
    answer: ok(schemas.walletGrantsAnswer, 'A page of them.'),
    refusals: ['session_expired', 'origin_not_allowed'],
  },
  {
    id: 'walletGrant',
    station: 'wallet',
    method: 'get',
    path: routes.walletGrant,
    summary: 'One connection.',
    bearer: { kind: 'wallet' },
    answer: ok(schemas.walletGrant, 'The connection.'),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
  {
    id: 'walletActivity',
    station: 'wallet',
    method: 'get',
    path: routes.walletActivity,
    summary: 'What was done with one connection.',
    bearer: { kind: 'wallet' },
    query: schemas.walletPageQuery,
    answer: ok(schemas.walletActivityAnswer, 'A page of it.'),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
  {
    id: 'walletRefreshes',
    station: 'wallet',
    method: 'get',
    path: routes.walletRefreshes,
    summary: 'When one connection was renewed, newest first, and why it could not be.',
    bearer: { kind: 'wallet' },
    answer: ok(schemas.walletRefreshesAnswer, 'The last of them.'),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
  {
    id: 'walletRevoke',
    station: 'wallet',
    method: 'post',
    path: routes.walletRevoke,
    summary: 'Take a connection back.',
    bearer: { kind: 'wallet' },
    answer: ok(schemas.walletGrant, 'The connection, revoked.'),
    refusals: ['session_expired', 'origin_not_allowed', 'grant_not_found'],
  },
  {
    id: 'callback',
    station: 'callback',
    method: 'get',
    path: routes.callback,
    summary: 'Where a provider sends the browser back to; this URL is registered there. Nobody else calls it.',
    bearer: { kind: 'none' },
    answer: { status: 303, description: 'To the page of the session, or to the app’s return URL.' },
    refusals: [],
  },
  {
    id: 'health',
    station: 'operations',
    method: 'get',
    path: routes.health,
    summary: 'Alive.',
    bearer: { kind: 'none' },
    answer: ok(schemas.aliveAnswer, 'The process answers.'),
    refusals: [],
  },
  {
    id: 'ready',
    station: 'operations',
    method: 'get',
    path: routes.ready,
    summary: 'Ready: a durable write worked just now. 503 with the same form while it does not, or while draining.',
    bearer: { kind: 'none' },
    answer: ok(schemas.readyAnswer, 'Requests are taken.'),
    refusals: [],
  },
  {
    id: 'openapi',
    station: 'operations',
    method: 'get',
    path: routes.openapi,
    summary: 'This description as OpenAPI 3.1.',
    bearer: { kind: 'none' },
    answer: { status: 200, description: 'The document.' },
    refusals: [],
  },
];

const everyone: readonly ErrorCode[] = [
  'invalid_request',
  'store_unavailable',
  'service_unavailable',
  'internal_error',
];
const everyKey: readonly ErrorCode[] = [
  ...everyone,
  'invalid_header',
  'constraint_not_narrowing',
  'missing_key',
  'invalid_key',
  'key_revoked',
  'key_expired',
  'key_rotated_grace_expired',
  'signature_required',
  'invalid_signature',
  'signature_expired',
  'replayed',
  'insufficient_scope',
  'ip_not_allowed',
  'app_not_found_for_key',
];
const everyBody: readonly ErrorCode[] = ['invalid_json', 'body_too_large', 'unsupported_media_type'];

/** What it can be refused with: its own codes first. */
function refusalsOf({ bearer, body, refusals: own }: Operation): ErrorCode[] {
  // Files, probes and what only browsers are sent to.
  if (bearer.kind === 'none' && !body) return [...own];
  return [...own, ...(bearer.kind === 'key' ? everyKey : everyone), ...(body ? everyBody : [])];
}

/** @param server the vault's public origin */
export function openapi(server: string): ApiDocument {
  const paths: ApiDocument['paths'] = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:([a-z_]+)/g, '{$1}');
    (paths[path] ??= {})[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Alter', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: server }],
    tags: Object.entries(stations).map(([name, { name: summary, words }]) => ({
      name,
      'x-displayName': summary,
      description: words,
    })),
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
      'x-alter-errors': errors,
      'x-alter-scopes': keyScopes,
    },
  };
}

function describe(operation: Operation): ApiOperation {
  const { bearer, answer } = operation;
  const parameters = [...operation.path.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' },
  }));
  const scope = bearer.kind === 'key' ? { 'x-alter-scope': bearer.scope } : {};
  return {
    operationId: operation.id,
    tags: [operation.station],
    summary: operation.summary,
    ...scope,
    security: bearer.kind === 'none' ? [] : [{ [bearer.kind]: [] }],
    parameters: [...parameters, ...queryParameters(operation.query)],
    ...(operation.body ? { requestBody: { required: true, content: json(operation.body, 'input') } } : {}),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.schema ? { content: json(answer.schema, 'output') } : {}),
      },
      ...refusals(refusalsOf(operation)),
    },
  };
}

const json = (schema: z.ZodType, io: 'input' | 'output'): ApiContent => ({
  'application/json': { schema: schemaOf(schema, io) },
});

// What Zod writes here is JSON, and a schema is never only `true` or `false`.
const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;

function queryParameters(query: z.ZodType | undefined): ApiOperation['parameters'] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input');
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function refusals(codes: readonly ErrorCode[]): ApiOperation['responses'] {
  const byStatus = Map.groupBy(new Set(codes), (code) => errors[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        'x-alter-codes': group,
        description: group.map((code) => `\`${code}\`: ${errors[code].message}`).join('\n'),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}
