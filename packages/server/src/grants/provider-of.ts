import { Refusal } from '../lib/assert.ts';
import { withoutPlaces } from '../providers/places.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { resolveKept } from '../providers/resolve.ts';
import type { Deps } from '../state.ts';
import type { GrantRow } from '../stores/store.ts';

/** The grant's provider, by the config that it was made with. Null: not configured any more, or not for this grant's values. */
export async function providerOf(
  { providers }: Pick<Deps, 'providers'>,
  grant: Pick<GrantRow, 'app_id' | 'config_id' | 'variables'>,
): Promise<ResolvedProvider | null> {
  const found = await providers.resolveConfig(grant.app_id, grant.config_id);
  try {
    return found && resolveKept(found, withoutPlaces(grant.variables));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
