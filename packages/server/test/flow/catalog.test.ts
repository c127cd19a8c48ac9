import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey, systemClock } from '@alter/server';
import { catalogAnswer, catalogEntry, type CatalogAnswer, type CatalogEntry } from '@alter/protocol/schemas';
import { appId, startLine, type Line } from '../../../../test/harness/line.ts';
import { entries } from '../../src/providers/index.generated.ts';
import { saveProviderConfig, type Desk } from '../../src/operator/index.ts';
import { loadCatalog } from '../../src/providers/catalog.ts';

const route = '/sdk/oauth/provider-catalog';
/** As long as a real one, and findable in a grep. */
const developerToken = 'developer-token-0123456789';
let line: Line;

beforeAll(async () => {
  process.env['ALTER_TEST_ADS'] = developerToken;
  line = await startLine({
    catalog: {
      github: { client_id: 'gh-client', scopes: ['repo', 'gist'] },
      gitlab: { client_id: 'gl-client', scopes: ['read_api'], variables: { host: 'git.example.com' } },
      'google-ads': { client_id: 'ads-client', scopes: [], variables: { developer_token: { env: 'ALTER_TEST_ADS' } } },
    },
  });
});
afterAll(() => line.close());

const ask = (path: string, key = line.key): Promise<Response> =>
  fetch(line.vault + path, { headers: { 'x-api-key': key } });
const list = async (query = '', key = line.key): Promise<CatalogAnswer> => {
  const answer = await ask(`${route}${query}`, key);
  expect(answer.status).toBe(200);
  return catalogAnswer.parse(await answer.json());
};
const show = async (id: string): Promise<CatalogEntry> => {
  const answer = await ask(`${route}/${id}`);
  expect(answer.status).toBe(200);
  return catalogEntry.parse(await answer.json());
};
const save = (
  providerId: string,
  custom: { name: string; issuer: string; hosts: string[] } | null,
): Promise<unknown> => {
  const { deps } = line.running;
  const desk = { ...deps, catalog: loadCatalog(entries), store: async () => deps.store, vault: () => deps.vault };
  const order = {
    providerId,
    custom,
    clientId: 'a-client',
    clientSecret: null,
    scopes: ['read'],
    variables: {},
    flowKinds: null,
  };
  return saveProviderConfig(desk as unknown as Desk, { appId, ...order });
};
const idsOf = ({ providers }: CatalogAnswer): string[] => Object.keys(providers);

describe('the list of providers', () => {
  it('has every entry of the catalog by its id, and the app’s own', async () => {
    const all = await list();
    expect(idsOf(all).sort()).toEqual([...entries.map(({ id }) => id), 'meadow'].sort());
    expect(all.total).toBe(entries.length + 1);
    expect(all.providers['meadow']).toMatchObject({
      custom: true,
      configured: true,
      category: 'custom',
      logo_url: null,
    });
  });

  it('says honestly which were never run against the real service, in flags and in words', async () => {
    const { providers } = await list();
    for (const entry of entries) {
      const item = providers[entry.id]!;
      expect([entry.id, item.verified, item.verify_before_release]).toEqual([
        entry.id,
        entry.verified,
        entry.verifyBeforeRelease,
      ]);
      expect(item.trust === '').toBe(entry.verified);
    }
  });

  it('says what this app is configured for, what it asks for, and in which words', async () => {
    const { providers } = await list();
    expect(providers['github']).toMatchObject({
      status: 'active',
      configured: true,
      callback_url: `${line.vault}/oauth/callback/github`,
      logo_url: `${line.vault}/assets/providers/github.svg`,
    });
    expect(providers['github']?.default_scopes).toEqual(expect.arrayContaining(['repo', 'gist']));
    const entry = entries.find(({ id }) => id === 'github')!;
    const words = entry.scopes.find(({ scope }) => scope === 'repo')!;
    expect(providers['github']?.available_scopes['repo']).toEqual({
      description: words.description,
      risk: words.risk,
      required: entry.authorize.identityScopes.includes('repo'),
      is_default: true,
      requires: [],
    });
    expect(providers['notion']).toMatchObject({ status: 'not_configured', configured: false });
  });

  it('can be narrowed by category, by what is configured, and by part of a name, id or alias', async () => {
    expect(idsOf(await list('?configured=true')).sort()).toEqual(['github', 'gitlab', 'google-ads', 'meadow']);
    const rest = await list('?configured=false');
    expect(rest.total).toBe(entries.length - 3);
    const files = await list('?category=storage');
    expect(idsOf(files)).toEqual(entries.filter(({ category }) => category === 'storage').map(({ id }) => id));
    expect(idsOf(await list('?q=GitH'))).toEqual(['github']);
    const aliased = entries.find(({ aliases = [] }) => aliases.length > 0)!;
    expect(idsOf(await list(`?q=${aliased.aliases![0]!}`))).toContain(aliased.id);
    expect(idsOf(await list('?q=git&configured=true&category=dev-tools')).sort()).toEqual(['github', 'gitlab']);
    expect(idsOf(await list('?q=no-such-thing'))).toEqual([]);
  });

  it.each([
    ['category=nonsense', 'category'],
    ['configured=perhaps', 'configured'],
    ['q=', 'q'],
    ['limit=3', ''],
  ])('refuses ?%s and names the field', async (query, path) => {
    const answer = await ask(`${route}?${query}`);
    const body = (await answer.json()) as { error: string; issues: { path: string }[] };
    expect([answer.status, body.error, body.issues[0]?.path]).toEqual([400, 'invalid_request', path]);
  });

  it('needs a key with `providers:read`', async () => {
    expect((await fetch(line.vault + route)).status).toBe(401);
    const { key } = await createKey(
      line.running.deps.store,
      {
        appId,
        kind: 'rk',
        name: 'narrow',
        scopes: ['grants:read'],
        expiresAt: null,
        cidrAllowlist: [],
        signedOnly: false,
      },
      systemClock,
    );
    for (const path of [route, `${route}/github`]) {
      const answer = await ask(path, key.reveal());
      expect([answer.status, await answer.json()]).toMatchObject([403, { missing: ['providers:read'] }]);
    }
  });
});

