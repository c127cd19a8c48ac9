/** Sites, organisations and companies that one connection is for: found at connect, told to the app, named in its calls. */
import { routes } from '@alter/protocol';
import type { GrantItem } from '@alter/protocol/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import jira from '../../../packages/server/src/providers/entries/jira.ts';
import procore from '../../../packages/server/src/providers/entries/procore.ts';
import xero from '../../../packages/server/src/providers/entries/xero.ts';
import type { Json } from '../../provider/emulator/behaviour.ts';
import { busy } from '../../provider/emulator/faults.ts';
import { startCatalogLine, type CatalogLine } from './catalog-line.ts';
import { Life } from './life.ts';

let line: CatalogLine;
let life: Life;
beforeAll(async () => {
  line = await startCatalogLine([jira, procore, xero]);
  life = new Life(line);
}, 60_000);
afterAll(() => line.close());

const grantOf = async (grantId: string): Promise<GrantItem> =>
  (await line.get(routes.grant.replace(':grant_id', grantId))).json() as Promise<GrantItem>;

/** Connects while the vendor lists these. */
async function connected(id: string, list: Json | null): Promise<GrantItem> {
  const tenant = life.tenant(id);
  if (list !== null) await tenant.set({ places: { answer: list } });
  const { view, grant } = await life.connected(id);
  expect(grant, JSON.stringify(view)).toBeDefined();
  return grantOf(grant?.grant_id ?? '');
}

const tenant = '45e4708e-d862-4111-ab3a-dd8cd03913e1';
const other = 'ff6b1d2e-0000-4111-ab3a-dd8cd03913e1';
const organisation = (tenantId: string, tenantName: string) => ({ id: 'connection-1', tenantId, tenantName });
const named = (id: string) => ({ headers: { 'Xero-Tenant-Id': id } });

describe('one place', () => {
  test('of Jira, listed for each of its products, is one site and stands in the paths that a caller writes', async () => {
    const { places, variables, grant_id } = await connected('jira', null);
    expect(places).toEqual([{ id: '1324a887-45db-1bf4-1e99-ef0ff456d421', name: 'Acme' }]);
    expect(variables).toEqual({ site: '1324a887-45db-1bf4-1e99-ef0ff456d421' });
    expect((await life.called('jira', grant_id)).status).toBe(200);
  });

  test.each([
    ['procore', { company: '8089' }],
    ['xero', { tenant }],
  ])('of %s is named in each call without the caller’s doing', async (id, variables) => {
    const grant = await connected(id, null);
    expect(grant.variables).toEqual(variables);
    expect(await life.called(id, grant.grant_id)).toMatchObject({ status: 200, body: { ok: true } });
  });

  test('is not named against the caller’s word', async () => {
    const { grant_id } = await connected('xero', [organisation(tenant, 'Acme')]);
    expect((await life.called('xero', grant_id, named(other))).status).toBe(400);
    expect((await life.called('xero', grant_id, named(tenant))).status).toBe(200);
  });
});

describe('several places', () => {
  const both = [organisation(other, 'Birch Ltd'), organisation(tenant, 'Acme')];

  test('are told with their names, none is chosen, and the caller’s choice goes to the provider', async () => {
    const { places, variables, grant_id } = await connected('xero', both);
    expect(places).toEqual([
      { id: other, name: 'Birch Ltd' },
      { id: tenant, name: 'Acme' },
    ]);
    expect(variables).toEqual({});
    expect((await life.called('xero', grant_id)).status).toBe(400);
    expect((await life.called('xero', grant_id, named(tenant))).status).toBe(200);
  });

  test('become one when the person connects again for one', async () => {
    const before = await connected('xero', both);
    const after = await connected('xero', [organisation(tenant, 'Acme')]);
    expect(after.grant_id).toBe(before.grant_id);
    expect(after.places).toEqual([{ id: tenant, name: 'Acme' }]);
    expect((await life.called('xero', after.grant_id)).status).toBe(200);
  });

  test('are kept up to fifty, and the grant works', async () => {
    const many = Array.from({ length: 60 }, (_, i) => organisation(`tenant-${String(i)}`, 'x'.repeat(5000)));
    const { places } = await connected('xero', many);
    expect(places).toHaveLength(50);
    expect(places[0]?.name).toHaveLength(255);
  });
});

describe('what the provider says instead of places', () => {
  test('ids that could leave their header or path are not kept', async () => {
    const odd = ['a\r\nx-evil: 1', '../../token', 'a/b', 'a?b', '%2e%2e', '', 'x'.repeat(65), { id: 'a' }];
    const { places, variables } = await connected(
      'xero',
      odd.map((tenantId) => ({ tenantId, tenantName: 'Odd' })),
    );
    expect({ places, variables }).toEqual({ places: [], variables: {} });
  });

  test.each<[string, Json]>([
    ['no list', { tenantId: tenant }],
    ['a word', 'maintenance'],
  ])('%s costs nobody the connection, and a grant keeps what it had', async (_case, answer) => {
    const before = await connected('xero', [organisation(tenant, 'Acme')]);
    const after = await connected('xero', answer);
    expect(after).toMatchObject({ grant_id: before.grant_id, places: before.places, variables: before.variables });
  });

  test('an error costs nobody the connection either', async () => {
    await life.tenant('procore').fail(busy('places', 1));
    const { grant_id } = await connected('procore', null);
    expect((await life.called('procore', grant_id)).status).toBe(200);
  });
});
