import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyKind } from '@alter/protocol';
import { openStore } from '@alter/server';
import { auditRows } from '../../../test/contracts/store/audit-rows.ts';
import { makeFolder, type Folder } from './cli.ts';

interface KeyJson {
  key: string;
  id: string;
  status: string;
  scopes: string[];
  signed_only: boolean;
  cidr_allowlist: string[];
  expires_at: string | null;
  rotated_to: string | null;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: Folder;
let store: Awaited<ReturnType<typeof openStore>>;

/** The store is open in this process all the while, as a running server has it. */
beforeEach(async () => {
  folder = makeFolder({ apps: { shop: { name: 'Acme Shop' } } });
  store = await openStore({ dataDir: join(folder.path, '.data') });
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

describe('alter keys', () => {
  it('create prints the key alone on standard output, once, and the open store knows it at once', async () => {
    const ran = await folder.alter(['keys', 'create', '--name', 'ci']);
    expect(ran.code).toBe(0);
    const key = ran.stdout.trim();
    expect(keyKind(key)).toBe('rk');
    const row = await store.keys.findByHash(sha256(key));
    expect(row).toMatchObject({ name: 'ci', kind: 'rk', signed_only: false, expires_at: null });
    expect(row?.scopes).not.toContain('tokens:retrieve');
    const listed = await folder.alter(['keys', 'list']);
    expect(listed.stdout).toContain(row?.id);
    expect(listed.stdout + listed.stderr + ran.stderr).not.toContain(key.slice(14));
    const [event] = await auditRows(store, row!.app_id);
    expect(event?.row).toMatchObject({ event: 'key.created', key_id: row?.id });
  });

  it('create takes every right from its flags', async () => {
    const made = await folder.json<KeyJson>(
      ['keys', 'create', '--app', 'shop', '--kind', 'ak', '--signed-only', '--expires', '90d'].concat([
        '--scope',
        'grants:read,proxy:execute',
        '--scope',
        'tokens:retrieve',
        '--cidr',
        '10.0.0.0/8',
        '--cidr',
        '::1',
      ]),
    );
    expect(keyKind(made.key)).toBe('ak');
    expect(made).toMatchObject({
      scopes: ['grants:read', 'proxy:execute', 'tokens:retrieve'],
      signed_only: true,
      cidr_allowlist: ['10.0.0.0/8', '::1'],
      status: 'active',
    });
    const row = await store.keys.findByHash(sha256(made.key));
    expect(Math.round((row!.expires_at! - row!.created_at) / 3_600_000)).toBe(90 * 24);
  });

  it('rotate prints a successor and says until when the old key works', async () => {
    const old = await folder.json<KeyJson>(['keys', 'create']);
    const next = await folder.json<KeyJson>(['keys', 'rotate', old.id, '--grace', '2d']);
    expect(next.key).not.toBe(old.key);
    const listed = await folder.json<KeyJson[]>(['keys', 'list']);
    expect(listed.find(({ id }) => id === old.id)).toMatchObject({ rotated_to: next.id });
    expect(listed.find(({ id }) => id === old.id)?.status).toMatch(/^rotated, works until \d{4}-/);
    const again = await folder.alter(['keys', 'rotate', old.id]);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/rotated before; rotate its successor/);
    expect((await folder.alter(['keys', 'rotate', next.id, '--grace', '31d'])).code).toBe(2);
  });

  it('revoke ends a key for the open store, and keeps the last one unless forced', async () => {
    const first = await folder.json<KeyJson>(['keys', 'create']);
    const refused = await folder.alter(['keys', 'revoke', first.id]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/last active key of Acme Shop.*--force/);
    expect((await store.keys.findByHash(sha256(first.key)))?.revoked_at).toBeNull();
    const forced = await folder.alter(['keys', 'revoke', first.id, '--force']);
    expect(forced.code).toBe(0);
    expect((await store.keys.findByHash(sha256(first.key)))?.revoked_at).toBeTypeOf('number');
    const again = await folder.alter(['keys', 'revoke', first.id]);
    expect([again.code, again.stderr]).toEqual([0, 'It was revoked before. Nothing changed.\n']);
    expect((await folder.alter(['keys', 'revoke', 'no-such-id'])).code).toBe(1);
  });
});

describe('alter store backup', () => {
  it('copies a store that is open, to a file that opens and that only its owner reads', async () => {
    const made = await folder.json<KeyJson>(['keys', 'create']);
    const ran = await folder.alter(['store', 'backup', 'copies/alter.db']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/could not be written/);
    const good = await folder.alter(['store', 'backup', 'alter.db']);
    expect(good.code).toBe(0);
    expect(good.stderr).toMatch(/keep the encryption keys too/);
    const copy = await openStore({ dataDir: folder.path });
    expect((await copy.keys.findByHash(sha256(made.key)))?.id).toBe(made.id);
    await copy.close();
    const over = await folder.alter(['store', 'backup', 'alter.db']);
    expect(over.code).toBe(1);
    expect(over.stderr).toMatch(/exists\. A backup never writes over a file/);
  });
});
