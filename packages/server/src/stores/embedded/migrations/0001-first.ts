/** Everything the connect-call-revoke line stores. Times are epoch milliseconds; lists and objects are JSON text. */
const sql = `
CREATE TABLE heartbeat (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;

CREATE TABLE keys (
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  scopes TEXT NOT NULL,
  signed_only INTEGER NOT NULL,
  cidr_allowlist TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  deprecated_at INTEGER,
  revoked_at INTEGER,
  grace_until INTEGER,
  rotated_to TEXT,
  last_used_at INTEGER
) STRICT;
CREATE INDEX keys_app ON keys (app_id, created_at, id);

CREATE TABLE provider_configs (
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  secret TEXT,
  scopes TEXT NOT NULL,
  variables TEXT NOT NULL,
  endpoints TEXT,
  hosts TEXT,
  name TEXT,
  status TEXT NOT NULL,
  generation INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_id, provider_id)
) STRICT;
CREATE INDEX provider_configs_app ON provider_configs (app_id, created_at, id);

CREATE TABLE users (
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  reference TEXT,
  display_name TEXT,
  subject TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (app_id, reference)
) STRICT;

CREATE TABLE connect_sessions (
  kind TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  principal TEXT NOT NULL,
  user_name TEXT,
  allowed_providers TEXT NOT NULL,
  single_provider INTEGER NOT NULL,
  allowed_origin TEXT,
  return_url TEXT,
  required_scopes TEXT NOT NULL,
  grant_policy TEXT,
  label TEXT,
  repair_grant_id TEXT,
  switch_account INTEGER NOT NULL,
  metadata TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  browser_hash TEXT,
  open_flows TEXT NOT NULL,
  entries TEXT NOT NULL,
  declined_reported INTEGER NOT NULL,
  final TEXT,
  readable_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX connect_sessions_end ON connect_sessions (readable_until);

CREATE TABLE wallet_sessions (
  kind TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  allowed_origin TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX wallet_sessions_end ON wallet_sessions (expires_at);

CREATE TABLE tickets (
  hash TEXT PRIMARY KEY,
  session_hash TEXT NOT NULL,
  app_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tickets_end ON tickets (expires_at);

CREATE TABLE flows (
  id TEXT NOT NULL UNIQUE,
  state_hash TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  session_hash TEXT NOT NULL,
  session_id TEXT NOT NULL,
  browser_hash TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  config_id TEXT NOT NULL,
  config_generation INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  token_endpoint TEXT NOT NULL,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  variables TEXT NOT NULL,
  secrets TEXT,
  nonce TEXT,
  consent TEXT NOT NULL,
  display TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  start_until INTEGER NOT NULL,
  started_at INTEGER,
  expires_at INTEGER NOT NULL,
  consumed_at INTEGER,
  refusals INTEGER NOT NULL
) STRICT;
CREATE INDEX flows_end ON flows (expires_at);

CREATE TABLE grants (
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  principal TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  config_id TEXT NOT NULL,
  issuer TEXT NOT NULL,
  client_id TEXT NOT NULL,
  hosts TEXT NOT NULL,
  variables TEXT NOT NULL,
  account_key TEXT,
  account_identifier TEXT,
  account_display_name TEXT,
  inject_field TEXT NOT NULL,
  scopes TEXT NOT NULL,
  scope_mismatch INTEGER NOT NULL,
  label TEXT,
  status TEXT NOT NULL,
  reason TEXT,
  token_expires_at INTEGER,
  refreshable INTEGER NOT NULL,
  policy TEXT,
  grant_expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at INTEGER,
  revoke_reason TEXT,
  revoked_by TEXT,
  revocation TEXT
) STRICT;
CREATE UNIQUE INDEX grants_account ON grants (app_id, principal, issuer, client_id, account_key)
  WHERE account_key IS NOT NULL AND status <> 'revoked';
CREATE INDEX grants_shared ON grants (issuer, client_id, account_key)
  WHERE account_key IS NOT NULL AND status <> 'revoked';
CREATE INDEX grants_app ON grants (app_id, created_at, id);
CREATE INDEX grants_principal ON grants (app_id, principal, created_at, id);
CREATE INDEX grants_identifier ON grants (app_id, account_identifier, created_at, id);
CREATE INDEX grants_label ON grants (app_id, label, created_at, id);
CREATE INDEX grants_provider ON grants (app_id, provider_id, created_at, id);
CREATE INDEX grants_status ON grants (app_id, status, created_at, id);

CREATE TABLE vault (
  app_id TEXT NOT NULL,
  grant_id TEXT NOT NULL UNIQUE REFERENCES grants (id),
  generation INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  id TEXT NOT NULL UNIQUE,
  app_id TEXT NOT NULL,
  grant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  sealed TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  claimed_until INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at, id);
CREATE INDEX outbox_end ON outbox (expires_at);
`;

export const first = { name: 'first', sql };
