/** API keys: made, rotated, revoked, judged. The plain key exists once, in the answer that makes it; stored is its hash. */
import { formatKey, keyPrefix, keyScopes, type ErrorCode, type KeyKind } from '@alter/protocol';
import { auditRow } from '../audit/record.ts';
import type { Clock } from '../lib/clock.ts';
import { sha256 } from '../lib/encoding.ts';
import { newId, random } from '../lib/random.ts';
import type { KeyRow, Store } from '../stores/store.ts';
import { Secret } from '../vault/secret.ts';
import { isCidr } from './address.ts';

export type KeyAccess = Pick<Store, 'keys' | 'audit'>;

export interface NewKey {
  appId: string;
  kind: KeyKind;
  /** For people, at most 100 characters. */
  name: string;
  scopes: readonly string[];
  /** Epoch milliseconds; null: never. */
  expiresAt: number | null;
  /** Refuse unsigned requests with this key. */
  signedOnly: boolean;
  /** CIDR ranges or single addresses; empty: any address. */
  cidrAllowlist: readonly string[];
  /** Who asked, for the audit row; e.g. the id of the request. */
  requestId?: string;
}

export interface MadeKey {
  /** Shown once. */
  key: Secret;
  row: KeyRow;
}

/** A key was ordered that would not work; `mistakes` are sentences. */
export class KeyMistake extends Error {
  override readonly name = 'KeyMistake';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

/** Default and longest time that a rotated key goes on working. */
export const defaultGraceMs = 7 * 86_400_000;
export const longestGraceMs = 30 * 86_400_000;

/**
 * Makes a key and its audit row. The row comes second: a key whose row could not be written was never shown to anybody.
 * @throws KeyMistake with everything that is wrong with the order
 */
export async function createKey(access: KeyAccess, order: NewKey, clock: Clock): Promise<MadeKey> {
  const mistakes = mistakesOf(order, clock.now());
  if (mistakes.length > 0) throw new KeyMistake(mistakes);
  const made = make(order, clock.now());
  await access.keys.create(made.row);
  await access.audit.append([keyEvent(clock, 'key.created', made.row, order.requestId)]);
  return made;
}

export type RotateOutcome =
  ({ kind: 'rotated'; graceUntil: number } & MadeKey) | { kind: 'unknown' | 'ended' | 'rotated_already' };

/**
 * A successor with the same rights and the same length of life; the old key works until its grace is over.
 * @throws KeyMistake when the grace is not 0 to 30 days
 */
export async function rotateKey(
  access: KeyAccess,
  order: { appId: string; id: string; graceMs?: number; requestId?: string },
  clock: Clock,
): Promise<RotateOutcome> {
  const graceMs = order.graceMs ?? defaultGraceMs;
  if (!(graceMs >= 0 && graceMs <= longestGraceMs)) throw new KeyMistake(['The grace of a rotation is 0 to 30 days.']);
  const now = clock.now();
  const old = await findKey(access, order.appId, order.id);
  if (!old) return { kind: 'unknown' };
  if (old.rotated_to !== null && old.revoked_at === null) return { kind: 'rotated_already' };
  if (judgeKey(old, now).kind === 'refused') return { kind: 'ended' };
  const life = old.expires_at === null ? null : old.expires_at - old.created_at;
  const made = make(
    {
      appId: old.app_id,
      kind: old.kind,
      name: old.name,
      scopes: old.scopes,
      expiresAt: life === null ? null : now + life,
      signedOnly: old.signed_only,
      cidrAllowlist: old.cidr_allowlist,
    },
    now,
  );
  const graceUntil = now + graceMs;
  if (!(await access.keys.rotate(old.app_id, old.id, made.row, graceUntil))) return { kind: 'rotated_already' };
  const detail = { rotated_to: made.row.id, grace_until: graceUntil };
  await access.audit.append([keyEvent(clock, 'key.rotated', old, order.requestId, detail)]);
  return { kind: 'rotated', graceUntil, ...made };
}

export type RevokeOutcome = { kind: 'revoked'; row: KeyRow } | { kind: 'unknown' | 'revoked_already' | 'last_active' };

/**
 * Ends a key at once, in every process. The app's last active key needs `force`: without one the app is locked out. The
 * guard is against a slip, not against a race: two people revoking the last two keys at the same moment both succeed.
 */
export async function revokeKey(
  access: KeyAccess,
  order: { appId: string; id: string; force?: boolean; requestId?: string },
  clock: Clock,
): Promise<RevokeOutcome> {
  const now = clock.now();
  const keys = await access.keys.list(order.appId);
  const row = keys.find(({ id }) => id === order.id);
  if (!row) return { kind: 'unknown' };
  if (row.revoked_at !== null) return { kind: 'revoked_already' };
  const stays = keys.some(
    (other) => other.id !== row.id && other.grace_until === null && judgeKey(other, now).kind === 'ok',
  );
  const counts = row.grace_until === null && judgeKey(row, now).kind === 'ok';
  if (counts && !stays && !order.force) return { kind: 'last_active' };
  if (!(await access.keys.revoke(order.appId, row.id, now))) return { kind: 'revoked_already' };
  await access.audit.append([keyEvent(clock, 'key.revoked', row, order.requestId, { forced: order.force ?? false })]);
  return { kind: 'revoked', row: { ...row, revoked_at: now } };
}

export type KeyVerdict = { kind: 'ok'; deprecated: boolean } | { kind: 'refused'; code: ErrorCode };

/** Whether a stored key may still be used; each way of ending has its own published code. */
export function judgeKey(row: KeyRow, now: number): KeyVerdict {
  if (row.revoked_at !== null) return { kind: 'refused', code: 'key_revoked' };
  if (row.grace_until !== null && now >= row.grace_until) return { kind: 'refused', code: 'key_rotated_grace_expired' };
  if (row.expires_at !== null && now >= row.expires_at) return { kind: 'refused', code: 'key_expired' };
  return { kind: 'ok', deprecated: row.deprecated_at !== null || row.grace_until !== null };
}

function mistakesOf(order: NewKey, now: number): string[] {
  const mistakes: string[] = [];
  if (order.name.trim() === '' || order.name.length > 100) mistakes.push('The name of a key is 1 to 100 characters.');
  if (order.scopes.length === 0) mistakes.push('A key needs at least one scope.');
  for (const scope of order.scopes) {
    if (!Object.hasOwn(keyScopes, scope)) {
      mistakes.push(`"${scope}" is not a scope. The scopes are: ${Object.keys(keyScopes).join(', ')}.`);
    }
  }
  for (const range of order.cidrAllowlist) {
    if (!isCidr(range))
      mistakes.push(`"${range}" is not an address or CIDR range such as 203.0.113.0/24 or 2001:db8::/32.`);
  }
  if (order.expiresAt !== null && !(order.expiresAt > now)) mistakes.push('The expiry must be in the future.');
  return mistakes;
}

function make(order: NewKey, now: number): MadeKey {
  const key = formatKey(order.kind, random(22));
  const row: KeyRow = {
    id: newId(),
    app_id: order.appId,
    hash: sha256(key),
    kind: order.kind,
    name: order.name,
    prefix: keyPrefix(key),
    scopes: [...new Set(order.scopes)],
    signed_only: order.signedOnly,
    cidr_allowlist: [...order.cidrAllowlist],
    created_at: now,
    expires_at: order.expiresAt,
    deprecated_at: null,
    revoked_at: null,
    grace_until: null,
    rotated_to: null,
    last_used_at: null,
  };
  return { key: new Secret(key), row };
}

const findKey = async (access: KeyAccess, appId: string, id: string): Promise<KeyRow | undefined> =>
  (await access.keys.list(appId)).find((row) => row.id === id);

function keyEvent(
  clock: Clock,
  event: 'key.created' | 'key.rotated' | 'key.revoked',
  row: KeyRow,
  requestId: string | undefined,
  detail: Record<string, string | number | boolean> = {},
) {
  return auditRow({ clock }, event, {
    app_id: row.app_id,
    request_id: requestId ?? newId(),
    key_id: row.id,
    detail: { name: row.name, kind: row.kind, prefix: row.prefix, scopes: row.scopes.join(' '), ...detail },
  });
}
