import { expect, it } from 'vitest';
import {
  auditEvent,
  configRow,
  grantRow,
  hash,
  id,
  keyRow,
  nonceClaim,
  sealedText,
  sessionRow,
  t0,
  ticketRow,
  vaultRow,
  walletRow,
} from './rows.ts';
import type { Contract } from './store-suite.ts';

/** A store may answer what is asked in one turn with one call; nobody may see that. */
export const sharedReadsContract: Contract = (use) => {
  it('gives each of many readers of one turn its own row and nobody else a thing', async () => {
    const grants = Array.from({ length: 20 }, (_, n) => grantRow(n % 2 ? { app_id: 'one app' } : {}));
    const vaults = grants.map((grant) => vaultRow(grant));
    await Promise.all(grants.map((grant, n) => use().grants.create(grant, vaults[n]!)));
    const apps = [...new Set(grants.map((grant) => grant.app_id))];
    const pairs = grants.flatMap((grant) => apps.map((app) => ({ grant, app })));
    const [found, read] = await Promise.all([
      Promise.all(pairs.map(({ grant, app }) => use().grants.find(app, grant.id))),
      Promise.all(pairs.map(({ grant, app }) => use().vault.read(app, grant.id))),
    ]);
    for (const [n, { grant, app }] of pairs.entries()) {
      const mine = grant.app_id === app;
      expect(found[n] ?? null).toEqual(mine ? grant : null);
      const sealed = mine ? vaults[grants.indexOf(grant)]!.sealed : null;
      expect(sealedText(read[n]?.sealed)).toBe(sealedText(sealed));
    }
  });

  it('gives people and provider configs of the same name to their own app, asked in one turn', async () => {
    const apps = [id(), id()];
    const people = apps.map((app_id) => ({ id: id(), app_id, reference: 'line\nfeed', display_name: null }));
    const users = await Promise.all(people.map((person) => use().users.upsert(person, t0)));
    const configs = await Promise.all(apps.map((app_id) => use().providerConfigs.save(configRow({ app_id }))));
    const tickets = [ticketRow(), ticketRow({ expires_at: t0 })];
    await Promise.all(tickets.map((ticket) => use().tickets.create(ticket)));
    const [byReference, byId, found, read] = await Promise.all([
      Promise.all([...apps, id()].map((app) => use().users.findByReference(app, 'line\nfeed'))),
      Promise.all(apps.map((app) => use().users.find(app, users[0]!.id))),
      Promise.all(apps.map((app) => use().providerConfigs.find(app, configs[1]!.id))),
      Promise.all(tickets.map((ticket) => use().tickets.find(ticket.hash, t0))),
    ]);
    expect(byReference).toEqual([...users, null]);
    expect(byId).toEqual([users[0], null]);
    expect(found.map((config) => config?.id)).toEqual([undefined, configs[1]!.id]);
    expect(read).toEqual([tickets[0], null]);
  });

  it('tells keys, sessions and what is of another kind apart, all asked in one turn', async () => {
    const [key, session, wallet] = [keyRow(), sessionRow(), walletRow()];
    await use().keys.create(key);
    await use().sessions.createConnect(session);
    await use().sessions.createWallet(wallet);
    const hashes = [key.hash, session.hash, wallet.hash, hash()];
    const [keys, connects, wallets] = await Promise.all([
      Promise.all(hashes.map((one) => use().keys.findByHash(one))),
      Promise.all(hashes.map((one) => use().sessions.findConnect(one, t0))),
      Promise.all(hashes.map((one) => use().sessions.findWallet(one, t0))),
    ]);
    expect(keys).toEqual([key, null, null, null]);
    expect(connects).toEqual([null, session, null, null]);
    expect(wallets).toEqual([null, null, wallet, null]);
  });

  it('lets a reader do to its row what it likes: who asked for the same one in the same turn sees nothing of it', async () => {
    const [grant, key, session] = [
      grantRow(),
      keyRow(),
      sessionRow({ open_flows: [{ flow_id: id(), expires_at: t0 }] }),
    ];
    const vault = vaultRow(grant);
    await use().grants.create(grant, vault);
    await use().keys.create(key);
    await use().sessions.createConnect(session);
    const read = () =>
      Promise.all([
        use().grants.find(grant.app_id, grant.id),
        use().keys.findByHash(key.hash),
        use().sessions.findConnect(session.hash, t0),
        use().vault.read(grant.app_id, grant.id),
      ]);
    const [[myGrant, myKey, mySession, myVault], theirs] = await Promise.all([read(), read()]);
    myGrant!.status = 'expired';
    // What a row holds may be shared, if nobody can change it.
    for (const change of [
      () => myGrant!.scopes.push('everything'),
      () => (myGrant!.policy!.max_ttl_seconds = 1),
      () => (myKey!.cidr_allowlist.length = 0),
      () => (mySession!.open_flows[0]!.expires_at = 0),
      () => delete myVault!.sealed.fields['access_token'],
    ]) {
      try {
        change();
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }
    expect(theirs.slice(0, 3)).toEqual([grant, key, session]);
    expect(sealedText(theirs[3]?.sealed)).toBe(sealedText(vault.sealed));
  });

  it('answers writers of one turn each for itself: the one that is refused fails alone', async () => {
    const app_id = id();
    const nonce = nonceClaim();
    const claims = [nonce, nonceClaim(), nonce, null].map((one) => use().audit.claim(auditEvent({ app_id }), one));
    const outcomes = await Promise.all(claims);
    expect([outcomes[1], outcomes[3]]).toEqual(['claimed', 'claimed']);
    expect([outcomes[0], outcomes[2]].sort()).toEqual(['claimed', 'replayed']);
  });
};
