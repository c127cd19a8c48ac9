/** A session counts the tickets that were given for it. */
const sql = 'ALTER TABLE connect_sessions ADD COLUMN tickets_given INTEGER NOT NULL DEFAULT 0;';

export const ticketsGiven = { name: 'tickets given', sql };
