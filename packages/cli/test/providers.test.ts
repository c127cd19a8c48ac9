import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogEntry } from '@alter/protocol/schemas';
import { openDesk, Secret, type Desk } from '@alter/server/operator';
import { auditRows } from '../../../test/contracts/store/audit-rows.ts';
import { catalogCallbackPath } from '../../server/src/providers/resolve.ts';
import { makeFolder, type Folder } from './cli.ts';

let folder: Folder;
let desk: Desk;

/** Reads in this process what the program writes in its own, as the running server does. */
beforeEach(async () => {
  folder = makeFolder({
    apps: { shop: { name: 'Acme Shop', providers: { github: { client_id: 'file-client', scopes: ['repo'] } } } },
  });
  desk = await openDesk({ env: { ALTER_MODE: 'development' }, cwd: folder.path, warn: () => undefined });
  await desk.store();
});
afterEach(async () => {
  await desk.close();
  folder.remove();
});

const shop = (): string => desk.apps.bySlug('shop')!.id;
const resolve = async (id: string) => (await desk.providers()).resolve(shop(), id);

describe('alter providers list and show', () => {
  it('list shows per app the callback URL to register, and says what was not run against the real provider', async () => {
    const ran = await folder.alter(['providers', 'list']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/shop +github +file +http:\/\/localhost:4400\/oauth\/callback\/github/);
    expect(ran.stdout).toContain('not run against the real provider');
    const catalog = await folder.alter(['providers', 'list', '--catalog']);
    for (const { id } of desk.catalog.list()) expect(catalog.stdout).toContain(id);
  });

  it('show says how to set a provider up: callback URL, hosts, steps, scopes in words', async () => {
    const entry = desk.catalog.entry('github')!;
    const { stdout, code } = await folder.alter(['providers', 'show', 'github']);
    expect(code).toBe(0);
    expect(stdout).toContain('http://localhost:4400/oauth/callback/github');
    for (const words of [...entry.setup, ...entry.api.hosts, ...entry.scopes.map(({ description }) => description)]) {
      expect(stdout).toContain(words);
    }
    expect(stdout.includes('not run against the real provider')).toBe(!entry.verified);
  });

  it('show --app shows the config of the app, without its secret', async () => {
    const { stdout } = await folder.alter(['providers', 'show', 'github', '--app', 'shop']);
    expect(stdout).toMatch(/client id +file-client/);
    expect(stdout).toMatch(/client secret +none \(public client\)/);
    expect(stdout).toMatch(/configured in +.*alter\.config\.json/);
    const missing = await folder.alter(['providers', 'show', 'nothing']);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toMatch(/not configured for "nothing"/);
  });
});

