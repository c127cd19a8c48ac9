import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { chainStart, checkChain } from '../../src/audit/chain.ts';
import type { ChainedAuditRow, EmbeddedStore } from '../../src/stores/index.ts';
import { fileIn, openStoreIn, ownFolder, startFixture } from './open-in-folder.ts';

/** Kills the writing process when it has acknowledged this many rows; the signal lands where it lands. */
const seeds = [40, 333, 1500];

describe('embedded store: kill -9', () => {
  it.each(seeds)('has every acknowledged row after a kill at %i acknowledged rows', async (killAt) => {
    const folder = ownFolder();
    const app = randomUUID();
    const acknowledged = await writeUntil(killAt, fileIn(folder), app);
    expect(acknowledged.length).toBeGreaterThanOrEqual(killAt);

    const store = await openStoreIn(folder);
    const chain = await wholeChain(store, app);
    expect(checkChain(chain, { sequence: 0, hash: chainStart(app, 'embedded') }).kind).toBe('whole');
    const audited = new Set(chain.map(({ row }) => row.id));
    for (const [kind, id] of acknowledged) {
      if (kind === 'audit') expect(audited.has(id), id).toBe(true);
      else await expectGrant(store, app, id, kind);
    }
  });
});

/** Grant and ciphertext are of the same step, whichever it was. */
async function expectGrant(store: EmbeddedStore, app: string, id: string, kind: string): Promise<void> {
  const grant = await store.grants.find(app, id);
  const generation = (await store.vault.read(app, id))?.generation;
  expect(generation, id).toBe(grant?.label === 'renewed' ? 2 : 1);
  if (kind === 'renewed') expect(generation, id).toBe(2);
}

async function writeUntil(killAt: number, file: string, app: string): Promise<[kind: string, id: string][]> {
  const child = startFixture('append-until-killed.ts', file, app);
  const closed = once(child, 'close');
  let printed = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    printed += text;
    if (printed.split('\n').length > killAt) child.kill('SIGKILL');
  });
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
  // The last line may be cut.
  const lines = printed.split('\n').slice(0, -1);
  return lines.map((line) => line.split(' ') as [string, string]);
}

async function wholeChain(store: EmbeddedStore, app: string): Promise<ChainedAuditRow[]> {
  const rows: ChainedAuditRow[] = [];
  for (;;) {
    const page = await store.audit.chain(app, 'embedded', rows.at(-1)?.sequence ?? 0, 1000);
    if (page.length === 0) return rows;
    rows.push(...page);
  }
}
