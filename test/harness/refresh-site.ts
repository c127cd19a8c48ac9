/**
 * A place where refreshes happen for real: built servers on one store, and the emulator, in a process of its own, whose refresh
 * tokens work once. Grants are put into both by hand, with an access token that has ended.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidV5, type GrantRow, type Store } from '@alter/server';
import { openDesk, Secret, type Desk } from '@alter/server/operator';
import { grantRow } from '../contracts/store/rows.ts';
import type { Differs } from '../provider/emulator/behaviour.ts';
import type { TenantClient } from '../provider/emulator/client.ts';
import type { Family } from '../provider/emulator/families.ts';
import { startEmulatorProcess } from '../provider/emulator/start.ts';
import { appId, declarationOf, makeKey } from './apps.ts';
import { openCallers, type Answer, type Callers } from './callers.ts';
import { startMember, type Member } from './fleet.ts';

const providerId = 'emulated';
const secretVariable = 'ALTER_TEST_SECRET_emulated';
const hourMs = 3_600_000;

/** Times of a refresh, small enough for tests, in the proportions of the real ones. */
export const scaledTimes = {
  ALTER_TIMEOUT_TOKEN_CALL_MS: '3000',
  ALTER_TIMEOUT_REFRESH_WAIT_MS: '2500',
  ALTER_REFRESH_LEASE_MS: '2000',
  ALTER_REFRESH_LEASE_RENEW_MS: '500',
  ALTER_REFRESH_LEASE_MARGIN_MS: '500',
  ALTER_REFRESH_CLOCK_BOUND_MS: '500',
  ALTER_REFRESH_COOLDOWN_MS: '1000',
  ALTER_REFRESH_RETRY_PAUSE_MS: '50',
  ALTER_REFRESH_LOOK_EVERY_MS: '50',
};
/** The token call and the clock bound, and a little more: nobody who sent a token lives on without an outcome. */
export const unsureMs = 3_600;

/** A grant, here and at the provider. */
export interface Held {
  grantId: string;
  family: Family;
}

export interface RefreshSite {
  readonly tenant: TenantClient;
  readonly store: Store;
  readonly desk: Desk;
  readonly callers: Callers;
  /** Starts one more server. @param fault where it is to end, e.g. `kill@call.after` */
  start(fault?: string): Promise<Member>;
  /** A grant whose access token has ended. */
  grant(over?: Partial<GrantRow>): Promise<Held>;
  call(server: Member, grant: Held): Promise<Answer>;
  /** The refresh token that is stored. Null: none is. */
  stored(grant: Held): Promise<string | null>;
  /** Ends every server, and removes what they left. */
  close(): Promise<void>;
}

export interface SiteOptions {
  /** Connection string of an empty database; null: an embedded store. */
  storeUrl: string | null;
  tenant: TenantClient;
  env?: Readonly<Record<string, string>>;
}

/** The provider of one or several sites. */
export async function startVendor(differs: Differs = {}) {
  const emulator = await startEmulatorProcess();
  return { tenant: await emulator.add(providerId, differs), close: () => emulator.close() };
}

export async function startSite({ storeUrl, tenant, env: more = {} }: SiteOptions): Promise<RefreshSite> {
  const folder = mkdtempSync(join(tmpdir(), 'alter-refresh-'));
  const configFile = join(folder, 'alter.config.json');
  const config = { ...tenant.config(), client_secret: { env: secretVariable }, scopes: ['read'] };
  writeFileSync(configFile, JSON.stringify(declarationOf({}, {}, { catalog: { [providerId]: config } })));
  const env = {
    PATH: process.env['PATH'],
    ALTER_MODE: 'development',
    ALTER_PORT: '0',
    ALTER_DATA_DIR: folder,
    ALTER_CONFIG: configFile,
    ALTER_ENCRYPTION_KEYS: `tests:${randomBytes(32).toString('base64')}`,
    ALTER_UNSAFE_ALLOW_LOOPBACK: 'true',
    ALTER_DRAIN_MS: '2000',
    ALTER_LOG_LEVEL: 'debug',
    ...(storeUrl === null ? {} : { ALTER_STORE_URL: storeUrl }),
    ...more,
  };
  process.env[secretVariable] = tenant.behaviour.client.secret ?? '';
  const withSecret = { ...env, [secretVariable]: process.env[secretVariable] };
  const desk = await openDesk({ env: withSecret, cwd: folder, warn: () => undefined });
  const store = await desk.store();
  const provider = await (await desk.providers()).resolve(appId, providerId);
  if (!provider) throw new Error('the provider is declared');
  const callers = openCallers((await makeKey(store, appId)).key);
  const running = new Set<Member>();
  const target = `${tenant.api}/notes`;

  const grant = async (over: Partial<GrantRow> = {}): Promise<Held> => {
    const family = await tenant.seed({ scopes: ['read'] });
    const { access, refresh } = family.pairs[0]!;
    const then = Date.now() - hourMs;
    const row = grantRow({
      app_id: appId,
      provider_id: providerId,
      flow_kind: 'authorization_code',
      config_id: uuidV5(appId, providerId),
      issuer: provider.issuer,
      client_id: provider.config.clientId,
      hosts: [tenant.host],
      principal: { type: 'system' },
      inject_field: 'access_token',
      account_key: null,
      status: 'active',
      reason: null,
      refreshable: true,
      policy: null,
      grant_expires_at: null,
      created_at: then,
      updated_at: then,
      token_expires_at: then + 1_000,
      ...over,
    });
    const fields = { access_token: new Secret(access), refresh_token: new Secret(refresh ?? '') };
    const sealed = desk.vault().seal({ appId, objectId: row.id, generation: 1 }, fields);
    const vault = { app_id: appId, grant_id: row.id, generation: 1, sealed, updated_at: row.updated_at };
    const made = await store.grants.create(row, vault);
    if (made !== 'created') throw new Error(`the grant was not created: ${made}`);
    return { grantId: row.id, family };
  };

  return {
    tenant,
    store,
    desk,
    callers,
    grant,
    async start(fault) {
      const armed = fault === undefined ? {} : { ALTER_UNSAFE_REFRESH_FAULT: fault };
      const member = await startMember({ ...withSecret, ...armed }, folder);
      running.add(member);
      void member.ended.then(() => running.delete(member));
      return member;
    },
    call: (server, { grantId }) => callers.call(server.url, grantId, target),
    async stored({ grantId }) {
      const row = await store.vault.read(appId, grantId);
      if (!row) return null;
      const context = { appId, objectId: grantId, generation: row.generation };
      return desk.vault().openField(context, row.sealed, 'refresh_token')?.reveal() ?? null;
    },
    async close() {
      callers.close();
      await Promise.all([...running].map((member) => member.kill()));
      await desk.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
