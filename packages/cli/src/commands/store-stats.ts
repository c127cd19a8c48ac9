import { isoOrNull, systemClock } from '@alter/server/operator';
import type { Command } from '../command.ts';
import { jsonOption } from '../desk.ts';
import { count, placeOfCall, storeOption, withHoldings } from '../store-place.ts';
import { facts, table } from '../table.ts';

export const storeStats: Command = {
  path: ['store', 'stats'],
  summary: 'Count what the store holds, and what it takes: rows, bytes, indexes, the time that the audit spans.',
  details: 'It reads all audit rows once for their times; on a large store, run it when there is little to do.',
  options: { store: storeOption, json: jsonOption },
  run: (call) =>
    withHoldings(placeOfCall(call), 'read', async (holdings) => {
      const { bytes, tables, audit, openFlows } = await holdings.stats(systemClock.now());
      const [oldest, newest] = [isoOrNull(audit?.oldest ?? null), isoOrNull(audit?.newest ?? null)];
      if (call.flags.has('json')) {
        const kinds = tables.map(({ name, rows, ...sizes }) => ({
          name,
          rows,
          bytes: sizes.bytes,
          index_bytes: sizes.indexBytes,
        }));
        const rest = { oldest_audit_at: oldest, newest_audit_at: newest, open_flows: openFlows };
        call.io.print(JSON.stringify({ store: holdings.place, bytes, kinds, ...rest }, null, 2));
        return;
      }
      const rows = tables.map((one) => [one.name, count(one.rows), count(one.bytes), count(one.indexBytes)]);
      table(['KIND', 'ROWS', 'BYTES', 'INDEX BYTES'], rows).forEach((line) => call.io.print(line));
      call.io.print('');
      facts([
        ['store', holdings.place],
        ['bytes in all', count(bytes)],
        ['oldest audit row', oldest ?? 'none'],
        ['newest audit row', newest ?? 'none'],
        ['open flows', count(openFlows)],
      ]).forEach((line) => call.io.print(line));
    }),
};
