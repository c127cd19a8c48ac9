import { expect, it } from 'vitest';
import { readableAfterMs } from '../../../packages/server/src/stores/store.ts';
import { auditRows } from './audit-rows.ts';
import {
  auditEvent,
  flowRow,
  grantRow,
  keyRow,
  minute,
  nonceClaim,
  outboxRow,
  revocation,
  sessionRow,
  t0,
  ticketRow,
  vaultRow,
  walletRow,
} from './rows.ts';
import type { Contract } from './store-suite.ts';

const day = 24 * 60 * minute;

export const sweepContract: Contract = (use) => {
  const fill = async (nonce = nonceClaim()) => {
    const rows = {
      session: sessionRow(),
      wallet: walletRow(),
      ticket: ticketRow(),
      flow: flowRow(),
      nonce,
    };
    await use().sessions.createConnect(rows.session);
    await use().sessions.createWallet(rows.wallet);
    await use().tickets.create(rows.ticket);
    await use().flows.create(rows.flow);
    await use().audit.claimNonce(rows.session.app_id, rows.nonce);
    return rows;
  };

  it('never removes what a read still gives, up to the last millisecond', async () => {
    const { session, wallet, ticket, flow, nonce } = await fill();
    await use().sweep(wallet.expires_at - 1);
    expect(await use().sessions.findWallet(wallet.hash, wallet.expires_at - 1)).not.toBeNull();
    await use().sweep(nonce.until - 1);
    expect(await use().audit.claimNonce(session.app_id, nonce)).toBe(false);
    await use().sweep(ticket.expires_at - 1);
    expect(await use().tickets.find(ticket.hash, ticket.expires_at - 1)).not.toBeNull();
    const last = session.expires_at + readableAfterMs - 1;
    await use().sweep(last);
    expect(await use().sessions.findConnect(session.hash, last)).not.toBeNull();
    const late = await use().flows.consume(flow.state_hash, flow.browser_hash, last);
    expect(late.kind).toBe('expired');
  });

  it('removes what is over and says how many rows went', async () => {
    const late = Math.max(t0, Date.now()) + 3 * day;
    await use().sweep(late);
    // The nonce's time is over by every clock, also by that of the store.
    const { session, nonce, flow } = await fill(nonceClaim({ until: Date.now() - minute }));
    expect(await use().sweep(late)).toBe(5);
    expect(await use().sweep(late)).toBe(0);
    expect(await use().audit.claimNonce(session.app_id, nonce)).toBe(true);
    expect((await use().flows.consume(flow.state_hash, flow.browser_hash, t0)).kind).toBe('unknown');
  });

  it('removes more than fits into one step', async () => {
    const late = Math.max(t0, Date.now()) + 3 * day;
    await use().sweep(late);
    // A hundred at once: a store that has no room for a thousand callers says so to some of them.
    for (let left = 1203; left > 0; left -= 100) {
      await Promise.all(Array.from({ length: Math.min(left, 100) }, () => use().tickets.create(ticketRow())));
    }
    expect(await use().sweep(late)).toBe(1203);
  });

  it('leaves grants, ciphertext, keys and audit rows alone, however old', async () => {
    const [grant, key, event] = [grantRow({ grant_expires_at: t0 }), keyRow({ expires_at: t0 }), auditEvent()];
    await use().grants.create(grant, vaultRow(grant));
    await use().keys.create(key);
    await use().audit.append([event]);
    await use().sweep(t0 + 1000 * day);
    expect(await use().grants.find(grant.app_id, grant.id)).toEqual(grant);
    expect(await use().vault.read(grant.app_id, grant.id)).not.toBeNull();
    expect(await use().keys.findByHash(key.hash)).toEqual(key);
    expect(await auditRows(use(), event.app_id)).toHaveLength(1);
  });

  it('ends a queued revocation whose time is over, unless a worker holds it, and the grant says so', async () => {
    const stored = async () => {
      const grant = grantRow();
      await use().grants.create(grant, vaultRow(grant));
      const row = outboxRow(grant);
      await use().grants.revoke(grant.app_id, grant.id, revocation, row);
      return { grant, row };
    };
    const [left, held] = [await stored(), await stored()];
    const now = left.row.expires_at + day;
    await use().outbox.claimOne(held.row.id, now, minute);
    await use().sweep(now);
    expect((await use().grants.find(left.grant.app_id, left.grant.id))?.revocation).toBe('failed');
    expect((await use().grants.find(held.grant.app_id, held.grant.id))?.revocation).toBe('queued');
    expect(await use().outbox.claimOne(left.row.id, now + minute, minute)).toBeNull();
    expect(await use().outbox.claimOne(held.row.id, now + minute, minute)).not.toBeNull();
  });
};
