import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { auditFileOf } from '../../../packages/server/src/stores/embedded/connection.ts';
import { openEmbedded } from '../../../packages/server/src/stores/index.ts';
import { describeStore } from './store-suite.ts';

/** Every statement that the suite made the store run. */
const used = new Set<string>();

async function open() {
  const folder = await mkdtemp(join(tmpdir(), 'alter-store-'));
  const file = join(folder, 'data', 'alter.db');
  const opened = {
    file,
    store: await openEmbedded({ file }),
    async close() {
      const statements = await opened.store.statements().catch(() => []);
      for (const sql of statements) used.add(sql);
      await opened.store.close();
    },
    async reopen() {
      await opened.close();
      opened.store = await openEmbedded({ file });
      return opened.store;
    },
    async forgetLeases() {
      const db = new DatabaseSync(file);
      db.exec('DELETE FROM leases');
      db.close();
    },
    async cleanup() {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return opened;
}

describeStore('embedded', open);

describe('embedded store: indexes', () => {
  /** How SQLite would run a statement on an empty, unanalysed file, as every new installation is. */
  const plan = (db: DatabaseSync, sql: string): string[] =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((step) => String(step['detail']));
  const slow = (steps: readonly string[]): string[] =>
    steps.filter((step) => /^SCAN (?!\(subquery|CONSTANT)|TEMP B-TREE/.test(step));

  it('every statement of the suite runs along an index: no scan, no sorting', async () => {
    const opened = await open();
    const db = new DatabaseSync(opened.file, { readOnly: true });
    db.prepare('ATTACH ? AS record').run(auditFileOf(opened.file));
    try {
      expect(slow(plan(db, 'SELECT id FROM grants WHERE reason = ? ORDER BY updated_at'))).toHaveLength(2);
      const statements = [...used].filter((sql) => /^(SELECT|INSERT|UPDATE|DELETE)/.test(sql));
      expect(statements.length).toBeGreaterThan(60);
      for (const sql of statements) expect(slow(plan(db, sql)), sql).toEqual([]);
    } finally {
      db.close();
      await opened.cleanup();
    }
  });

  it('the last use of a grant is found past what is none, and its rows are merged as they come', async () => {
    const opened = await open();
    const db = new DatabaseSync(opened.file, { readOnly: true });
    db.prepare('ATTACH ? AS record').run(auditFileOf(opened.file));
    try {
      const plans = [...used].filter((sql) => /FROM audit .*'request.begun'/.test(sql)).map((sql) => plan(db, sql));
      const place = 'audit_grant (app_id=? AND grant_id=? AND <expr>=?';
      expect(plans).toContainEqual([`SEARCH audit USING COVERING INDEX ${place})`]);
      expect(plans.filter(([first]) => first === 'MERGE (UNION ALL)')).toHaveLength(2);
      // A list's two halves, the last use, and whether a row stands.
      expect(plans.flat().filter((step) => step.includes(place))).toHaveLength(6);
    } finally {
      db.close();
      await opened.cleanup();
    }
  });

  it('the list of the expired looks at those that are marked and those whose time is over, and at no others', async () => {
    const opened = await open();
    const db = new DatabaseSync(opened.file, { readOnly: true });
    try {
      const lists = [...used].filter(
        (sql) => sql.includes(' INDEXED BY ') && /'pending'/.test(sql) && /app_id = /.test(sql),
      );
      const plans = lists.flatMap((sql) => plan(db, sql));
      expect(
        plans.filter((step) => /INDEX grants_overdue \(app_id=\? AND .*grant_expires_at<\?\)/.test(step)),
        String(plans),
      ).toHaveLength(2);
      // Only a filter that leaves few rows of its own is walked along.
      expect(plans.filter((step) => /INDEX grants_(app|provider) /.test(step))).toEqual([]);
    } finally {
      db.close();
      await opened.cleanup();
    }
  });
});
