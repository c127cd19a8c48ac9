/** Audit rows that are owed, beside the outcome that they are about. */
const sql = `
ALTER TABLE vault ADD COLUMN owed TEXT;
ALTER TABLE vault ADD COLUMN owed_at INTEGER;
CREATE INDEX vault_owed ON vault (owed_at) WHERE owed_at IS NOT NULL;
`;

export const owed = { name: 'owed audit rows', sql };