describe('one provider', () => {
  it('has everything that an operator needs', async () => {
    const entry = entries.find(({ id }) => id === 'github')!;
    expect(await show('github')).toMatchObject({
      id: 'github',
      setup: entry.setup,
      console_url: entry.consoleUrl,
      hosts: entry.api.hosts,
      refresh: { rotation: entry.refresh.rotation },
      revocation: { scope: entry.endpoints.revoke?.scope ?? null },
      config: { source: 'file', client_id: 'gh-client', scopes: ['repo', 'gist'], client_refused: null },
    });
    expect((await show('notion')).config).toBeNull();
  });

  it('of every entry is well formed', async () => {
    for (const { id } of entries) expect((await show(id)).id).toBe(id);
  });

  it('is found by its alias, and answers with its id alone', async () => {
    const { id, aliases } = entries.find((entry) => (entry.aliases ?? []).length > 0)!;
    const answer = await show(aliases![0]!.toUpperCase());
    expect(answer.id).toBe(id);
    expect(JSON.stringify(answer)).not.toContain(`"${aliases![0]!}"`);
  });

  it('whose host is the operator’s names its callback URL only when it is configured', async () => {
    const needsHost = entries.find(({ variables }) =>
      variables.some((one) => one.kind === 'host' && one.from === 'operator' && !one.default && !one.optional),
    )!;
    expect((await show(needsHost.id)).callback_url).toBeNull();
    const moved = await show('gitlab');
    expect(moved.callback_url).toBe(`${line.vault}/oauth/callback/${moved.config!.config_id}`);
    expect(moved.hosts).toEqual(['git.example.com']);
  });

  it('shows which variables there are, never an operator’s values: one of them may be a secret', async () => {
    const text = await (await ask(`${route}/google-ads`)).text();
    expect(JSON.parse(text)).toMatchObject({
      variables: [{ name: 'developer_token', secret: true }, { secret: false }],
    });
    expect(text + JSON.stringify(await list()) + line.logs.join('')).not.toContain(developerToken);
  });

  it('that refuses the configured client says so, with its own code and since when', async () => {
    const { config } = await show('github');
    const { providerConfigs } = line.running.deps.store;
    const flag = { app_id: appId, config_id: config!.config_id, error: 'invalid_client', since: 1_760_000_000_000 };
    await providerConfigs.flag(flag);
    expect(await show('github')).toMatchObject({
      status: 'client_refused',
      configured: true,
      config: { client_refused: { error: 'invalid_client', since: '2025-10-09T08:53:20.000Z' } },
    });
    expect((await list('?q=github')).providers['github']?.status).toBe('client_refused');
    await providerConfigs.unflag(appId, config!.config_id);
    expect((await show('github')).status).toBe('active');
  });

  it('that nobody knows is 404', async () => {
    for (const id of ['nothing', 'constructor', '%00', 'a'.repeat(500)]) {
      const answer = await ask(`${route}/${id}`);
      expect([answer.status, await answer.json()]).toMatchObject([404, { error: 'provider_not_found' }]);
    }
  });
});

describe('a config in the store', () => {
  it('is in the answer of the very next call', async () => {
    expect((await show('linear')).configured).toBe(false);
    await save('linear', null);
    expect((await show('linear')).config).toMatchObject({ source: 'store', client_id: 'a-client', scopes: ['read'] });
  });

  it('of a server of its own is the app’s alone: to another app it answers as one that nobody has', async () => {
    const { issuer, host } = line.providers['meadow']!;
    await save('lantern', { name: 'Lantern', issuer, hosts: [host] });
    expect(await show('lantern')).toMatchObject({ custom: true, name: 'Lantern', status: 'active' });
    expect((await list()).providers).toHaveProperty('lantern');
    for (const query of ['', '?configured=true', '?q=lantern', '?category=custom']) {
      expect((await list(query, line.otherKey)).providers).not.toHaveProperty('lantern');
    }
    const bodyOf = async (id: string): Promise<object> => {
      const {
        request_id: _,
        provider_id: __,
        ...body
      } = (await (await ask(`${route}/${id}`, line.otherKey)).json()) as {
        request_id: string;
        provider_id: string;
      };
      return body;
    };
    expect(await bodyOf('lantern')).toEqual(await bodyOf('nobody-has-this'));
    expect((await fetch(`${line.vault}/assets/providers/lantern.svg`)).status).toBe(404);
  });
});

describe('the logo of a provider', () => {
  it('is an image for any page, kept for a day, that can run nothing', async () => {
    const answer = await fetch(`${line.vault}/assets/providers/github.svg`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await answer.text()).toMatch(/^<svg .*aria-label="GitHub".*<\/svg>$/);
    const again = await fetch(`${line.vault}/assets/providers/github.svg`, {
      // `fetch` would ask past every cache, were it not told otherwise.
      headers: { 'if-none-match': answer.headers.get('etag')!, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  it('of one that nobody knows, or that is an app’s own, is 404 as any other file', async () => {
    for (const name of ['nothing.svg', 'meadow.svg', 'github.png', 'github', '..%2fgithub.svg']) {
      const answer = await fetch(`${line.vault}/assets/providers/${name}`);
      expect([name, answer.status, await answer.json()]).toMatchObject([name, 404, { error: 'not_found' }]);
    }
  });
});
