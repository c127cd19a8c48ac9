/** Rows to store: whole and plausible, with fresh ids, and what a test cares about laid over them. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type {
  AuditRow,
  ConnectSessionRow,
  FlowRow,
  GrantRow,
  KeyRow,
  NonceClaim,
  OutboxRow,
  ProviderConfigRow,
  Sealed,
  SessionEntry,
  TicketRow,
  VaultRow,
  WalletSessionRow,
} from '../../../packages/server/src/stores/store.ts';

export const minute = 60_000;
const hour = 60 * minute;
/**
 * The suite's moment. Stores are told the time, but MongoDB's broom goes by its own, and takes what has been over for a day:
 * this is long enough ago for what asks the database's clock too, and not so long.
 */
export const t0 = Math.floor(Date.now() / hour) * hour - 18 * hour;

export const id = (): string => randomUUID();
/** Another id with the digits that a place is made of. */
export const twinOf = (one: string): string => one.slice(0, 19) + id().slice(19);
export const hash = (): string => createHash('sha256').update(randomBytes(32)).digest('hex');

export const ciphertext = (fields: Record<string, string> = { access_token: 'sealed bytes' }): Sealed => ({
  version: 1,
  key_id: 'ring-1',
  wrapped_key: new Uint8Array(randomBytes(60)),
  fields: Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, new TextEncoder().encode(text)])),
});

/** A sealed value as text, so that two can be compared whatever kind of byte array a store answers with. */
export const sealedText = (sealed: Sealed | null | undefined): string | null =>
  sealed
    ? JSON.stringify([
        sealed.version,
        sealed.key_id,
        Buffer.from(sealed.wrapped_key).toString('hex'),
        Object.entries(sealed.fields)
          .map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')])
          .sort(),
      ])
    : null;

export const keyRow = (over: Partial<KeyRow> = {}): KeyRow => ({
  id: id(),
  app_id: id(),
  hash: hash(),
  kind: 'rk',
  name: 'back end',
  prefix: 'alter_rk_abcde',
  scopes: ['grants:read', 'proxy'],
  signed_only: false,
  cidr_allowlist: ['10.0.0.0/8'],
  created_at: t0,
  expires_at: null,
  deprecated_at: null,
  revoked_at: null,
  grace_until: null,
  rotated_to: null,
  last_used_at: null,
  ...over,
});

export const configRow = (over: Partial<ProviderConfigRow> = {}): Omit<ProviderConfigRow, 'generation'> => ({
  id: id(),
  app_id: id(),
  provider_id: 'gitlab',
  client_id: 'client',
  secret: ciphertext({ client_secret: 'one' }),
  scopes: ['read_user'],
  variables: { host: 'gitlab.example' },
  endpoints: { token: 'https://gitlab.example/oauth/token' },
  hosts: ['gitlab.example'],
  name: 'Our GitLab',
  status: 'active',
  created_at: t0,
  updated_at: t0,
  ...over,
});

export const sessionRow = (over: Partial<ConnectSessionRow> = {}): ConnectSessionRow => ({
  kind: 'connect',
  hash: hash(),
  id: id(),
  app_id: id(),
  principal: { type: 'user', user_id: id() },
  user_name: 'Ada',
  allowed_providers: ['github', 'gitlab'],
  single_provider: false,
  allowed_origin: 'https://shop.example',
  return_url: null,
  required_scopes: { github: ['repo'] },
  grant_policy: { expires_at: null, max_ttl_seconds: 3600, default_ttl_seconds: null },
  label: 'work',
  repair_grant_id: null,
  switch_account: true,
  metadata: { order: '7' },
  created_at: t0,
  expires_at: t0 + 10 * minute,
  browser_hash: null,
  open_flows: [],
  entries: [],
  attempts: 0,
  declined_reported: 0,
  final: null,
  ...over,
});

export const entryRow = (over: Partial<SessionEntry> = {}): SessionEntry => ({
  flow_id: id(),
  provider_id: 'github',
  at: t0 + minute,
  outcome: 'granted',
  operation: 'creation',
  grant_id: id(),
  account: 'ada@example.com',
  account_display_name: 'Ada',
  scopes: ['repo'],
  grant_status: 'active',
  error: null,
  detail: null,
  request_id: 'req_1',
  ...over,
});

export const declinedEntry = (): SessionEntry =>
  entryRow({ outcome: 'declined', operation: null, grant_id: null, grant_status: null, error: 'access_denied' });

