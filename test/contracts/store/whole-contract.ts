import { expect, it } from 'vitest';
import { noMarks, StoreUnavailable, type Store } from '../../../packages/server/src/stores/store.ts';
import { auditEvent, grantRow, hash, id, keyRow, sessionRow, t0, vaultRow } from './rows.ts';
import type { Contract } from './store-suite.ts';

export const wholeContract: Contract = (use, opened, open) => {
  it('is ready', async () => {
    await expect(use().ready()).resolves.toBeUndefined();
  });

  it('fails one call of many and keeps the others', async () => {
    const taken = keyRow();
    await use().keys.create(taken);
    const rows = Array.from({ length: 20 }, (_, n) => keyRow(n === 7 ? { hash: taken.hash } : {}));
    const settled = await Promise.allSettled(rows.map((row) => use().keys.create(row)));
    expect(settled.map(({ status }) => status === 'rejected')).toEqual(rows.map((_, n) => n === 7));
    for (const [n, row] of rows.entries()) {
      expect((await use().keys.findByHash(row.hash))?.id).toBe(n === 7 ? taken.id : row.id);
    }
  });

  it('reads what was acknowledged, at once', async () => {
    for (let n = 0; n < 50; n++) {
      const row = keyRow();
      await use().keys.create(row);
      expect(await use().keys.findByHash(row.hash)).toEqual(row);
    }
  });

  it('has everything after reopening', async () => {
    const [key, grant, session] = [keyRow(), grantRow(), sessionRow()];
    await use().keys.create(key);
    await use().grants.create(grant, vaultRow(grant));
    await use().sessions.createConnect(session);
    await opened().reopen?.();
    expect(await use().keys.findByHash(key.hash)).toEqual(key);
    expect(await use().grants.find(grant.app_id, grant.id)).toEqual(grant);
    expect((await use().vault.read(grant.app_id, grant.id))?.generation).toBe(1);
    expect(await use().sessions.findConnect(session.hash, t0)).toEqual(session);
  });

  it('does what was asked before close(), and nothing after it', async () => {
    const { store, cleanup } = await open();
    const row = keyRow();
    const asked = store.keys.create(row);
    await Promise.all([store.close(), expect(asked).resolves.toBeUndefined()]);
    await store.close();
    for (const [verb, call] of Object.entries(everyVerb(store))) {
      await expect(call(), verb).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await cleanup();
  });
};

/** One call of each verb; a closed store refuses them all, reads too. */
function everyVerb(store: Store): Record<string, () => Promise<unknown>> {
  const grant = grantRow();
  const text = id();
  const lease = { app_id: text, name: text, owner: text, fence: 1 };
  return {
    'keys.create': () => store.keys.create(keyRow()),
    'keys.findByHash': () => store.keys.findByHash(text),
    'keys.list': () => store.keys.list(text),
    'keys.touch': () => store.keys.touch(new Map([[text, t0]])),
    'providerConfigs.find': () => store.providerConfigs.find(text, text),
    'providerConfigs.list': () => store.providerConfigs.list(text),
    'providerConfigs.flags': () => store.providerConfigs.flags(text),
    'users.find': () => store.users.find(text, text),
    'sessions.findConnect': () => store.sessions.findConnect(text, t0),
    'sessions.findConnects': () => store.sessions.findConnects([text], t0),
    'sessions.findWallet': () => store.sessions.findWallet(text, t0),
    'sessions.takeDeclined': () => store.sessions.takeDeclined(text, t0),
    'tickets.find': () => store.tickets.find(text, t0),
    'flows.start': () => store.flows.start(text, text, t0),
    'flows.consume': () => store.flows.consume(text, null, t0),
    'grants.find': () => store.grants.find(text, text),
    'grants.list': () => store.grants.list(text, {}, { limit: 1, offset: 0, after: null }),
    'grants.renew': () => store.grants.renew(grant.app_id, grant.id, {}, vaultRow(grant, { generation: 2 })),
    'vault.read': () => store.vault.read(text, text),
    'vault.mark': () => store.vault.mark(text, text, { generation: 1, intent: null }, noMarks, null),
    'vault.history': () => store.vault.history(text, text),
    'vault.openIntents': () => store.vault.openIntents(1),
    'vault.owing': () => store.vault.owing(t0, 1, 0),
    'vault.paid': () => store.vault.paid([auditEvent()]),
    'outbox.claim': () => store.outbox.claim(t0, 1, 1),
    'audit.lastUses': () => store.audit.lastUses(text, [text]),
    'leases.acquire': () => store.leases.acquire(text, text, text, 1),
    'leases.renew': () => store.leases.renew(lease, 1),
    'leases.release': () => store.leases.release(lease),
    'leases.held': () => store.leases.held(text, text),
    'audit.append': () => store.audit.append([auditEvent()]),
    'audit.appendMissing': () => store.audit.appendMissing([auditEvent()]),
    'audit.claim': () => store.audit.claim(auditEvent(), null),
    'audit.claimNonce': () => store.audit.claimNonce(text, { key_id: text, nonce: hash(), until: t0 }),
    'audit.ofGrant': () => store.audit.ofGrant(text, text, 1, null),
    'audit.chains': () => store.audit.chains(text),
    'audit.chain': () => store.audit.chain(text, text, 0, 1),
    ready: () => store.ready(),
    sweep: () => store.sweep(t0),
    backup: () => store.backup(`/nowhere/${text}`),
  };
}
