const sql = `
CREATE TABLE audit_heartbeat (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;

CREATE TABLE audit (
  writer TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  request_id TEXT NOT NULL,
  call_id TEXT,
  key_id TEXT,
  caller TEXT,
  principal TEXT,
  grant_id TEXT,
  provider_id TEXT,
  session_id TEXT,
  method TEXT,
  host TEXT,
  path TEXT,
  reason TEXT,
  context TEXT,
  client_ip TEXT,
  decision TEXT,
  status INTEGER,
  detail TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX audit_chain ON audit (app_id, writer, sequence);
CREATE INDEX audit_grant ON audit (app_id, grant_id, at, id) WHERE grant_id IS NOT NULL;

CREATE TABLE nonces (
  key_id TEXT NOT NULL,
  nonce TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (key_id, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX nonces_end ON nonces (until);
`;

export const firstAudit = { name: 'first', sql };
