/** What is known of a grant without asking anybody: would a call work now. */
import type { GrantHealth } from '@alter/protocol/schemas';
import { healthOf } from '../../grants/health.ts';
import { providerOf } from '../../grants/provider-of.ts';
import { leaseName } from '../../grants/refresh/lease.ts';
import type { Deps } from '../../state.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import type { GrantRow, HeldRow } from '../../stores/store.ts';

/** With what it was judged by; null: there is none. */
export interface Examined {
  health: GrantHealth;
  provider: ResolvedProvider | null;
  row: HeldRow | null;
}

export const examine = async (deps: Deps, grant: GrantRow): Promise<GrantHealth> =>
  (await examineWhole(deps, grant)).health;

export async function examineWhole(deps: Deps, grant: GrantRow): Promise<Examined> {
  const { store, clock, config } = deps;
  const [provider, row, flags] = await Promise.all([
    providerOf(deps, grant),
    store.vault.read(grant.app_id, grant.id),
    store.providerConfigs.flags(grant.app_id),
  ]);
  // Only under an intent can one be running that matters; most grants have none.
  const refreshing = row?.refresh.intent ? await store.leases.held(grant.app_id, leaseName(grant.id)) : false;
  const clientRefused = flags.some(({ config_id }) => config_id === grant.config_id);
  const health = healthOf({ grant, provider, row, clientRefused, refreshing, now: clock.now(), config });
  return { health, provider, row };
}
