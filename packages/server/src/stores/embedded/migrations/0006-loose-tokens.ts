/** Queued tokens that no grant came of say themselves whose they are. */
const sql = 'ALTER TABLE outbox ADD COLUMN origin TEXT;';

export const looseTokens = { name: 'loose tokens', sql };
