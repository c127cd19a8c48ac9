/**
 * Whether a row is a use of its grant, 1 or 0: a part of the index `audit_grant`, which leads to the newest use of a grant past
 * everything that is none. SQLite takes the index only where the words are the same as in the migration that made it.
 */
export const isUse = "(event = 'request.begun' AND decision IS 'allow')";
