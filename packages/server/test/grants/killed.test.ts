/** `kill -9` at every point of the table, to a real process, against a provider whose refresh tokens work once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultPoints, type FaultPoint } from '../../src/grants/refresh/faults.ts';
import type { Order } from './fixtures/refresh-in-a-process.ts';
import { appId, gotten, refusal, startProcesses, tokens, unsureMs, type Processes } from './processes.ts';

const fixture = fileURLToPath(new URL('./fixtures/refresh-in-a-process.ts', import.meta.url));

let all: Processes;
/** The refresh token that works now; every other is used up. */
let live = 'rt_first';
let given = 0;
beforeAll(async () => {
  all = await startProcesses(({ body }) => {
    if (new URLSearchParams(body).get('refresh_token') !== live) return refusal(400, 'invalid_grant');
    live = `rt_${String(++given)}`;
    return tokens(String(given));
  });
});
afterAll(() => all.close());

/** A process opens the grant and is killed at `point`. */
async function killedAt(point: FaultPoint, grantId: string): Promise<void> {
  const order: Order = {
    folder: all.folder,
    origin: all.origin,
    key: all.key.toString('base64'),
    grantId,
    now: all.time.now,
    fault: `kill@${point}`,
  };
  const child = spawn(process.execPath, [fixture, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([signal, said]).toEqual(['SIGKILL', '']);
}

/** Between the provider's answer and the step that stores it: the only copy of the new token died with the process. */
const losing: readonly FaultPoint[] = ['call.after', 'settle.before'];

describe('a process that is killed', () => {
  it.each(faultPoints)('at %s loses no token without saying so', async (point) => {
    live = 'rt_first';
    const before = all.sent().length;
    const grant = await all.grant();
    await killedAt(point, grant.id);
    await expect.poll(() => all.store.leases.held(appId, `refresh/${grant.id}`)).toBe(false);
    all.time.now += unsureMs;
    const outcome = gotten(await all.open(all.process(), (await all.now(grant))!));
    const now = await all.now(grant);
    if (losing.includes(point)) {
      expect([outcome, now?.status, now?.reason]).toEqual(['credential_revoked', 'needs_reauth', 'rotation_lost']);
      expect((await all.history(grant)).map((one) => one.outcome)).toEqual(['ended', 'unknown']);
    } else {
      expect([outcome, now?.status]).toEqual([`at_${String(given)}`, 'active']);
      const held = all.vault.open({ appId, objectId: grant.id, generation: 2 }, (await all.row(grant))!.sealed);
      expect(held['refresh_token']?.reveal()).toBe(live);
    }
    const sent = all.sent().slice(before);
    expect(sent).toEqual(Array(losing.includes(point) ? 2 : 1).fill('rt_first'));
    expect((await all.row(grant))?.refresh.intent).toBeNull();
  });
});
