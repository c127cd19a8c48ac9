/** The promise of `CONTRIBUTING.md`: a provider is one file, and the index that is made from the files. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { routes } from '@alter/protocol';
import { afterAll, expect, test } from 'vitest';
import type { Provider } from '../../../packages/server/src/providers/provider.ts';
import { inRoot } from '../../../tools/root.ts';
import { past, startCatalogLine } from './catalog-line.ts';

const copy = mkdtempSync(join(tmpdir(), 'alter-one-place-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const providers = 'packages/server/src/providers';
const generator = 'tools/generate/providers.ts';

const file = `import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'heron-notes',
  name: 'Heron Notes',
  category: 'productivity',
  monogram: 'Hn',
  hue: 12,
  variables: [{ name: 'realm', label: 'Realm', kind: 'path', from: 'callback', pattern: /\\d{1,9}/, at: 'realm_id', example: '4711' }],
  endpoints: {
    authorize: 'https://heron.example/oauth/authorize',
    token: 'https://api.heron.example/oauth/token',
    revoke: { url: 'https://api.heron.example/oauth/revoke', scope: 'token' },
  },
  authorize: { query: { prompt: 'consent' }, scopeSeparator: ',', pkceSupport: 'required' },
  token: { clientAuth: 'basic', body: 'json' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 600 },
  account: { url: 'https://api.heron.example/{realm}/me', identity: ['data.id'], label: ['data.email'] },
  api: { hosts: ['api.heron.example'], inject: { name: 'x-heron-token', format: '{token}' } },
  scopes: { read: ['read your notes', 'low'], write: ['write notes as you', 'high'] },
  consoleUrl: 'https://heron.example/apps',
  settingsUrl: null,
  setup: ['Register an app.'],
});
`;

/** Every file of the folder, but the index that is made. */
function contents(): Map<string, string> {
  const names = readdirSync(join(copy, providers), { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.ts'),
  );
  const own = names.filter((name) => name !== 'index.generated.ts');
  return new Map(own.map((name) => [name, readFileSync(join(copy, providers, name), 'utf8')]));
}

test('one new file is a provider: in the catalog, connected, called, refreshed and revoked', async () => {
  for (const path of [providers, generator]) cpSync(inRoot(path), join(copy, path), { recursive: true });
  const before = contents();
  writeFileSync(join(copy, providers, 'entries/heron-notes.ts'), file);
  execFileSync(process.execPath, [join(copy, generator)]);

  const after = contents();
  expect([...after.keys()].filter((name) => before.get(name) !== after.get(name))).toEqual(['entries/heron-notes.ts']);
  const index = pathToFileURL(join(copy, providers, 'index.generated.ts')).href;
  const { entries } = (await import(/* @vite-ignore */ index)) as { entries: readonly Provider[] };
  expect(entries).toHaveLength(entriesIn(before) + 1);

  const line = await startCatalogLine(entries.filter(({ id }) => id === 'heron-notes'));
  try {
    const view = await line.connect('heron-notes');
    const grant = view.result?.type === 'alter_connect_success' ? view.result.grants[0] : undefined;
    expect(grant, JSON.stringify(view)).toMatchObject({ provider_name: 'Heron Notes', scopes: ['read', 'write'] });
    const call = () =>
      line.post('/request', { method: 'GET', url: 'https://api.heron.example/notes', grant_id: grant?.grant_id });
    expect((await call()).status).toBe(200);
    const { tenant } = line.vendor('heron-notes');
    await tenant.expire();
    line.clock.advance(past(600));
    expect((await call()).status).toBe(200);
    expect((await tenant.refreshCalls()).map(({ outcome }) => outcome)).toEqual(['rotated']);
    await line.post(routes.revokeGrant.replace(':grant_id', grant?.grant_id ?? ''), {});
    await expect.poll(async () => (await tenant.grants())[0]?.live, { timeout: 20_000 }).toBe(false);
  } finally {
    await line.close();
  }
});

const entriesIn = (files: ReadonlyMap<string, string>): number =>
  [...files.keys()].filter((name) => name.startsWith('entries/')).length;
