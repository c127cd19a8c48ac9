/** A process of its own on somebody's store: ends a grant, and is gone before it has put that on record. */
import { openStore, type AuditRow } from '../../packages/server/src/stores/index.ts';

export interface Order {
  store: { dataDir: string; storeUrl: string | null };
  /** About the grant that ends. */
  record: AuditRow;
}

const { store, record } = JSON.parse(process.argv[2] ?? '') as Order;
const { grants } = await openStore(store);
const end = { at: record.at, reason: record.reason, by: 'key:one', revocation: 'not_called' as const, record };
if ((await grants.revoke(record.app_id, record.grant_id ?? '', end, null)) === null) throw new Error('it had ended');
process.kill(process.pid, 'SIGKILL');
