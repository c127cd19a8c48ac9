/** SIGTERM at the built server, a program of its own: what is in flight finishes, what is new goes elsewhere. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey, openEmbedded, systemClock, uuidV5 } from '@alter/server';
import { afterEach, expect, it } from 'vitest';
import { inRoot } from '../../tools/root.ts';
import { auditRows } from '../contracts/store/audit-rows.ts';
import { freePort } from '../harness/free-port.ts';
import { connectOverHttp, type Reach } from '../harness/http-person.ts';
import { appId, secretOf } from '../harness/line.ts';
import { startProvider, type TestProvider } from '../provider/provider.ts';

let child: ChildProcess;
let provider: TestProvider;
const dataDir = mkdtempSync(join(tmpdir(), 'alter-drain-'));

afterEach(async () => {
  if (child.exitCode === null) child.kill('SIGKILL');
  await provider.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function startProgram(): Promise<Reach> {
  const port = await freePort();
  const vault = `http://localhost:${port}`;
  const redirect = `${vault}/oauth/callback/${uuidV5(appId, 'meadow')}`;
  const client = { client_id: 'client-meadow', client_secret: secretOf('meadow'), redirect_uris: [redirect] };
  provider = await startProvider({ clients: [{ ...client, grant_types: ['authorization_code', 'refresh_token'] }] });
  const custom = { name: 'Meadow', issuer: provider.issuer, hosts: [provider.host] };
  const meadow = {
    client_id: client.client_id,
    client_secret: { env: 'ALTER_TEST_SECRET' },
    scopes: ['openid'],
    custom,
  };
  const config = join(dataDir, 'alter.config.json');
  writeFileSync(config, JSON.stringify({ apps: { acme: { id: appId, name: 'Acme', providers: { meadow } } } }));
  child = spawn(process.execPath, [inRoot('packages/server/dist/alter.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      ALTER_MODE: 'development',
      ALTER_PORT: String(port),
      ALTER_DATA_DIR: dataDir,
      ALTER_CONFIG: config,
      ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
      ALTER_TEST_SECRET: client.client_secret,
    },
  });
  await expect.poll(() => isReady(vault), { timeout: 20_000 }).toBe(true);
  const key = await makeKey();
  const post: Reach['post'] = (path, body) =>
    fetch(vault + path, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { vault, providers: { meadow: provider }, post };
}

const isReady = (vault: string): Promise<boolean> =>
  fetch(`${vault}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** As the command line does: beside the running program, in the same file. */
async function makeKey(): Promise<string> {
  const store = await openEmbedded({ file: join(dataDir, 'alter.db') });
  const { key } = await createKey(
    store,
    {
      appId,
      kind: 'rk',
      name: 'tests',
      scopes: ['connect:initiate', 'proxy:execute'],
      expiresAt: null,
      signedOnly: false,
      cidrAllowlist: [],
    },
    systemClock,
  );
  await store.close();
  return key.reveal();
}

const refusesConnections = (vault: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(vault).port), '127.0.0.1');
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
    socket.once('close', () => socket.destroy());
  });

it('finishes the call in flight, refuses a new one, leaves no row open, and exits with 0', async () => {
  const vault = await startProgram();
  const { grantId } = await connectOverHttp(vault);
  const slow = { method: 'GET', url: `${provider.issuer}/api/slow`, query_params: { ms: 2500 }, grant_id: grantId };
  const inFlight = vault.post('/request', slow);
  await expect.poll(() => provider.calls.length).toBe(1);

  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await expect.poll(() => refusesConnections(vault.vault)).toBe(true);
  expect(provider.calls).toHaveLength(1);

  const answer = await inFlight;
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ waited: 2500 });
  expect(await exited).toEqual([0, null]);

  const store = await openEmbedded({ file: join(dataDir, 'alter.db') });
  const events = (await auditRows(store, appId)).map(({ row }) => row.event);
  await store.close();
  expect(events.slice(events.indexOf('request.begun'))).toEqual(
    expect.arrayContaining(['request.begun', 'request.concluded']),
  );
});
