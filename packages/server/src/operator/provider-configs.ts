/** Provider configs that live in the store: saved and removed beside the running service, used by its very next call. */
import { auditRow } from '../audit/record.ts';
import { ConfigMistakes } from '../config.ts';
import { newId } from '../lib/random.ts';
import { toColumns, withChosen } from '../providers/custom-row.ts';
import type { CustomProvider } from '../providers/custom-schema.ts';
import {
  customEntry,
  customMistakes,
  givenMetadata,
  supposedMetadata,
  type ServerMetadata,
} from '../providers/custom.ts';
import { discover, DiscoveryFailed } from '../providers/discover.ts';
import type { Provider, ProviderConfig, Registration } from '../providers/provider.ts';
import { asDeclared, variableField } from '../providers/resolve-config.ts';
import { resolveProvider } from '../providers/resolve.ts';
import type { ProviderConfigRow } from '../stores/store.ts';
import { Secret } from '../vault/secret.ts';
import type { Desk } from './desk.ts';

export interface NewProviderConfig extends Registration {
  /** A server that is not in the catalog: by its endpoints, or found by discovery under its issuer. */
  custom: (Pick<CustomProvider, 'name' | 'issuer' | 'hosts'> & Partial<CustomProvider>) | null;
}

/** How often a save starts again when another one came between. */
const attempts = 5;

/**
 * Checks a config as the service will, seals its secret and saves it in place of the one before.
 * @throws ConfigMistakes with everything that is wrong; nothing is saved then
 */
export async function saveProviderConfig(desk: Desk, order: NewProviderConfig): Promise<ProviderConfigRow> {
  const entry = desk.catalog.entry(order.providerId);
  const own = await ownServer(desk, order, entry);
  const providerId = entry?.id ?? order.providerId;
  const used = own?.entry ?? entry;
  const declared = used ? { ...order, variables: asDeclared(used, order.variables) } : order;
  checkAsUsed(used, declared, providerId);
  const saved = await save(
    desk,
    { ...declared, providerId },
    own?.columns ?? { endpoints: null, hosts: null, name: null },
  );
  const store = await desk.store();
  await store.audit.append([configEvent(desk, 'provider_config.saved', saved)]);
  return saved;
}

/** False when the app has no such config in the store. */
export async function removeProviderConfig(desk: Desk, appId: string, providerId: string): Promise<boolean> {
  const store = await desk.store();
  const id = desk.catalog.entry(providerId)?.id ?? providerId;
  const row = (await store.providerConfigs.list(appId)).find((one) => one.provider_id === id);
  if (!row || !(await store.providerConfigs.remove(appId, row.id))) return false;
  await store.audit.append([configEvent(desk, 'provider_config.removed', row)]);
  return true;
}

interface OwnServer {
  entry: Provider;
  columns: Pick<ProviderConfigRow, 'endpoints' | 'hosts' | 'name'>;
}

async function ownServer(desk: Desk, order: NewProviderConfig, entry: Provider | null): Promise<OwnServer | null> {
  if (!order.custom) return null;
  if (entry)
    throw new ConfigMistakes([`"${order.providerId}" is ${entry.name}; choose another id for a server of your own`]);
  const custom: CustomProvider = { endpoints: null, scopeWords: {}, settingsUrl: null, ...order.custom };
  const given = givenMetadata(custom);
  // Nobody is asked about what is wrong already.
  checkCustom(order.providerId, custom, given ?? supposedMetadata(custom));
  const metadata = given ?? (await discovered(desk, custom.issuer ?? ''));
  checkCustom(order.providerId, custom, metadata);
  return { entry: customEntry(order.providerId, custom, metadata), columns: toColumns(custom, metadata) };
}

/** @throws ConfigMistakes */
function checkCustom(id: string, custom: CustomProvider, metadata: ServerMetadata): void {
  const mistakes = customMistakes(id, custom, metadata);
  if (mistakes.length > 0) throw new ConfigMistakes(mistakes);
}

async function discovered(desk: Desk, issuer: string): Promise<ServerMetadata> {
  try {
    const signal = AbortSignal.timeout(desk.config.timeouts.tokenCallMs);
    return await discover(issuer, { fetch: desk.egress.fetch, signal });
  } catch (cause) {
    if (cause instanceof DiscoveryFailed) throw new ConfigMistakes([cause.message]);
    throw cause;
  }
}

/** What the service would refuse at its next call is refused now, while somebody is looking. */
function checkAsUsed(entry: Provider | null, order: NewProviderConfig, providerId: string): void {
  if (!entry) {
    throw new ConfigMistakes([
      `"${providerId}" is not in the catalog. For a server of your own give --custom, or --issuer, --name and --host.`,
    ]);
  }
  const config: ProviderConfig = {
    id: newId(),
    appId: order.appId,
    providerId,
    clientId: order.clientId,
    clientSecret: order.clientSecret,
    scopes: order.scopes,
    variables: order.variables,
    flowKinds: order.flowKinds,
    generation: 1,
    source: 'store',
    ownEndpoints: order.custom !== null,
  };
  resolveProvider(entry, config);
}

/**
 * The secret is bound to the row's id and generation, which the store gives: they are foreseen, and when somebody else
 * saved meanwhile, the save is repeated.
 */
async function save(desk: Desk, order: NewProviderConfig, columns: OwnServer['columns']): Promise<ProviderConfigRow> {
  const store = await desk.store();
  const now = desk.clock.now();
  const { plain, secrets } = apart(order);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = (await store.providerConfigs.list(order.appId)).find((row) => row.provider_id === order.providerId);
    const id = before?.id ?? newId();
    const generation = (before?.generation ?? 0) + 1;
    const context = { appId: order.appId, objectId: id, generation };
    const saved = await store.providerConfigs.save({
      id,
      app_id: order.appId,
      provider_id: order.providerId,
      client_id: order.clientId,
      secret: Object.keys(secrets).length === 0 ? null : desk.vault().seal(context, secrets),
      scopes: [...order.scopes],
      variables: plain,
      ...columns,
      endpoints: withChosen(columns.endpoints, order.flowKinds),
      status: 'active',
      created_at: before?.created_at ?? now,
      updated_at: now,
    });
    if (saved.id === id && saved.generation === generation) return saved;
  }
  throw new ConfigMistakes(['Somebody else keeps saving this provider config. Try again.']);
}

/** What the row holds in plain, and what is sealed into it. */
function apart({ variables, clientSecret }: NewProviderConfig) {
  const plain: Record<string, string> = {};
  const secrets: Record<string, Secret> = clientSecret === null ? {} : { client_secret: clientSecret };
  for (const [name, value] of Object.entries(variables)) {
    if (value instanceof Secret) secrets[variableField(name)] = value;
    else plain[name] = value;
  }
  return { plain, secrets };
}

const configEvent = (desk: Desk, event: 'provider_config.saved' | 'provider_config.removed', row: ProviderConfigRow) =>
  auditRow(desk, event, {
    app_id: row.app_id,
    request_id: newId(),
    provider_id: row.provider_id,
    detail: { config_id: row.id, client_id: row.client_id, generation: row.generation, scopes: row.scopes.join(' ') },
  });
