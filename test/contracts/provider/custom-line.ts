/** The service in a folder of its own with an operator's providers: those of its file, and those that the program adds. */
import { readConfig, readDeclared, start, createLog, type Running } from '@alter/server';
import { routes, type ConnectView } from '@alter/protocol';
import { makeFolder, type Folder, type Ran } from '../../../packages/cli/test/cli.ts';
import { appId, makeKey } from '../../harness/apps.ts';
import { movableClock, type MovableClock } from '../../harness/clock.ts';
import { freePort } from '../../harness/free-port.ts';
import { HttpPerson } from '../../harness/http-person.ts';
import { sinkOf } from '../../harness/log-sink.ts';
import type { Differs } from '../../provider/emulator/behaviour.ts';
import type { TenantClient } from '../../provider/emulator/client.ts';
import { leadHere, visitVendor } from '../../provider/emulator/lead-here.ts';
import { startEmulator } from '../../provider/emulator/start.ts';

export interface CustomLine {
  running: Running;
  clock: MovableClock;
  logs: string[];
  folder: Folder;
  tenant(id: string): TenantClient;
  post(path: string, body: unknown): Promise<Response>;
  get(path: string): Promise<Response>;
  /** The program beside the running service, with its settings. */
  alter(args: readonly string[], input?: string): Promise<Ran>;
  /** @throws with what the service said to a choice that it refuses */
  connect(id: string, variables?: Record<string, string>): Promise<ConnectView>;
  close(): Promise<void>;
}

/** `vendors`: what each really wants; `providers`: what the file says of them, with `secrets` in the environment. */
export async function startCustomLine(
  vendors: (origin: string, callback: (configId: string) => string) => Record<string, Differs>,
  providers: object,
  secrets: Readonly<Record<string, string>>,
): Promise<CustomLine> {
  const emulator = await startEmulator();
  const vault = `http://localhost:${String(await freePort())}`;
  const wanted = vendors(emulator.origin, (configId) => `${vault}/oauth/callback/${configId}`);
  const tenants = new Map<string, TenantClient>();
  for (const [id, differs] of Object.entries(wanted)) tenants.set(id, await emulator.add(id, differs));
  const folder = makeFolder({ apps: { acme: { id: appId, name: 'Acme', providers } } });
  const env = {
    ALTER_MODE: 'development',
    ALTER_VERIFY_EVERY_MS: '0',
    ALTER_PORT: new URL(vault).port,
    ALTER_PUBLIC_URL: vault,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ALTER_DRAIN_MS: '2000',
    ALTER_LOG_LEVEL: 'debug',
    ...secrets,
  };
  Object.assign(process.env, secrets);
  const config = readConfig(env, folder.path);
  const clock = movableClock();
  const logs: string[] = [];
  const declared = await readDeclared(config.configFile);
  const log = createLog(config, sinkOf(logs));
  const running = await start({ config, declared, clock, log, network: leadHere(emulator.origin) });
  const { key } = await makeKey(running.deps.store, appId);
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(vault + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return {
    running,
    clock,
    logs,
    folder,
    tenant: (id) => tenants.get(id)!,
    post,
    get: (path) => fetch(vault + path, { headers }),
    alter: (args, input = '') => folder.alter(args, { input, env }),
    async connect(id, variables = {}) {
      const user = { reference: 'user-1', display_name: 'alice@example.com' };
      const session = await post(routes.createSession, { user, allowed_providers: [id] });
      const { session_token } = (await session.json()) as { session_token: string };
      const person = new HttpPerson(vault);
      const { session_id } = await person.open(session_token);
      const choice = { session_id, provider_id: id, consent: 'click', variables };
      const asked = await person.ask('POST', routes.connectFlow, choice);
      const text = await asked.text();
      if (!asked.ok) throw new Error(`${String(asked.status)}: ${text}`);
      const { start_url } = JSON.parse(text) as { start_url: string };
      const leaving = await person.ask('GET', start_url);
      await person.visit(await visitVendor(emulator.origin, new URL(leaving.headers.get('location') ?? '')));
      return person.look(session_id);
    },
    async close() {
      await running.stop();
      await emulator.close();
      folder.remove();
    },
  };
}
