import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyKind } from '@alter/protocol';
import { auditRows } from '../../../../test/contracts/store/audit-rows.ts';
import { createKey, judgeKey, KeyMistake, revokeKey, rotateKey } from '../../src/callers/api-keys.ts';
import { openStore, type Store } from '../../src/stores/index.ts';
import { order, sha256 } from './harness.ts';

const day = 86_400_000;
const time = { now: 1_795_348_800_000 };
const clock = { now: () => time.now, monotonic: () => 0 };

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alter-api-keys-'));
  store = await openStore({ dataDir: folder }, { clock });
  time.now = 1_795_348_800_000;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const events = async (appId = 'app-one') => (await auditRows(store, appId)).map(({ row }) => row);

describe('createKey', () => {
  it('makes a key of the published form and keeps its hash only', async () => {
    const { key, row } = await createKey(store, order, clock);
    expect(keyKind(key.reveal())).toBe('rk');
    expect(row.prefix).toBe(key.reveal().slice(0, 14));
    expect(await store.keys.findByHash(sha256(key.reveal()))).toEqual(row);
    const random = key.reveal().slice(14);
    await store.backup(join(folder, 'copy.db'));
    expect(readFileSync(join(folder, 'copy.db')).includes(random)).toBe(false);
  });

  it('writes an audit row with the key’s rights and never the key', async () => {
    const { key, row } = await createKey(store, { ...order, requestId: 'req-1' }, clock);
    const [event] = await events();
    expect(event).toMatchObject({ event: 'key.created', app_id: 'app-one', key_id: row.id, request_id: 'req-1' });
    expect(event?.detail).toEqual({
      name: 'test',
      kind: 'rk',
      prefix: row.prefix,
      scopes: 'grants:read proxy:execute',
    });
    expect(JSON.stringify(event)).not.toContain(key.reveal().slice(14));
  });

  it('refuses an order that could not work, all mistakes at once, and writes nothing', async () => {
    const wrong = {
      ...order,
      name: ' ',
      scopes: ['grants:read', 'grants:raed'],
      cidrAllowlist: ['10.0.0.0/8', '10.0.0.0/33', 'everywhere', '010.1.1.1'],
      expiresAt: time.now,
    };
    const failed = await createKey(store, wrong, clock).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(KeyMistake);
    expect((failed as KeyMistake).mistakes).toHaveLength(6);
    expect((failed as KeyMistake).message).toMatch(/"grants:raed" is not a scope\. The scopes are: connect:initiate/);
    expect(await store.keys.list('app-one')).toEqual([]);
    expect(await events()).toEqual([]);
  });
});

describe('judgeKey', () => {
  it('gives each way of ending its own published code, to the millisecond', async () => {
    const { row } = await createKey(store, { ...order, expiresAt: time.now + 1000 }, clock);
    expect(judgeKey(row, time.now + 999)).toEqual({ kind: 'ok', deprecated: false });
    expect(judgeKey(row, time.now + 1000)).toEqual({ kind: 'refused', code: 'key_expired' });
    const grace = { ...row, grace_until: time.now + 10 };
    expect(judgeKey(grace, time.now + 9)).toEqual({ kind: 'ok', deprecated: true });
    expect(judgeKey(grace, time.now + 10)).toEqual({ kind: 'refused', code: 'key_rotated_grace_expired' });
    expect(judgeKey({ ...grace, revoked_at: time.now }, time.now)).toEqual({ kind: 'refused', code: 'key_revoked' });
    expect(judgeKey({ ...row, deprecated_at: 1 }, time.now)).toEqual({ kind: 'ok', deprecated: true });
  });
});

