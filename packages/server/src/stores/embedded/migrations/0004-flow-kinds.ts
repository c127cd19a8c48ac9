/** Flows and grants say how the credential comes to be; those of before were all of one kind. */
const sql = `
ALTER TABLE flows ADD COLUMN kind TEXT NOT NULL DEFAULT 'authorization_code';
ALTER TABLE grants ADD COLUMN flow_kind TEXT NOT NULL DEFAULT 'authorization_code';
`;

export const flowKinds = { name: 'flow kinds', sql };
