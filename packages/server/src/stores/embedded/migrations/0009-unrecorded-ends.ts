/** A grant that ended keeps the audit row of its end until that stands, and is found by it. */
const sql = `
ALTER TABLE grants ADD COLUMN unrecorded TEXT;
CREATE INDEX grants_unrecorded ON grants (revoked_at) WHERE unrecorded IS NOT NULL;
`;

export const unrecordedEnds = { name: 'unrecorded ends', sql };