describe('rotateKey', () => {
  it('gives a successor the same rights and length of life; the old key works through its grace', async () => {
    const cidrAllowlist = ['10.0.0.0/8'];
    const { row } = await createKey(
      store,
      { ...order, expiresAt: time.now + 90 * day, signedOnly: true, cidrAllowlist },
      clock,
    );
    time.now += 30 * day;
    const outcome = await rotateKey(store, { appId: 'app-one', id: row.id, graceMs: 2 * day }, clock);
    if (outcome.kind !== 'rotated') throw new Error(outcome.kind);
    const { id, name, kind, scopes, signed_only, cidr_allowlist, expires_at } = outcome.row;
    expect(id).not.toBe(row.id);
    expect({ name, kind, scopes, signed_only, cidr_allowlist }).toEqual({
      name: 'test',
      kind: 'rk',
      scopes: order.scopes,
      signed_only: true,
      cidr_allowlist: cidrAllowlist,
    });
    expect(expires_at).toBe(time.now + 90 * day);
    const old = (await store.keys.findByHash(row.hash))!;
    expect(judgeKey(old, time.now)).toEqual({ kind: 'ok', deprecated: true });
    expect(judgeKey(old, time.now + 2 * day)).toEqual({ kind: 'refused', code: 'key_rotated_grace_expired' });
    expect((await events()).at(-1)).toMatchObject({ event: 'key.rotated', key_id: row.id, detail: { rotated_to: id } });
  });

  it('of many racing rotations one wins, so there is one successor', async () => {
    const { row } = await createKey(store, order, clock);
    const all = await Promise.all(
      Array.from({ length: 8 }, () => rotateKey(store, { appId: 'app-one', id: row.id }, clock)),
    );
    expect(all.filter(({ kind }) => kind === 'rotated')).toHaveLength(1);
    expect(all.filter(({ kind }) => kind === 'rotated_already')).toHaveLength(7);
    expect(await store.keys.list('app-one')).toHaveLength(2);
  });

  it('refuses keys that have ended, unknown ones, those of another app, and a grace beyond 30 days', async () => {
    const { row } = await createKey(store, { ...order, expiresAt: time.now + day }, clock);
    const of = (appId: string, id: string) => rotateKey(store, { appId, id }, clock);
    expect(await of('app-two', row.id)).toEqual({ kind: 'unknown' });
    expect(await of('app-one', 'nothing')).toEqual({ kind: 'unknown' });
    await expect(rotateKey(store, { appId: 'app-one', id: row.id, graceMs: 31 * day }, clock)).rejects.toThrow(
      KeyMistake,
    );
    time.now += day;
    expect(await of('app-one', row.id)).toEqual({ kind: 'ended' });
  });
});

describe('revokeKey', () => {
  it('keeps the last active key unless forced: an app without a key is locked out', async () => {
    const first = (await createKey(store, order, clock)).row;
    const revoke = (id: string, force = false) => revokeKey(store, { appId: 'app-one', id, force }, clock);
    expect(await revoke(first.id)).toEqual({ kind: 'last_active' });
    expect((await store.keys.findByHash(first.hash))?.revoked_at).toBeNull();
    const second = (await createKey(store, order, clock)).row;
    expect((await revoke(first.id)).kind).toBe('revoked');
    expect(await revoke(first.id)).toEqual({ kind: 'revoked_already' });
    expect(await revoke(second.id)).toEqual({ kind: 'last_active' });
    expect((await revoke(second.id, true)).kind).toBe('revoked');
    expect((await events()).map(({ event }) => event).filter((event) => event === 'key.revoked')).toHaveLength(2);
  });

  it('does not count a key in its grace as one that stays', async () => {
    const { row } = await createKey(store, order, clock);
    const rotated = await rotateKey(store, { appId: 'app-one', id: row.id }, clock);
    if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
    expect(await revokeKey(store, { appId: 'app-one', id: rotated.row.id }, clock)).toEqual({ kind: 'last_active' });
    expect((await revokeKey(store, { appId: 'app-one', id: row.id }, clock)).kind).toBe('revoked');
  });

  it('does not see the keys of another app', async () => {
    const { row } = await createKey(store, order, clock);
    expect(await revokeKey(store, { appId: 'app-two', id: row.id, force: true }, clock)).toEqual({ kind: 'unknown' });
  });
});
