/** The rows of a grant by whether they are uses of it, so that the newest one is found directly: see `audit-uses.ts`. */
const sql = `
DROP INDEX audit_grant;
CREATE INDEX audit_grant ON audit (app_id, grant_id, (event = 'request.begun' AND decision IS 'allow'), at, id)
  WHERE grant_id IS NOT NULL;
`;

export const auditUses = { name: 'uses', sql };
