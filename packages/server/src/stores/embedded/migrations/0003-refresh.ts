/** Refreshes: what all processes must know of a grant's, their history, and configs that providers refuse. */
const sql = `
ALTER TABLE vault ADD COLUMN refresh TEXT;
ALTER TABLE vault ADD COLUMN intent_id TEXT;
ALTER TABLE vault ADD COLUMN intent_at INTEGER;
ALTER TABLE vault ADD COLUMN history TEXT NOT NULL DEFAULT '[]';
CREATE INDEX vault_intents ON vault (intent_at) WHERE intent_at IS NOT NULL;

CREATE TABLE provider_config_flags (
  app_id TEXT NOT NULL,
  config_id TEXT NOT NULL,
  error TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (app_id, config_id)
) STRICT, WITHOUT ROWID;
`;

export const refresh = { name: 'refresh', sql };
