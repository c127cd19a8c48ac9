/** Many grants, written past the store's verbs but in its own form: a million one after the other would take an hour. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Setting } from './built-server.ts';
import type { Order } from './seed-thread.ts';

/** @returns the ids of all grants of the setting, whose store must be closed */
export async function seed({ env, dataDir, storeUrl, host, grantId }: Setting, count: number): Promise<string[]> {
  const workerData: Order = { env, dataDir, storeUrl, host, count: count - 1 };
  const thread = new Worker(new URL('./seed-thread.ts', import.meta.url), { workerData });
  const [[more]] = (await Promise.all([once(thread, 'message'), once(thread, 'exit')])) as [[string[]], unknown];
  return [grantId, ...more];
}
