/** Before station 1: which providers there are, how each is set up, and which of them an app has. */
import { catalogQuery } from '@alter/protocol/schemas';
import { assert, Refusal } from '../lib/assert.ts';
import { parseQuery } from '../middleware/body.ts';
import { categories } from '../providers/category.ts';
import type { Provider, ResolvedProvider } from '../providers/provider.ts';
import { catalogEntry, catalogItem, type Listed } from '../providers/view.ts';
import type { Deps, Step } from '../state.ts';
import type { ConfigFlag } from '../stores/store.ts';

/** The whole catalog at once: it is as long as its files, and the published client keeps it for five minutes. */
export function listProviders(deps: Deps): Step {
  return async (ctx) => {
    const query = parseQuery(ctx, catalogQuery);
    assert(query.category === undefined || Object.hasOwn(categories, query.category), 'invalid_request', {
      issues: [{ path: 'category', message: `must be one of ${Object.keys(categories).join(', ')}` }],
    });
    const listed = (await all(deps, ctx.state.caller.appId)).filter((one) => matches(one, query));
    const { publicUrl } = deps.config;
    ctx.body = {
      providers: Object.fromEntries(listed.map((one) => [one.entry.id, catalogItem(one, publicUrl)])),
      total: listed.length,
      categories,
    };
  };
}

/** @throws Refusal `provider_not_found`, the same for what is absent and what is another app's */
export function readProvider(deps: Deps): Step {
  return async (ctx) => {
    const id = (ctx.params['provider_id'] ?? '').toLowerCase();
    const { appId } = ctx.state.caller;
    const resolved = await deps.providers.resolve(appId, id);
    const entry = resolved?.entry ?? deps.providers.entry(id);
    if (!entry) throw new Refusal('provider_not_found', { provider_id: id });
    const flags = resolved ? await deps.store.providerConfigs.flags(appId) : [];
    ctx.body = catalogEntry(asListed(deps, entry, resolved, flags), deps.config.publicUrl);
  };
}

/** The catalog in its order, then what is this app's own. */
async function all(deps: Deps, appId: string): Promise<Listed[]> {
  const [configured, flags] = await Promise.all([deps.providers.list(appId), deps.store.providerConfigs.flags(appId)]);
  const byId = new Map(configured.map((one) => [one.config.providerId, one]));
  const catalog = deps.providers.entries();
  const own = configured.map(({ entry }) => entry).filter(({ id }) => deps.providers.entry(id) === null);
  return [...catalog, ...own].map((entry) => asListed(deps, entry, byId.get(entry.id) ?? null, flags));
}

const asListed = (
  deps: Deps,
  entry: Provider,
  resolved: ResolvedProvider | null,
  flags: readonly ConfigFlag[],
): Listed => ({
  entry,
  resolved,
  custom: deps.providers.entry(entry.id) === null,
  flag: flags.find(({ config_id }) => config_id === resolved?.config.id) ?? null,
});

interface Wanted {
  category?: string | undefined;
  configured?: 'true' | 'false' | undefined;
  q?: string | undefined;
}

function matches({ entry, resolved }: Listed, { category, configured, q }: Wanted): boolean {
  if (category !== undefined && entry.category !== category) return false;
  if (configured !== undefined && (resolved !== null) !== (configured === 'true')) return false;
  const words = q?.toLowerCase();
  return (
    words === undefined ||
    [entry.id, ...(entry.aliases ?? []), entry.name].some((name) => name.toLowerCase().includes(words))
  );
}
