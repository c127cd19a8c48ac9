/** Rows that may stand already: asked and appended in one step of the writer. */
import type { CanonicalRow } from '../../audit/chain.ts';
import { isUse } from './audit-uses.ts';
import type { Connection } from './connection.ts';

const stands = `SELECT 1 FROM audit WHERE app_id = ? AND grant_id = ? AND ${isUse} IN (0, 1) AND at = ? AND id = ?`;

/** What the row is found by, and the row. */
export type Sought = readonly [appId: string, grantId: string | null, at: number, id: string, row: CanonicalRow];

export const missingWrites = (append: (db: Connection, row: CanonicalRow) => void) => ({
  'audit.append_missing': (db: Connection, ...sought: Sought[]): number => {
    const missing = sought.filter(([appId, grantId, at, id]) => db.get(stands, appId, grantId, at, id) === null);
    for (const [, , , , row] of missing) append(db, row);
    return missing.length;
  },
});
