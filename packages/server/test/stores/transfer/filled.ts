/** A store with something of every kind in it, put there by the verbs that the service uses. */
import { noMarks, type Store } from '../../../src/stores/store.ts';
import {
  auditEvent,
  configRow,
  declinedEntry,
  entryRow,
  flowRow,
  grantRow,
  id,
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
} from '../../../../../test/contracts/store/rows.ts';

/** When the rows are read: all but those of {@link fillOver} are alive. */
export const now = t0 + 2 * minute;

export async function fill(store: Store, app_id = id()): Promise<{ app_id: string; grantId: string }> {
  await fillKeys(store, app_id);
  const config = await store.providerConfigs.save(configRow({ app_id }));
  await store.providerConfigs.save({ ...configRow({ app_id }), id: config.id });
  await store.providerConfigs.save(configRow({ app_id, provider_id: 'github', secret: null, endpoints: null }));
  await store.providerConfigs.flag({ app_id, config_id: config.id, error: 'invalid_client', since: t0 });
  await store.users.upsert({ id: id(), app_id, reference: 'ada', display_name: 'Ada' }, t0);
  await store.users.upsert({ id: id(), app_id, reference: 'grüße 😀', display_name: null }, t0);
  await fillSessions(store, app_id);
  await fillFlows(store, app_id);
  const grantId = await fillGrants(store, app_id);
  await fillAudit(store, app_id, grantId);
  return { app_id, grantId };
}

/** Over at {@link now}: nobody reads them any more. */
export async function fillOver(store: Store, app_id = id()): Promise<void> {
  await store.sessions.createConnect(sessionRow({ app_id, expires_at: t0 - 60 * minute }));
  await store.sessions.createWallet(walletRow({ app_id, expires_at: t0 }));
  await store.tickets.create(ticketRow({ app_id, expires_at: t0 }));
  await store.flows.create(flowRow({ app_id, expires_at: t0 - 60 * minute }));
  await store.audit.claimNonce(app_id, nonceClaim({ until: t0 }));
}

async function fillKeys(store: Store, app_id: string): Promise<void> {
  const [used, revoked, old] = [keyRow({ app_id }), keyRow({ app_id }), keyRow({ app_id })];
  for (const key of [used, revoked, old]) await store.keys.create(key);
  await store.keys.touch(new Map([[used.id, t0 + 5]]));
  await store.keys.revoke(app_id, revoked.id, t0);
  await store.keys.rotate(app_id, old.id, keyRow({ app_id }), t0 + minute);
}

async function fillSessions(store: Store, app_id: string): Promise<void> {
  const [fresh, running, ended] = [sessionRow({ app_id }), sessionRow({ app_id }), sessionRow({ app_id })];
  for (const row of [fresh, running, ended]) await store.sessions.createConnect(row);
  await store.sessions.bindBrowser(running.hash, 'browser', t0);
  await store.sessions.beginFlow(running.hash, 'browser', { flow_id: id(), expires_at: t0 + 9 * minute }, t0);
  await store.sessions.append(running.hash, declinedEntry(), null, t0);
  const final = { outcome: 'completed', at: t0 + minute, error: null } as const;
  await store.sessions.append(ended.hash, entryRow(), final, t0 + minute);
  await store.sessions.createWallet(walletRow({ app_id }));
  await store.tickets.create(ticketRow({ app_id, session_hash: running.hash }));
}

async function fillFlows(store: Store, app_id: string): Promise<void> {
  const [fresh, started, consumed] = [flowRow({ app_id }), flowRow({ app_id, nonce: 'n' }), flowRow({ app_id })];
  for (const row of [fresh, started, consumed]) await store.flows.create(row);
  await store.flows.start(started.state_hash, started.browser_hash, t0);
  await store.flows.consume(consumed.state_hash, consumed.browser_hash, t0);
  await store.flows.consume(consumed.state_hash, null, t0);
}

async function fillGrants(store: Store, app_id: string): Promise<string> {
  const variables = { '$where.it': 'a.b', __proto__x: '' };
  const [plain, renewed, revoked, nameless] = [
    grantRow({ app_id }),
    grantRow({ app_id, variables }),
    grantRow({ app_id }),
    grantRow({ app_id, account_key: null, principal: { type: 'system' }, policy: null }),
  ];
  for (const grant of [plain, renewed, revoked, nameless]) await store.grants.create(grant, vaultRow(grant));
  await store.grants.renew(app_id, renewed.id, { scopes: ['repo', 'more'] }, vaultRow(renewed, { generation: 2 }));
  await markRefresh(store, app_id, plain.id);
  await store.grants.patch(app_id, nameless.id, ['active'], { status: 'needs_reauth', reason: 'expired' });
  const record = auditEvent({ app_id, grant_id: revoked.id, event: 'grant.revoked' });
  await store.grants.revoke(app_id, revoked.id, { ...revocation, record }, outboxRow(revoked));
  return renewed.id;
}

/** A token call under way, after one whose end nobody knows. */
async function markRefresh(store: Store, app_id: string, grantId: string): Promise<void> {
  const call = { generation: 1, token_hash: id(), at: t0, probe: false, unknown: false, process: 'p' };
  const marks = { ...noMarks, intent: { id: id(), ...call }, next_try_at: t0 + 3, forced_at: t0 };
  const none = { class: null, error: null, duration_ms: 3, calls: 1, process: 'p' };
  const record = { id: id(), at: t0, outcome: 'unknown', cause: 'ahead', ...none } as const;
  const owed = auditEvent({ app_id, grant_id: grantId, reason: '$odd' });
  if (!(await store.vault.mark(app_id, grantId, { generation: 1, intent: null }, marks, record, owed))) {
    throw new Error('the marks were not written');
  }
}

async function fillAudit(store: Store, app_id: string, grant_id: string): Promise<void> {
  const odd = { reason: 'a\u0000b "ü" 😀', context: { b: '2', 'a"b': '\n' }, detail: { z: null, a: true } };
  await store.audit.append([auditEvent({ app_id, grant_id }), auditEvent({ app_id, ...odd })]);
  await store.audit.claim(auditEvent({ app_id, grant_id, principal: null }), nonceClaim());
  await store.audit.claimNonce(app_id, nonceClaim({ nonce: 'with:colon' }));
}
