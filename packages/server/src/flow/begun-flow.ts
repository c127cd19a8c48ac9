/** What a flow goes on with from its beginning. */
import type { ResolvedProvider } from '../providers/provider.ts';
import { resolveKept } from '../providers/resolve.ts';
import type { Deps } from '../state.ts';
import type { FlowRow } from '../stores/store.ts';
import type { Secret } from '../vault/secret.ts';

/** The provider a flow began under, or null when its config changed meanwhile (mix-up, RFC 9700 §4.4). */
export async function flowProvider(deps: Deps, flow: FlowRow): Promise<ResolvedProvider | null> {
  const found = await deps.providers.resolveConfig(flow.app_id, flow.config_id);
  if (!found) return null;
  const provider = resolveKept(found, flow.variables);
  const same =
    found.config.generation === flow.config_generation &&
    provider.issuer === flow.issuer &&
    provider.endpoints.token === flow.token_endpoint;
  return same ? provider : null;
}

/** What the flow's kind kept. */
export const openedSecrets = (deps: Pick<Deps, 'vault'>, flow: FlowRow): Record<string, Secret> =>
  flow.secrets === null ? {} : deps.vault.open({ appId: flow.app_id, objectId: flow.id, generation: 0 }, flow.secrets);
