import type { Migration } from '../migration.ts';
import { placeOf } from '../../place.ts';

const ofGrant = `id, app_id, principal, provider_id, flow_kind, config_id, issuer, client_id, hosts, variables, account_key,
  account_identifier, account_display_name, inject_field, scopes, scope_mismatch, label, status, reason, token_expires_at,
  refreshable, policy, grant_expires_at, created_at, updated_at, revoked_at, revoke_reason, revoked_by, revocation, unrecorded`;
const ofVault =
  'app_id, grant_id, generation, sealed, updated_at, refresh, intent_id, intent_at, history, owed, owed_at';

const oldIndexes = [
  ...['account', 'shared', 'app', 'principal', 'identifier', 'label', 'provider', 'status', 'over', 'unrecorded'],
  ...['overdue', 'provider_status'],
].map((name) => `grants_${name}`);

/**
 * Grants and their ciphertext are found by a number made of the id. The order of ids is that of places, so that each new table
 * is written from its beginning to its end, without sorting. The old ones are emptied row by row first, since SQLite keeps a copy
 * of every page of what is dropped. Ciphertext of no grant, which nobody can use, stays behind. When a grant was last used is
 * read from the audit.
 */
const sql = `
CREATE TABLE placed_grants (
  place INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  principal TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  flow_kind TEXT NOT NULL,
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
  revoked_at INTEGER,
  revoke_reason TEXT,
  revoked_by TEXT,
  revocation TEXT,
  unrecorded TEXT
) STRICT;
CREATE TABLE placed_vault (
  place INTEGER PRIMARY KEY REFERENCES placed_grants (place),
  app_id TEXT NOT NULL,
  grant_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  refresh TEXT,
  intent_id TEXT,
  intent_at INTEGER,
  history TEXT NOT NULL DEFAULT '[]',
  owed TEXT,
  owed_at INTEGER
) STRICT;

INSERT INTO placed_grants (place, ${ofGrant})
  SELECT place_of(id), ${ofGrant} FROM grants INDEXED BY sqlite_autoindex_grants_1 ORDER BY id;
INSERT INTO placed_vault (place, ${ofVault})
  SELECT place_of(grant_id), ${ofVault} FROM vault INDEXED BY sqlite_autoindex_vault_1
  WHERE EXISTS (SELECT 1 FROM grants WHERE id = vault.grant_id) ORDER BY grant_id;

${oldIndexes.map((name) => `DROP INDEX IF EXISTS ${name};`).join('\n')}
DELETE FROM vault WHERE TRUE;
DELETE FROM grants WHERE TRUE;
DROP TABLE vault;
DROP TABLE grants;
ALTER TABLE placed_grants RENAME TO grants;
ALTER TABLE placed_vault RENAME TO vault;

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
CREATE INDEX grants_over ON grants (grant_expires_at)
  WHERE grant_expires_at IS NOT NULL AND status IN ('active', 'pending');
CREATE INDEX grants_unrecorded ON grants (revoked_at) WHERE unrecorded IS NOT NULL;
CREATE INDEX grants_overdue ON grants (app_id, grant_expires_at, created_at, id, provider_id)
  WHERE grant_expires_at IS NOT NULL AND status IN ('active', 'pending');
CREATE INDEX grants_provider_status ON grants (app_id, provider_id, status, created_at, id);
CREATE INDEX vault_intents ON vault (intent_at) WHERE intent_at IS NOT NULL;
CREATE INDEX vault_owed ON vault (owed_at) WHERE owed_at IS NOT NULL;
`;

export const places: Migration = {
  name: 'places',
  sql,
  functions: { place_of: (id) => placeOf(String(id)) },
};
