/** How much audit there is, and of when, by the two ends of each chain: the server looks at as many pages as there are chains. */
import type { Db } from 'mongodb';
import { collections } from '../schema/collections.ts';
import { shows } from '../calls/concerns.ts';

export interface AuditEnds {
  /** As long as no page was lost. */
  rows: number;
  oldest: number;
  newest: number;
}

const alongChains = { ...shows, hint: 'chain' };

export async function auditEnds(db: Db): Promise<AuditEnds> {
  const apps = db
    .collection(collections.audit.name)
    .aggregate<{ _id: string }>([{ $sort: { app_id: 1 } }, { $group: { _id: '$app_id' } }], alongChains);
  const ends: AuditEnds = { rows: 0, oldest: Infinity, newest: 0 };
  for await (const { _id } of apps) {
    for (const { sequence, at } of await lastPages(db, _id)) {
      ends.rows += sequence;
      ends.newest = Math.max(ends.newest, at);
    }
    for (const { times } of await firstPages(db, _id)) ends.oldest = Math.min(ends.oldest, ...times);
  }
  return ends;
}

/** Sorted as the index is, read backwards: with `$first` alone the server skips from chain to chain. */
const lastPages = (db: Db, appId: string): Promise<{ sequence: number; at: number }[]> =>
  db
    .collection(collections.audit.name)
    .aggregate<{ sequence: number; at: number }>(
      [
        { $match: { app_id: appId } },
        { $sort: { app_id: -1, writer: -1, sequence: -1 } },
        { $group: { _id: '$writer', sequence: { $first: '$sequence' }, at: { $first: '$at' } } },
      ],
      alongChains,
    )
    .toArray();

const firstPages = (db: Db, appId: string): Promise<{ times: number[] }[]> =>
  db
    .collection(collections.audit.name)
    .aggregate<{ times: number[] }>(
      [
        { $match: { app_id: appId } },
        { $sort: { app_id: 1, writer: 1, sequence: 1 } },
        { $group: { _id: '$writer', times: { $first: '$rows.at' } } },
      ],
      alongChains,
    )
    .toArray();
