/** A service that moves from its file to MongoDB and back, with `alter store copy` in between: what was there before works after. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../packages/cli/src/index.ts';
import { findMongod, noMongod } from '../../tools/mongod/find-mongod.ts';
import { startMongod, type RunningMongod } from '../../tools/mongod/start-mongod.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let mongod: RunningMongod | null = null;
let line: Line;
let folder: string;

beforeAll(async () => {
  const found = await findMongod();
  mongod = found && (await startMongod(found));
}, 300_000);
afterAll(async () => mongod?.stop());
afterEach(async () => {
  await line.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the command says, and how it ends. */
async function alter(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const say = (words: string): void => void (said += `${words}\n`);
  const code = await run(args, { print: say, note: say, readInput: async () => '', env: {}, cwd: folder });
  return { code, said };
}

describe('a service that moves', () => {
  it('serves a grant made before with the same keys, and keeps a revocation made in between', async (context) => {
    if (!mongod) return context.skip(noMongod);
    folder = mkdtempSync(join(tmpdir(), 'alter-moved-'));
    const url = mongod.url(`alter-${randomUUID()}`);
    const keys = `moved:${randomBytes(32).toString('base64')}`;
    // This test says itself on which store the service is.
    line = await startLine({ env: { ALTER_STORE_URL: '', ALTER_ENCRYPTION_KEYS: keys } });
    const config = line.running.deps.config as { storeUrl: string | null; dataDir: string };
    const kept = await connectOverHttp(line);
    expect((await call(line, kept.grantId)).status).toBe(200);

    await line.restart(async () => {
      const copied = await alter('store', 'copy', '--from', join(config.dataDir, 'alter.db'), '--to', url);
      expect(copied).toMatchObject({ code: 0, said: expect.stringMatching(/grants +(\d+) +0 +0 +\1 +same/) });
      config.storeUrl = url;
    });
    expect((await call(line, kept.grantId)).status).toBe(200);
    const later = await connectOverHttp(line, { session: { user: { reference: 'user-2' } } });
    expect((await call(line, later.grantId)).status).toBe(200);
    const revoked = await line.post(`/sdk/oauth/grants/${later.grantId}/revoke`, {});
    expect(revoked.status).toBe(200);

    const file = join(folder, 'back', 'alter.db');
    await line.restart(async () => {
      expect((await alter('store', 'copy', '--from', url, '--to', file)).code).toBe(0);
      mkdirSync(join(folder, 'back'), { recursive: true });
      Object.assign(config, { storeUrl: null, dataDir: join(folder, 'back') });
    });
    expect((await call(line, kept.grantId)).status).toBe(200);
    expect((await call(line, later.grantId)).status).toBe(403);
    const seen = new Set(line.providers['meadow']!.calls.map(({ headers }) => headers.authorization));
    expect(seen.size).toBe(2);
    expect(await alter('store', 'verify', '--store', file)).toMatchObject({ code: 0 });
    expect(await alter('store', 'verify', '--store', url)).toMatchObject({ code: 0 });
  });
});
