import type { Collection } from 'mongodb';
import { canonicalRow } from '../../audit/chain.ts';
import { newId } from '../../lib/random.ts';
import type { AuditStore, ChainEnd } from '../store.ts';
import { AuditChain, auditRowOf, chainedRowOf } from './audit-chain.ts';
import { missingOf } from './audit-missing.ts';
import { shows } from './concerns.ts';
import type { Nonces } from './nonces.ts';
import { olderThan } from './grant-list.ts';
import type { Stored } from './shape.ts';

export function auditStore(collection: Collection<Stored>, nonces: Nonces): AuditStore {
  const chain = new AuditChain(collection);
  return {
    async append(rows) {
      if (rows.length > 0) await chain.append(rows.map(canonicalRow));
    },

    async appendMissing(rows) {
      const missing = await missingOf(collection, rows);
      if (missing.length > 0) await chain.append(missing.map(canonicalRow));
      return missing.length;
    },

    /**
     * Row and nonce are on their way together. A nonce that this process knows is refused in the row itself; one that
     * another process took turns out when the row stands, and a second row closes it.
     */
    async claim(row, nonce) {
      if (nonce && nonces.isKnown(nonce)) {
        await chain.append([canonicalRow({ ...row, decision: 'replayed' })]);
        return 'replayed';
      }
      const [won] = await Promise.all([nonce ? nonces.claim(nonce) : true, chain.append([canonicalRow(row)])]);
      if (won) return 'claimed';
      const closing = { ...row, id: newId(), call_id: row.id, event: 'request.refused', decision: 'replayed' } as const;
      await chain.append([canonicalRow(closing)]);
      return 'replayed';
    },

    claimNonce: (_appId, nonce) => nonces.claim(nonce),

    async ofGrant(appId, grantId, limit, before) {
      const about = { app_id: appId, grant_id: grantId };
      const older = before && olderThan({ created_at: before.at, id: before.id }, 'at');
      const found = await collection
        .find(older ? { ...about, ...older } : about, { ...shows, hint: 'grant' })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .toArray();
      return found.map(auditRowOf);
    },

    /** The sort is the index read backwards, so that the server looks at one row per writer. */
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
      const found = await collection
        .find({ app_id: appId, writer, sequence: { $gt: after } }, { ...shows, hint: 'chain' })
        .sort({ sequence: 1 })
        .limit(limit)
        .toArray();
      return found.map(chainedRowOf);
    },
  };
}
