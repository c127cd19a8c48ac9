import { expect, it } from 'vitest';
import { auditEvent, configRow, grantRow, id, keyRow, minute, outboxRow, revocation, t0, vaultRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

/** Every verb that takes an app, called by app B with the ids of app A. */
export const isolationContract: Contract = (use) => {
  const b = id();

  it('keys: another app does not list, revoke or rotate them', async () => {
    const row = keyRow();
    await use().keys.create(row);
    expect(await use().keys.list(b)).toEqual([]);
    expect(await use().keys.revoke(b, row.id, t0)).toBe(false);
    expect(await use().keys.rotate(b, row.id, keyRow({ app_id: b }), t0)).toBe(false);
    await expect(use().keys.rotate(row.app_id, row.id, keyRow({ app_id: b }), t0)).rejects.toThrow();
    expect(await use().keys.findByHash(row.hash)).toEqual(row);
    expect(await use().keys.list(b)).toEqual([]);
  });

  it('provider configs: another app does not find, list or remove them, nor replace one by its id', async () => {
    const row = configRow({ secret: null });
    const saved = await use().providerConfigs.save(row);
    expect(await use().providerConfigs.find(b, row.id)).toBeNull();
    expect(await use().providerConfigs.list(b)).toEqual([]);
    expect(await use().providerConfigs.remove(b, row.id)).toBe(false);
    await expect(use().providerConfigs.save(configRow({ id: row.id, app_id: b }))).rejects.toThrow();
    expect(await use().providerConfigs.find(row.app_id, row.id)).toEqual(saved);
  });

  it('users: another app does not find them, and the same reference is another person there', async () => {
    const ada = { id: id(), app_id: id(), reference: 'ada', display_name: 'Ada' };
    const row = await use().users.upsert(ada, t0);
    expect(await use().users.find(b, ada.id)).toBeNull();
    expect(await use().users.findByReference(b, 'ada')).toBeNull();
    const other = await use().users.upsert({ ...ada, id: id(), app_id: b, display_name: 'Eve' }, t0);
    expect(other.id).not.toBe(ada.id);
    await expect(use().users.upsert({ ...ada, app_id: b, reference: 'new' }, t0)).rejects.toThrow();
    expect(await use().users.find(ada.app_id, ada.id)).toEqual(row);
  });

  it('grants: another app does not find, list, change or end them', async () => {
    const grant = grantRow();
    const vault = vaultRow(grant);
    await use().grants.create(grant, vault);
    const { principal, issuer, client_id, account_key } = grant;
    const account = { app_id: b, principal, issuer, client_id, account_key: account_key ?? '' };
    expect(await use().grants.find(b, grant.id)).toBeNull();
    expect(await use().grants.findAccount(account)).toBeNull();
    const page = { limit: 10, offset: 0, after: null };
    expect(await use().grants.list(b, {}, page)).toEqual({ rows: [], total: 0, has_more: false });
    expect(await use().grants.list(b, { principal }, page)).toMatchObject({ total: 0 });
    expect(await use().grants.patch(b, grant.id, ['active'], { label: 'mine' })).toBeNull();
    const theirs = vaultRow({ app_id: b, id: grant.id }, { generation: 2 });
    expect(await use().grants.renew(b, grant.id, { label: 'mine' }, theirs)).toBeNull();
    expect(await use().grants.revoke(b, grant.id, revocation, null)).toBeNull();
    expect(await use().grants.find(grant.app_id, grant.id)).toEqual(grant);
    expect((await use().vault.read(grant.app_id, grant.id))?.generation).toBe(1);
  });

  it('vault: another app does not read it', async () => {
    const grant = grantRow();
    await use().grants.create(grant, vaultRow(grant));
    expect(await use().vault.read(b, grant.id)).toBeNull();
  });

  it('rows that stand together must be of one grant and one app', async () => {
    const grant = grantRow();
    await expect(use().grants.create(grant, vaultRow({ app_id: b, id: grant.id }))).rejects.toThrow();
    await use().grants.create(grant, vaultRow(grant));
    const strange = vaultRow({ app_id: grant.app_id, id: id() }, { generation: 2 });
    await expect(use().grants.renew(grant.app_id, grant.id, {}, strange)).rejects.toThrow();
    const queued = outboxRow({ app_id: b, id: grant.id });
    await expect(use().grants.revoke(grant.app_id, grant.id, revocation, queued)).rejects.toThrow();
    expect(await use().grants.find(grant.app_id, grant.id)).toEqual(grant);
  });

  it('outbox: a row that claims to be of another app settles nothing', async () => {
    const grant = grantRow();
    await use().grants.create(grant, vaultRow(grant));
    const row = outboxRow(grant);
    await use().grants.revoke(grant.app_id, grant.id, revocation, row);
    await use().outbox.settle({ ...row, app_id: b }, 'confirmed');
    expect((await use().grants.find(grant.app_id, grant.id))?.revocation).toBe('queued');
    expect(await use().outbox.claimOne(row.id, t0, minute)).not.toBeNull();
  });

  it('audit: another app sees neither the rows of an app nor those of its grants', async () => {
    const row = auditEvent();
    await use().audit.append([row]);
    expect(await use().audit.chains(b)).toEqual([]);
    for (const { writer } of await use().audit.chains(row.app_id)) {
      expect(await use().audit.chain(b, writer, 0, 10)).toEqual([]);
    }
    expect(await use().audit.ofGrant(b, row.grant_id ?? '', 10, null)).toEqual([]);
  });
};
