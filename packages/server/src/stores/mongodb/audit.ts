import type { Collection, Db } from 'mongodb';
import { canonicalRow } from '../../audit/chain.ts';
import { newId } from '../../lib/random.ts';
import type { AuditStore, ChainedAuditRow, ChainEnd } from '../store.ts';
import { AuditChain } from './audit/audit-chain.ts';
import { missingOf } from './audit/audit-missing.ts';
import { rowsOfGrant } from './audit/audit-of-grant.ts';
import { chainedRowsOf } from './audit/audit-page.ts';
import { lastUsesOf } from './audit/audit-uses.ts';
import { shows } from './calls/concerns.ts';
import type { Nonces } from './nonces.ts';
import type { Stored } from './documents/shape.ts';
import { turnMs } from './calls/waiting-line.ts';

export function auditStore(db: Db, collection: Collection<Stored>, nonces: Nonces): AuditStore {
  const chain = new AuditChain(collection);
  return {
    async append(rows) {
      if (rows.length > 0) await chain.append(rows.map(canonicalRow));
    },

    async appendMissing(rows) {
      const missing = await missingOf(collection, rows);
      return missing.length === 0 ? 0 : chain.appendApart(missing.map(canonicalRow));
    },

    /**
     * Row and nonce are on their way together. A nonce that this process knows is refused in the row itself; one that
     * another process took turns out when the row stands, and a second row closes it.
     */
    async claim(row, nonce) {
      if (nonce && nonces.isKnown(nonce)) {
        await chain.append([canonicalRow({ ...row, decision: 'replayed' })], turnMs);
        return 'replayed';
      }
      // Nothing has happened yet, so that it is refused as soon as a read would be.
      const begun = chain.append([canonicalRow(row)], turnMs);
      const [won] = await Promise.all([nonce ? nonces.claim(nonce) : true, begun]);
      if (won) return 'claimed';
      const closing = { ...row, id: newId(), call_id: row.id, event: 'request.refused', decision: 'replayed' } as const;
      await chain.append([canonicalRow(closing)]);
      return 'replayed';
    },

    claimNonce: (_appId, nonce) => nonces.claim(nonce),

    ofGrant: (appId, grantId, limit, before) => rowsOfGrant(collection, { appId, grantId, limit, before }),

    lastUses: (appId, grantIds) => lastUsesOf(db, appId, grantIds),

    /** The sort is the index read backwards, so that the server looks at one page per writer. */
    async chains(appId) {
      const ends = collection.aggregate<ChainEnd>(
        [
          { $match: { app_id: appId } },
          { $sort: { app_id: -1, writer: -1, sequence: -1 } },
          { $group: { _id: '$writer', sequence: { $first: '$sequence' }, hash: { $first: '$hash' } } },
          { $project: { _id: 0, writer: '$_id', sequence: 1, hash: 1 } },
        ],
        { ...shows, hint: 'chain' },
      );
      return (await ends.toArray()).sort((a, b) => (a.writer < b.writer ? -1 : 1));
    },

    async chain(appId, writer, after, limit) {
      const pages = collection
        .find({ app_id: appId, writer, sequence: { $gt: after } }, { ...shows, hint: 'chain', batchSize: 32 })
        .sort({ sequence: 1 });
      const rows: ChainedAuditRow[] = [];
      for await (const page of pages) {
        rows.push(...chainedRowsOf(page).filter(({ sequence }) => sequence > after));
        if (rows.length >= limit) break;
      }
      return rows.slice(0, limit);
    },
  };
}
