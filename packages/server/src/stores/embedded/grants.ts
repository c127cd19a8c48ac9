import type { SQLInputValue } from 'node:sqlite';
import {
  noMarks,
  type AuditRow,
  type GrantEnd,
  type GrantPatch,
  type GrantStore,
  type RefreshMarks,
  type RefreshRecord,
} from '../store.ts';
import type { Connection } from './connection.ts';
import { listGrants } from './grant-list.ts';
import { grants } from './grant-table.ts';
import { outbox } from './outbox.ts';
import { principalText } from './principal.ts';
import type { Reader } from './reader.ts';
import { sealed, type Found, type Values } from './table.ts';
import { addOwed, addRecord, marksOf, vault } from './vault.ts';
import type { Writer } from './writer-client.ts';

const byId = `SELECT ${grants.list} FROM grants WHERE ${grants.byId}`;
const byAccount = `SELECT ${grants.list} FROM grants
  WHERE app_id = ? AND principal = ? AND issuer = ? AND client_id = ? AND account_key = ? AND status <> 'revoked'`;
const sharing = `SELECT 1 FROM grants
  WHERE issuer = ? AND client_id = ? AND account_key = ? AND status <> 'revoked' AND id <> ? LIMIT 1`;
const create = `${grants.insert}
  ON CONFLICT (app_id, principal, issuer, client_id, account_key)
    WHERE account_key IS NOT NULL AND status <> 'revoked' DO NOTHING`;
const reseal = `UPDATE vault SET generation = ?, sealed = ?, updated_at = ?, refresh = ?, intent_id = ?, intent_at = ?
  WHERE ${vault.byId} AND generation = ?
    AND EXISTS (SELECT 1 FROM grants WHERE place = vault.place AND id = vault.grant_id AND status <> 'revoked')`;
const resealIntended = `${reseal} AND intent_id IS ?`;
const sealedAs =
  ' AND EXISTS (SELECT 1 FROM vault WHERE place = grants.place AND grant_id = grants.id AND generation = ?)';
const generationOf = `SELECT generation FROM vault WHERE ${vault.byId}`;
const destroy = `DELETE FROM vault WHERE ${vault.byId}`;
const end = `UPDATE grants SET status = 'revoked', revoked_at = ?, updated_at = ?, revoke_reason = ?, revoked_by = ?,
    revocation = ?, unrecorded = ?
  WHERE ${grants.byId} AND status <> 'revoked' RETURNING ${grants.list}`;
const unrecorded = `SELECT ${grants.list} FROM grants INDEXED BY grants_unrecorded
  WHERE unrecorded IS NOT NULL AND revoked_at <= ? ORDER BY revoked_at LIMIT ? OFFSET ?`;
const isOver = "grant_expires_at <= ? AND grant_expires_at IS NOT NULL AND status IN ('active', 'pending')";
const timedOut = `SELECT ${grants.list} FROM grants INDEXED BY grants_over WHERE ${isOver}
  ORDER BY grant_expires_at LIMIT ? OFFSET ?`;
const expire = `UPDATE grants SET status = 'expired', updated_at = ?
  WHERE ${grants.byId} AND ${isOver} RETURNING ${grants.list}`;

/** Which grant, and what of it: `set` is `a = ?, b = ?` as the table made it. */
interface Change {
  appId: string;
  id: string;
  set: string;
  values: Values;
}

interface Refreshed {
  intent: string | null;
  marks: RefreshMarks;
  record: RefreshRecord;
  owed?: AuditRow;
}

