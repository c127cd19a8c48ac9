/** Lists of grants by status: those whose own time is over and that no sweep has marked yet, and those of a provider. */
const sql = `
CREATE INDEX grants_overdue ON grants (app_id, grant_expires_at, created_at, id, provider_id)
  WHERE grant_expires_at IS NOT NULL AND status IN ('active', 'pending');
CREATE INDEX grants_provider_status ON grants (app_id, provider_id, status, created_at, id);
`;

export const grantsByStatus = { name: 'grants by status', sql };
