/** The service with every given entry configured for one kind of flow, on a network where each vendor is the emulator's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, declare, readConfig, start, uuidV5, type Running } from '@alter/server';
import { routes, type ConnectView, type FlowKind } from '@alter/protocol';
import { loadCatalog } from '../../../packages/server/src/providers/catalog.ts';
import { withChosenKinds } from '../../../packages/server/src/providers/chosen-kinds.ts';
import type { Provider } from '../../../packages/server/src/providers/provider.ts';
import { appId, makeKey, secretOf } from '../../harness/apps.ts';
import { minutes, movableClock, type MovableClock } from '../../harness/clock.ts';
import { freePort } from '../../harness/free-port.ts';
import { sinkOf } from '../../harness/log-sink.ts';
import { HttpPerson } from '../../harness/http-person.ts';
import type { TenantClient } from '../../provider/emulator/client.ts';
import { vendorOf, type VendorOfEntry } from '../../provider/emulator/from-entry.ts';
import { leadHere, openVendor, visitVendor } from '../../provider/emulator/lead-here.ts';
import { startEmulator } from '../../provider/emulator/start.ts';

export interface CatalogLine {
  running: Running;
  clock: MovableClock;
  logs: string[];
  vendor(id: string): { tenant: TenantClient; facts: VendorOfEntry };
  post(path: string, body: unknown): Promise<Response>;
  get(path: string): Promise<Response>;
  /** A whole connect by a person. @returns the page's last word */
  connect(id: string): Promise<ConnectView>;
  close(): Promise<void>;
}

export interface CatalogLineOptions {
  /** Without it, each entry's first. */
  kind?: FlowKind;
  /** The vendor behind an entry, where it is not as the entry says. */
  vendor?: (entry: Provider) => Provider;
}

export async function startCatalogLine(
  entries: readonly Provider[],
  { kind, vendor = (entry) => entry }: CatalogLineOptions = {},
): Promise<CatalogLine> {
  const emulator = await startEmulator();
  const vault = `http://localhost:${String(await freePort())}`;
  const vendors = new Map<string, { tenant: TenantClient; facts: VendorOfEntry }>();
  for (const entry of entries) {
    const callbacks = [entry.id, uuidV5(appId, entry.id)].map((name) => `${vault}/oauth/callback/${name}`);
    const client = { id: `client_${entry.id}-1.~x`, secret: secretOf(entry.id), callbacks };
    const facts = vendorOf(asUsed(vendor(entry), kind), client);
    vendors.set(entry.id, { tenant: await emulator.add(entry.id, facts.behaviour), facts });
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'alter-catalog-'));
  const clock = movableClock();
  const logs: string[] = [];
  const config = readConfig(environment(vault, dataDir), dataDir);
  const log = createLog(config, sinkOf(logs));
  const declared = declare(declaration(entries, vendors, kind), join(dataDir, 'alter.config.json'));
  const catalog = loadCatalog(entries);
  const running = await start({ config, declared, clock, log, catalog, network: leadHere(emulator.origin) });
  const { key } = await makeKey(running.deps.store, appId);
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(vault + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return {
    running,
    clock,
    logs,
    vendor: (id) => vendors.get(id)!,
    post,
    get: (path) => fetch(vault + path, { headers }),
    connect: (id) => connect({ vault, post, origin: emulator.origin }, id, vendors.get(id)!.facts),
    async close() {
      await running.stop();
      await emulator.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the vendor sees of the entry when its client is of this kind. */
const asUsed = (entry: Provider, kind: FlowKind | undefined): Provider =>
  withChosenKinds(entry, { flowKinds: kind === undefined ? null : [kind], scopes: [] }, []);

const environment = (vault: string, dataDir: string): Record<string, string> => ({
  ALTER_MODE: 'development',
  // One test ends at the vendor what the one before it has checked.
  ALTER_VERIFY_EVERY_MS: '0',
  ALTER_PORT: new URL(vault).port,
  ALTER_PUBLIC_URL: vault,
  ALTER_DATA_DIR: dataDir,
  ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
  ALTER_DRAIN_MS: '2000',
  ALTER_LOG_LEVEL: 'debug',
});

function declaration(
  entries: readonly Provider[],
  vendors: ReadonlyMap<string, { facts: VendorOfEntry }>,
  kind: FlowKind | undefined,
): object {
  const providers = entries.map(({ id, variables }) => {
    const { config, scopes, behaviour, clientSecret } = vendors.get(id)!.facts;
    const reference = (name: string, value: string) => {
      process.env[`ALTER_TEST_CATALOG_${id}_${name}`] = value;
      return { env: `ALTER_TEST_CATALOG_${id}_${name}` };
    };
    const isSecret = (name: string) => variables.some((one) => one.name === name && one.secret);
    const given = {
      client_id: behaviour.client?.id,
      ...(clientSecret === null ? {} : { client_secret: reference('client_secret', clientSecret) }),
      ...(kind === undefined ? {} : { flow_kinds: [kind] }),
      scopes,
      variables: Object.fromEntries(
        Object.entries(config).map(([name, value]) => [name, isSecret(name) ? reference(name, value) : value]),
      ),
    };
    return [id, given] as const;
  });
  return { apps: { acme: { id: appId, name: 'Acme', providers: Object.fromEntries(providers) } } };
}

interface Reach {
  vault: string;
  origin: string;
  post: CatalogLine['post'];
}

async function connect({ vault, origin, post }: Reach, id: string, facts: VendorOfEntry): Promise<ConnectView> {
  const user = { reference: 'user-1', display_name: 'alice@example.com' };
  const { session_token } = await said<{ session_token: string }>(
    await post(routes.createSession, { user, allowed_providers: [id] }),
  );
  const person = new HttpPerson(vault);
  const { session_id } = await person.open(session_token);
  const choice = { session_id, provider_id: id, consent: 'click', variables: facts.person };
  const asked = await person.ask('POST', routes.connectFlow, choice);
  const { start_url, view } = await said<{ start_url: string | null; view: ConnectView | null }>(asked);
  if (start_url === null) return view?.code ? enterCode(person, origin, view, view.code) : view!;
  const leaving = await person.ask('GET', start_url);
  const callback = await visitVendor(origin, new URL(leaving.headers.get('location') ?? ''));
  await person.visit(callback);
  return person.look(session_id);
}

/** The person answers at the vendor's page, and the page here waits for the service, which asks the vendor. */
async function enterCode(
  person: HttpPerson,
  origin: string,
  { session_id, sequence }: ConnectView,
  code: NonNullable<ConnectView['code']>,
): Promise<ConnectView> {
  await openVendor(origin, new URL(code.verification_uri_complete ?? ''));
  for (;;) {
    const resumed = await person.ask('POST', routes.connectResume, { session_id, seen: sequence });
    const view = await said<ConnectView>(resumed);
    if (view.sequence !== sequence || view.result) return view;
  }
}

/** @throws with what the service said */
async function said<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${String(answer.status)}: ${text}`);
  return JSON.parse(text) as T;
}

/** Milliseconds until after a life of so many seconds, and after the pause between two refreshes that a 401 forces. */
export const past = (seconds: number): number => seconds * 1000 + minutes(2);
