import { expect, it } from 'vitest';
import type { ProviderConfigRow } from '../../../packages/server/src/stores/store.ts';
import { race } from './race.ts';
import { ciphertext, configRow, id, sealedText, t0 } from './rows.ts';
import type { Contract } from './store-suite.ts';

const comparable = (row: ProviderConfigRow | null) => row && { ...row, secret: sealedText(row.secret) };

export const providerConfigsContract: Contract = (use) => {
  it('gives a config back whole, with its sealed secret', async () => {
    const row = configRow();
    const saved = await use().providerConfigs.save(row);
    expect(comparable(saved)).toEqual(comparable({ ...row, generation: 1 }));
    expect(comparable(await use().providerConfigs.find(row.app_id, row.id))).toEqual(comparable(saved));
  });

  it('keeps null where there is no secret, no endpoints, no hosts and no name', async () => {
    const row = configRow({ secret: null, endpoints: null, hosts: null, name: null });
    await use().providerConfigs.save(row);
    expect(await use().providerConfigs.find(row.app_id, row.id)).toEqual({ ...row, generation: 1 });
  });

  it('gives all that is said of a custom provider back as it was said', async () => {
    const settings = {
      scopeWords: { 'a.b:$c': { words: 'read “all” of it', risk: 'high' } },
      variables: { space: { kind: 'label', from: 'person', suffix: '.own.example', pattern: '[a-z]+\\.?$' } },
      account: { url: 'https://api.own.example/me', method: 'POST', body: '{"$who":"me"}' },
      verify: null,
      api: { defaultHeaders: { 'x.own': '{key}' } },
      setup: Array.from({ length: 2000 }, (_, i) => `step ${String(i)} of a very long list of them`),
    };
    const endpoints = { temporary: 'https://id.own.example/initiate', settings: JSON.stringify(settings) };
    const row = configRow({ secret: null, endpoints, hosts: ['{space}.own.example'], name: 'Own' });
    await use().providerConfigs.save(row);
    expect(await use().providerConfigs.find(row.app_id, row.id)).toEqual({ ...row, generation: 1 });
  });

  it('replaces the config of the same provider under its first id, and raises the generation', async () => {
    const row = configRow();
    await use().providerConfigs.save(row);
    const next = configRow({
      app_id: row.app_id,
      client_id: 'other',
      secret: ciphertext({ client_secret: 'two' }),
      status: 'inactive',
      created_at: t0 + 9,
      updated_at: t0 + 9,
    });
    const saved = await use().providerConfigs.save(next);
    expect(comparable(saved)).toEqual(comparable({ ...next, id: row.id, created_at: t0, generation: 2 }));
    expect(await use().providerConfigs.list(row.app_id)).toHaveLength(1);
    expect(await use().providerConfigs.find(row.app_id, next.id)).toBeNull();
  });

  it('counts every one of fifty racing saves', async () => {
    const app_id = id();
    const saved = await race(() => use().providerConfigs.save(configRow({ app_id })));
    const generations = saved.map((row) => row.generation).sort((a, b) => a - b);
    expect(generations).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(new Set(saved.map((row) => row.id)).size).toBe(1);
  });

  it('removes a config once', async () => {
    const row = configRow();
    await use().providerConfigs.save(row);
    expect(await use().providerConfigs.remove(row.app_id, row.id)).toBe(true);
    expect(await use().providerConfigs.remove(row.app_id, row.id)).toBe(false);
    expect(await use().providerConfigs.find(row.app_id, row.id)).toBeNull();
  });
};
