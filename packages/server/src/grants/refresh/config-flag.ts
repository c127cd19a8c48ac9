/**
 * The flag of a config whose client its provider refuses. Audit row first: a crash in between repeats it, and loses none. The
 * lease is why of many grants that meet the same only one writes it.
 */
import { newId } from '../../lib/random.ts';
import type { Deps } from '../../state.ts';
import type { ConfigFlag } from '../../stores/store.ts';

type FlagDeps = Pick<Deps, 'store'>;
type Config = Pick<ConfigFlag, 'app_id' | 'config_id'>;

/** Longer than its two writes may take. */
const holdMs = 30_000;

/** @returns false when it was flagged already, or somebody else is at it */
export const flagOnRecord = (deps: FlagDeps, flag: ConfigFlag, record: () => Promise<unknown>): Promise<boolean> =>
  alone(deps, flag, async () => {
    if (await hasFlag(deps, flag)) return false;
    await record();
    return deps.store.providerConfigs.flag(flag);
  });

/** Most configs have none, and cost one read. */
export async function unflagOnRecord(deps: FlagDeps, config: Config, record: () => Promise<unknown>): Promise<boolean> {
  if (!(await hasFlag(deps, config))) return false;
  return alone(deps, config, async () => {
    if (!(await hasFlag(deps, config))) return false;
    await record();
    return deps.store.providerConfigs.unflag(config.app_id, config.config_id);
  });
}

async function alone(
  { store }: FlagDeps,
  { app_id, config_id }: Config,
  act: () => Promise<boolean>,
): Promise<boolean> {
  const lease = await store.leases.acquire(app_id, `flag/${config_id}`, newId(), holdMs);
  if (!lease) return false;
  try {
    return await act();
  } finally {
    await store.leases.release(lease).catch(() => undefined);
  }
}

async function hasFlag({ store }: FlagDeps, { app_id, config_id }: Config): Promise<boolean> {
  return (await store.providerConfigs.flags(app_id)).some((flag) => flag.config_id === config_id);
}