describe('what list and show say', () => {
  it('list can be narrowed by category and by part of an id, alias or name', async () => {
    const ids = async (...args: string[]) =>
      (await folder.json<{ id: string }[]>(['providers', 'list', '--catalog', ...args])).map(({ id }) => id);
    const storage = desk.catalog.list().filter(({ category }) => category === 'storage');
    expect(await ids('--category', 'storage')).toEqual(storage.map(({ id }) => id));
    expect(await ids('--search', 'GitH')).toEqual(['github']);
    const aliased = desk.catalog.list().find(({ aliases }) => (aliases ?? []).length > 0)!;
    expect(await ids('--search', aliased.aliases![0]!)).toContain(aliased.id);
    const none = await folder.alter(['providers', 'list', '--search', 'notion']);
    expect([none.stdout, none.stderr]).toEqual(['', expect.stringContaining('No provider that is configured matches')]);
    const wrong = await folder.alter(['providers', 'list', '--category', 'nonsense']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('accounting, analytics')]);
  });

  it('json is what the API answers, with what an operator sees beside it', async () => {
    const [listed] = await folder.json<Record<string, unknown>[]>(['providers', 'list']);
    const { app, config, ...entry } = listed as { app: string; config: Record<string, unknown> };
    const { aliases: _, ...answer } = entry as { aliases: string[] };
    expect(app).toBe('shop');
    expect(config).toMatchObject({ client_id: 'file-client', has_secret: false, client_refused: null });
    expect(catalogEntry.parse({ ...answer, config })).toMatchObject({
      id: 'github',
      status: 'active',
      verified: false,
    });
    const shown = await folder.json<Record<string, unknown>>(['providers', 'show', 'NOTION']);
    expect(catalogEntry.parse(shown)).toMatchObject({ id: 'notion', status: 'not_configured', config: null });
  });

  it('a client that the provider refuses is named, with its own code', async () => {
    const { config } = (await resolve('github'))!;
    const flag = { app_id: shop(), config_id: config.id, error: 'invalid_client', since: 1_760_000_000_000 };
    await (await desk.store()).providerConfigs.flag(flag);
    const words = 'client refused (invalid_client) since 2025-10-09T08:53:20.000Z';
    expect((await folder.alter(['providers', 'list'])).stdout).toContain(words);
    expect((await folder.alter(['providers', 'show', 'github', '--app', 'shop'])).stdout).toContain(words);
  });

  it('a callback URL that comes with the config is not made up before there is one', async () => {
    const own = desk.catalog.list().find((entry) => catalogCallbackPath(entry) === null)!;
    const { stdout } = await folder.alter(['providers', 'show', own.id]);
    expect(stdout).toMatch(/callback URL +of its own for each config/);
    expect(stdout).not.toContain(`/oauth/callback/${own.id}`);
  });

  it('a provider without scopes says what decides instead', async () => {
    const without = desk.catalog.list().find(({ noScopes }) => noScopes !== undefined)!;
    expect((await folder.alter(['providers', 'show', without.id])).stdout).toContain(`Scopes: ${without.noScopes!}`);
  });
});

