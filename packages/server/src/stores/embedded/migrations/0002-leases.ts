const sql = `
CREATE TABLE leases (
  app_id TEXT NOT NULL,
  name TEXT NOT NULL,
  owner TEXT,
  fence INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (app_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_end ON leases (until);
`;

export const leases = { name: 'leases', sql };