export const grantWrites = {
  'grants.create': (db: Connection, grant: Values, ciphertext: Values): boolean => {
    if (db.run(create, ...grant) === 0) return false;
    db.run(vault.insert, ...ciphertext);
    return true;
  },

  'grants.renew': (
    db: Connection,
    grant: Change,
    generation: number,
    ciphertext: SQLInputValue,
    at: number,
    refreshed: Refreshed | null,
  ): Found | null => {
    const values = [generation, ciphertext, at, ...marksOf(refreshed?.marks ?? noMarks)];
    const which = [...vault.which(grant.id, grant.appId), generation - 1];
    const changed = refreshed
      ? db.run(resealIntended, ...values, ...which, refreshed.intent)
      : db.run(reseal, ...values, ...which);
    if (changed === 0) return null;
    if (refreshed) addRecord(db, grant.appId, grant.id, refreshed.record);
    if (refreshed?.owed) addOwed(db, grant.appId, grant.id, refreshed.owed);
    return change(db, grant);
  },

  'grants.patch': (db: Connection, grant: Change, from: readonly string[], generation: number | null): Found | null =>
    change(db, grant, from, generation),

  'grants.expire': (db: Connection, appId: string, id: string, now: number): Found | null =>
    db.get(expire, now, ...grants.which(id, appId), now),

  'grants.revoke': (
    db: Connection,
    appId: string,
    id: string,
    how: GrantEnd,
    record: SQLInputValue,
    queued: Values | null,
    generation: number | null,
  ): Found | 'moved' | null => {
    const held = generation !== null && db.get(generationOf, ...vault.which(id, appId));
    if (held && held[0] !== generation) return 'moved';
    const ended = [how.at, how.at, how.reason, how.by, how.revocation, record];
    const revoked = db.get(end, ...ended, ...grants.which(id, appId));
    if (!revoked) return null;
    db.run(destroy, ...vault.which(id, appId));
    if (queued) db.run(outbox.insert, ...queued);
    db.destroyed = true;
    return revoked;
  },
};

function change(
  db: Connection,
  { appId, id, set, values }: Change,
  from: readonly string[] | null = null,
  generation: number | null = null,
): Found | null {
  const among = from ? ` AND status IN (${from.map(() => '?').join(', ')})` : '';
  const where = `WHERE ${grants.byId}${among}${generation === null ? '' : sealedAs}`;
  const which = [...grants.which(id, appId), ...(from ?? []), ...(generation === null ? [] : [generation])];
  if (set === '') return db.get(`SELECT ${grants.list} FROM grants ${where}`, ...which);
  return db.get(`UPDATE grants SET ${set} ${where} RETURNING ${grants.list}`, ...values, ...which);
}

/** @throws TypeError for the one change that must destroy ciphertext too */
function changeOf(appId: string, id: string, patch: GrantPatch): Change {
  if (patch.status === 'revoked') throw new TypeError('only revoke() ends a grant: it destroys the ciphertext with it');
  return { appId, id, ...grants.assignments(patch) };
}

/** @throws TypeError when rows that stand together name different grants */
function assertOfGrant(appId: string, id: string, row: { app_id: string; grant_id: string }): void {
  if (row.app_id !== appId || row.grant_id !== id) throw new TypeError('the row is of another grant');
}

export const grantStore = (reader: Reader, writer: Writer): GrantStore => ({
  async create(grant, row) {
    assertOfGrant(grant.app_id, grant.id, row);
    return (await writer.run('grants.create', grants.encode(grant), vault.encode(row))) ? 'created' : 'conflict';
  },

  find: async (appId, id) => grants.decodeOrNull(reader.get(byId, ...grants.which(id, appId))),

  findAccount: async ({ app_id, principal, issuer, client_id, account_key }) =>
    grants.decodeOrNull(reader.get(byAccount, app_id, principalText(principal), issuer, client_id, account_key)),

  list: (appId, filter, page) => listGrants(reader, appId, filter, page),

  async renew(appId, id, patch, row, refreshed) {
    assertOfGrant(appId, id, row);
    const change = changeOf(appId, id, patch);
    const ciphertext = sealed.write(row.sealed);
    return grants.decodeOrNull(
      await writer.run('grants.renew', change, row.generation, ciphertext, row.updated_at, refreshed ?? null),
    );
  },

  patch: async (appId, id, from, patch, generation) =>
    grants.decodeOrNull(await writer.run('grants.patch', changeOf(appId, id, patch), from, generation ?? null)),

  timedOut: async (now, limit, skip) => reader.all(timedOut, now, limit, skip).map((row) => grants.decode(row)),

  expire: async (appId, id, now) => grants.decodeOrNull(await writer.run('grants.expire', appId, id, now)),

  async revoke(appId, id, how, queued, generation) {
    if (queued) assertOfGrant(appId, id, queued);
    const row = queued && outbox.encode(queued);
    const { record = null, ...end } = how;
    const kept = record && JSON.stringify(record);
    const revoked = await writer.destroy('grants.revoke', appId, id, end, kept, row, generation ?? null);
    return revoked === 'moved' ? revoked : grants.decodeOrNull(revoked);
  },

  unrecorded: async (before, limit, skip) =>
    reader.all(unrecorded, before, limit, skip).map((row) => grants.decode(row)),

  shared: async ({ issuer, client_id, account_key }, exceptId) =>
    reader.get(sharing, issuer, client_id, account_key, exceptId) !== null,
});
