/** Grants whose own time is over are found by it. */
const sql = `
CREATE INDEX grants_over ON grants (grant_expires_at)
  WHERE grant_expires_at IS NOT NULL AND status IN ('active', 'pending');
`;

export const grantsOver = { name: 'grants over', sql };