export const walletRow = (over: Partial<WalletSessionRow> = {}): WalletSessionRow => ({
  kind: 'wallet',
  hash: hash(),
  id: id(),
  app_id: id(),
  user_id: id(),
  allowed_origin: 'https://shop.example',
  created_at: t0,
  expires_at: t0 + 10 * minute,
  ...over,
});

export const ticketRow = (over: Partial<TicketRow> = {}): TicketRow => ({
  hash: hash(),
  session_hash: hash(),
  app_id: id(),
  expires_at: t0 + 20 * minute,
  ...over,
});

export const flowRow = (over: Partial<FlowRow> = {}): FlowRow => ({
  id: id(),
  state_hash: hash(),
  app_id: id(),
  session_hash: hash(),
  session_id: id(),
  browser_hash: hash(),
  provider_id: 'github',
  config_id: id(),
  config_generation: 3,
  issuer: 'https://github.com',
  token_endpoint: 'https://github.com/login/oauth/access_token',
  redirect_uri: 'https://vault.example/oauth/callback/github',
  scopes: ['repo'],
  variables: { shop: 'one' },
  secrets: ciphertext({ code_verifier: 'verifier' }),
  nonce: null,
  consent: 'click',
  display: 'popup',
  created_at: t0,
  start_until: t0 + minute,
  started_at: null,
  expires_at: t0 + 10 * minute,
  consumed_at: null,
  refusals: 0,
  kind: 'device_code',
  ...over,
});

export const grantRow = (over: Partial<GrantRow> = {}): GrantRow => ({
  id: id(),
  app_id: id(),
  principal: { type: 'user', user_id: id() },
  provider_id: 'github',
  flow_kind: 'client_credentials',
  config_id: id(),
  issuer: 'https://github.com',
  client_id: 'client',
  hosts: ['api.github.com', 'uploads.github.com'],
  variables: {},
  account_key: id(),
  account_identifier: 'ada@example.com',
  account_display_name: 'Ada',
  inject_field: 'access_token',
  scopes: ['repo'],
  scope_mismatch: true,
  label: 'work',
  status: 'active',
  reason: null,
  token_expires_at: t0 + 60 * minute,
  refreshable: true,
  policy: { expires_at: null, max_ttl_seconds: null, default_ttl_seconds: 60 },
  grant_expires_at: null,
  created_at: t0,
  updated_at: t0,
  revoked_at: null,
  revoke_reason: null,
  revoked_by: null,
  revocation: null,
  unrecorded: null,
  ...over,
});

export const vaultRow = (grant: Pick<GrantRow, 'app_id' | 'id'>, over: Partial<VaultRow> = {}): VaultRow => ({
  app_id: grant.app_id,
  grant_id: grant.id,
  generation: 1,
  sealed: ciphertext(),
  updated_at: t0,
  ...over,
});

export const outboxRow = (grant: Pick<GrantRow, 'app_id' | 'id'>, over: Partial<OutboxRow> = {}): OutboxRow => ({
  id: id(),
  app_id: grant.app_id,
  grant_id: grant.id,
  kind: 'revoke',
  sealed: ciphertext({ refresh_token: 'to revoke' }),
  attempts: 0,
  next_at: t0,
  expires_at: t0 + 24 * 60 * minute,
  claimed_until: 0,
  origin: null,
  ...over,
});

export const auditEvent = (over: Partial<AuditRow> = {}): AuditRow => ({
  id: id(),
  app_id: id(),
  at: t0,
  event: 'request.begun',
  request_id: 'req_1',
  call_id: null,
  key_id: id(),
  caller: 'worker',
  principal: { type: 'user', user_id: id() },
  grant_id: id(),
  provider_id: 'github',
  session_id: null,
  method: 'GET',
  host: 'api.github.com',
  path: '/user',
  reason: 'nightly sync',
  context: { run: '7', agent: 'a' },
  client_ip: '192.0.2.1',
  decision: 'allow',
  status: null,
  detail: { retries: 0, cached: true, note: null },
  ...over,
});

export const nonceClaim = (over: Partial<NonceClaim> = {}): NonceClaim => ({
  key_id: id(),
  nonce: hash().slice(0, 32),
  until: t0 + 10 * minute,
  ...over,
});

export const revocation = { at: t0 + minute, reason: 'left', by: 'key:1', revocation: 'queued' } as const;
