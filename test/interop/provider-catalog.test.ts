/** The provider catalog as the published Python SDK reads it. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startLine, type Line } from '../harness/line.ts';
import { noPython, preparePython, startScenario } from './python-sdk.ts';

let python: string | null;
let line: Line;

beforeAll(async () => {
  python = await preparePython();
  if (python === null) return;
  line = await startLine({ catalog: { github: { client_id: 'gh-client', scopes: ['repo'] } } });
}, 600_000);
afterAll(async () => {
  if (python !== null) await line.close();
});
beforeEach((context) => {
  if (python === null) context.skip(noPython);
});

it('lists every provider with scopes in words, those that the app asks for, and how the app has it', async () => {
  const said = await startScenario(python ?? '', 'catalog', { vault: line.vault, key: line.key }).said();
  expect(said['ids']).toHaveLength(line.running.deps.providers.entries().length + 1);
  expect(said['github']).toMatchObject({
    id: 'github',
    name: 'GitHub',
    status: 'active',
    logo_url: `${line.vault}/assets/providers/github.svg`,
    available_scopes: { repo: { is_default: true, required: false, requires: [] } },
  });
  expect(said['github default']).toContain('repo');
  expect(said['meadow']).toMatchObject({ name: 'Meadow', category: 'custom', logo_url: null });
  expect(said['meadow required']).toEqual(['openid']);
});
