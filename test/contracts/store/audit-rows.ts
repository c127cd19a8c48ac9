import type { ChainedAuditRow, Store } from '../../../packages/server/src/stores/store.ts';

/** All audit rows of an app, chain after chain. */
export async function auditRows(store: Pick<Store, 'audit'>, appId: string, page = 1000): Promise<ChainedAuditRow[]> {
  const rows: ChainedAuditRow[] = [];
  for (const { writer } of await store.audit.chains(appId)) {
    let last = 0;
    for (let found; (found = await store.audit.chain(appId, writer, last, page)).length > 0;) {
      rows.push(...found);
      last = found.at(-1)!.sequence;
    }
  }
  return rows;
}