describe('alter providers add and remove', () => {
  const add = (args: string[], input = 'client-s3cret\n') =>
    folder.alter(['providers', 'add', '--client-id', 'store-client', '--client-secret-stdin', ...args], { input });

  it('add seals the secret into the store; a process that has it open uses it at its next call', async () => {
    expect(await resolve('notion')).toBeNull();
    const ran = await add(['--provider', 'notion']);
    expect(ran.stderr).not.toMatch(/alter: (?!A new encryption key)/);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('http://localhost:4400/oauth/callback/notion');
    const resolved = (await resolve('notion'))!;
    expect(resolved.config).toMatchObject({ clientId: 'store-client', source: 'store', generation: 1 });
    expect(resolved.config.clientSecret?.reveal()).toBe('client-s3cret');
    await (await desk.store()).backup(join(folder.path, 'copy.db'));
    expect(readFileSync(join(folder.path, 'copy.db')).includes('client-s3cret')).toBe(false);
    expect(statSync(join(folder.path, '.data', 'development.key')).mode & 0o777).toBe(0o600);
    expect(ran.stdout + ran.stderr).not.toContain('s3cret');
  });

  it('add again replaces the config and keeps its id, so callback and grants stay; the new secret opens', async () => {
    await add(['--provider', 'gitlab', '--scope', 'read_api', '--var', 'host=git.example.com']);
    const first = (await resolve('gitlab'))!;
    expect(first.hosts).toEqual(['git.example.com']);
    expect(first.callbackPath).toBe(`/oauth/callback/${first.config.id}`);
    await add(['--provider', 'gitlab', '--scope', 'api,read_api', '--var', 'host=git.example.com'], 'second');
    const second = (await resolve('gitlab'))!;
    expect(second.config).toMatchObject({ id: first.config.id, generation: 2, scopes: ['api', 'read_api'] });
    expect(second.config.clientSecret?.reveal()).toBe('second');
    const rows = await auditRows(await desk.store(), shop());
    expect(rows.map(({ row }) => [row.event, row.provider_id])).toEqual([
      ['provider_config.saved', 'gitlab'],
      ['provider_config.saved', 'gitlab'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('second"');
  });

  it('two that save at the same moment leave a config whose secret opens', async () => {
    await Promise.all([add(['--provider', 'linear'], 'left'), add(['--provider', 'linear'], 'right')]);
    expect(['left', 'right']).toContain((await resolve('linear'))?.config.clientSecret?.reveal());
  });

  it('an alias is stored under the published id', async () => {
    const entry = desk.catalog.list().find(({ aliases }) => (aliases ?? []).length > 0);
    if (!entry) return;
    const ran = await add(['--provider', entry.aliases![0]!.toUpperCase()]);
    expect(ran.code).toBe(0);
    expect((await resolve(entry.id))?.config.providerId).toBe(entry.id);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown provider', ['--provider', 'nothing'], /"nothing" is not in the catalog/],
    [
      'a variable that the provider does not have',
      ['--provider', 'notion', '--var', 'host=x.com'],
      /no variable "host"/,
    ],
    ['a host with a path', ['--provider', 'gitlab', '--var', 'host=git.example.com/x'], /does not have the form/],
    [
      'a catalog id for a server of one’s own',
      ['--provider', 'github', '--issuer', 'https://a.test', '--name', 'A', '--host', 'a.test'],
      /choose another id/,
    ],
    [
      'an issuer that is not https',
      ['--provider', 'own', '--issuer', 'http://as.test', '--name', 'A', '--host', 'a.test'],
      /must be https/,
    ],
  ])('%s is refused and nothing is saved', async (_, args, words) => {
    const ran = await add(args);
    expect(ran.stderr).toMatch(words);
    expect(ran.code).toBe(1);
    expect(await (await desk.store()).providerConfigs.list(shop())).toEqual([]);
  });

  it('an empty secret is refused', async () => {
    const ran = await add(['--provider', 'notion'], ' \n');
    expect([ran.code, ran.stderr]).toEqual([1, 'alter: The client secret is empty.\n']);
  });

  it('a secret variable comes from a file, is sealed, and is shown by nothing', async () => {
    const token = 'developer-token-0123456789';
    folder.file('ads.txt', `${token}\n`);
    const plain = await add(['--provider', 'google-ads', '--var', `developer_token=${token}`]);
    expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining('is a secret')]);
    const added = await add(['--provider', 'google-ads', '--var-file', 'developer_token=ads.txt']);
    expect([added.code, added.stderr]).toEqual([0, expect.any(String)]);
    const resolved = (await resolve('google-ads'))!;
    expect(resolved.headers['developer-token']).toBeInstanceOf(Secret);

    const shown = await folder.alter(['providers', 'show', 'google-ads', '--app', 'shop']);
    expect(shown.stdout).toMatch(/variable developer_token +<redacted>/);
    const json = await folder.alter(['providers', 'show', 'google-ads', '--app', 'shop', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject([{ config: { variables: { developer_token: '<redacted>' } } }]);
    const listed = await folder.alter(['providers', 'list', '--json']);
    await (await desk.store()).backup(join(folder.path, 'copy.db'));
    const rows = JSON.stringify(await auditRows(await desk.store(), shop()));
    for (const { stdout, stderr } of [plain, added, shown, json, listed])
      expect(stdout + stderr + rows).not.toContain(token);
    expect(readFileSync(join(folder.path, 'copy.db')).includes(token)).toBe(false);
  });

  it('the client can be for one kind of flow alone', async () => {
    const saved = await add(['--provider', 'microsoft', '--flow', 'device_code']);
    expect([saved.code, saved.stderr]).toEqual([0, expect.any(String)]);
    expect((await resolve('microsoft'))?.entry.flowKinds).toEqual(['device_code']);
    const strange = await add(['--provider', 'microsoft', '--flow', 'oauth1']);
    expect([strange.code, strange.stderr]).toEqual([1, expect.stringContaining('choose among')]);
    const unknown = await add(['--provider', 'microsoft', '--flow', 'magic']);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('write one of')]);
  });

  it('takes the secret from a file', async () => {
    folder.file('secret.txt', 'from-file\n');
    const ran = await folder.alter([
      'providers',
      'add',
      '--provider',
      'notion',
      '--client-id',
      'x',
      '--client-secret-file',
      'secret.txt',
    ]);
    expect(ran.code).toBe(0);
    expect((await resolve('notion'))?.config.clientSecret?.reveal()).toBe('from-file');
  });

  it('says when the file of apps wins over what was saved', async () => {
    const ran = await add(['--provider', 'github']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/declares github for this app, and the file wins/);
  });

  it('remove takes it out of the store, and says when there is none', async () => {
    await add(['--provider', 'notion']);
    const ran = await folder.alter(['providers', 'remove', '--provider', 'notion']);
    expect(ran.code).toBe(0);
    expect(await resolve('notion')).toBeNull();
    const again = await folder.alter(['providers', 'remove', '--provider', 'notion']);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/no config of Acme Shop for "notion"/);
  });

  describe('a server of one’s own in a file', () => {
    const own = {
      name: 'Own server',
      hosts: ['api.own.example', '{space}.own.example'],
      endpoints: {
        authorize: 'https://id.own.example/authorize',
        token: 'https://{space}.own.example/token',
        refresh: 'https://{space}.own.example/renew',
        temporary: 'https://id.own.example/initiate',
      },
      flow_kinds: ['authorization_code', 'oauth1'],
      variables: {
        space: { label: 'Your space', kind: 'label', from: 'person', suffix: '.own.example', example: 'north' },
        app_key: { label: 'App key', kind: 'value', from: 'operator', secret: true, example: 'key-1' },
      },
      token: { client_auth: 'none', body: 'json' },
      refresh: { rotation: 'single-use', access_ttl_seconds: 600, refresh_ttl_seconds: 86_400 },
      account: { url: 'https://api.own.example/me', method: 'POST', body: '{}', identity: ['team', 'user'] },
      api: { inject: { name: 'X-Own-Token', format: '{token}' }, default_headers: { 'X-Own-App': '{app_key}' } },
      scope_words: { erase: { words: 'delete your files', risk: 'high' } },
    };
    const given = (custom: object, ...args: string[]) => {
      folder.file('own.json', JSON.stringify(custom));
      folder.file('key.txt', 'app-key-0123456789\n');
      return folder.alter(
        ['providers', 'add', '--provider', 'own', '--client-id', 'c', '--public-client', '--custom', 'own.json'].concat(
          args.length > 0 ? args : ['--var-file', 'app_key=key.txt', '--scope', 'erase'],
        ),
      );
    };

    it('is saved with all that the file says, and used as it says', async () => {
      const ran = await given(own);
      expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
      const provider = (await resolve('own'))!;
      expect(ran.stdout).toContain(`/oauth/callback/${provider.config.id}`);
      expect(provider).toMatchObject({
        endpoints: { refresh: 'https://{space}.own.example/renew' },
        hosts: own.hosts,
        entry: {
          token: { clientAuth: 'none', body: 'json' },
          endpoints: { oauth1: { request: 'https://id.own.example/initiate' } },
          refresh: { accessTtlSeconds: 600, refreshTtlSeconds: 86_400 },
          account: { method: 'POST', body: '{}', identity: ['team', 'user'] },
          api: { inject: { name: 'x-own-token', format: '{token}' } },
        },
      });
      expect(provider.headers['x-own-app']).toBeInstanceOf(Secret);
      const shown = await folder.alter(['providers', 'show', 'own', '--app', 'shop']);
      expect(shown.stdout).toMatch(/token sent as +header x-own-token: \{token\}/);
      expect(shown.stdout).toMatch(/refresh +.*access tokens live 10 minutes; an unused refresh token 1 day/);
      expect(shown.stdout).toContain('delete your files (high risk)');
      expect(shown.stdout).not.toContain('app-key-0123456789');
    });

    it('goes into another store whole', async () => {
      await given(own);
      const copied = await folder.alter(['store', 'copy', '--from', '.data/alter.db', '--to', 'moved/alter.db']);
      expect([copied.code, copied.stderr]).toEqual([0, expect.stringContaining('The two hold the same')]);
      const moved = await openDesk({
        env: { ALTER_MODE: 'development', ALTER_DATA_DIR: join(folder.path, 'moved') },
        cwd: folder.path,
        warn: () => undefined,
      });
      const [row] = await (await moved.store()).providerConfigs.list(shop());
      await moved.close();
      const [before] = await (await desk.store()).providerConfigs.list(shop());
      expect(row).toEqual(before);
      expect(row?.endpoints?.['temporary']).toBe(own.endpoints.temporary);
    });

    it('is refused with the place of each mistake, and nothing is saved', async () => {
      const ran = await given({ ...own, refresh: { acces_ttl: 1 }, verify: { url: 'http://api.own.example/me' } });
      expect(ran.code).toBe(1);
      expect(ran.stderr).toMatch(/own\.json: refresh: there is no "acces_ttl" here; write rotation, /);
      expect(ran.stderr).toMatch(/own\.json: verify\.url: http:\/\/api\.own\.example\/me must be https/);
      const unknown = await given({ ...own, variables: {} });
      expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('{space} is no variable')]);
      const missing = await given(own, '--scope', 'erase');
      expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('App key')]);
      expect(await (await desk.store()).providerConfigs.list(shop())).toEqual([]);
    });

    it('stands alone, and is JSON; another text is not repeated', async () => {
      const both = await given(own, '--issuer', 'https://own.example');
      expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--custom says it all')]);
      folder.file('own.json', 'client-s3cret');
      const args = ['providers', 'add', '--provider', 'own', '--client-id', 'c', '--public-client'];
      const text = await folder.alter([...args, '--custom', 'own.json']);
      expect([text.code, text.stderr]).toEqual([1, 'alter: own.json is not JSON.\n']);
    });
  });

  it('discovers a server of one’s own and gives it a callback URL of its own', async () => {
    const server = createServer((req, res) => {
      const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      if (!req.url?.startsWith('/.well-known/')) return void res.writeHead(404).end();
      res.setHeader('content-type', 'application/json');
      res.end(
        JSON.stringify({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/me`,
          jwks_uri: `${issuer}/jwks`,
          revocation_endpoint: `${issuer}/revoke`,
        }),
      );
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const args = ['providers', 'add', '--provider', 'own', '--client-id', 'c', '--public-client'].concat([
      '--issuer',
      `http://127.0.0.1:${port}`,
      '--name',
      'Own server',
      '--host',
      `127.0.0.1:${port}`,
      '--scope',
      'read',
    ]);
    const refused = await folder.alter(args);
    expect(refused.code).toBe(1);
    const ran = await folder.alter(args, { env: { ALTER_UNSAFE_ALLOW_LOOPBACK: 'true' } });
    await new Promise((done) => server.close(done));
    expect(ran.stderr).not.toMatch(/Error/);
    expect(ran.code).toBe(0);
    const own = (await resolve('own'))!;
    expect(own.endpoints.token).toBe(`http://127.0.0.1:${port}/token`);
    expect(own.endpoints.revoke?.url).toBe(`http://127.0.0.1:${port}/revoke`);
    expect(own.config).toMatchObject({ clientSecret: null, ownEndpoints: true, scopes: ['read'] });
    expect(ran.stdout).toContain(`/oauth/callback/${own.config.id}`);
  });
});
