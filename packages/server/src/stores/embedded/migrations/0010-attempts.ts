/** A session counts the flows that were asked for. */
const sql = 'ALTER TABLE connect_sessions ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;';

export const attempts = { name: 'attempts', sql };
