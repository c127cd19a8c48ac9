import {
  noMarks,
  type AuditRow,
  type GrantRow,
  type HeldRow,
  type OutboxRow,
  type RefreshMarks,
  type TokenOrigin,
  type VaultRow,
} from '../../store.ts';
import { placeOf } from '../../place.ts';
import { codeUnlessSaid, json, plain, principal, Shape, type Field, type Fields } from './shape.ts';

/** Rows of before there was such a thing have none. */
const unrecorded: Field<AuditRow | null> = {
  write: (value) => (value === null ? null : JSON.stringify(value)),
  read: (stored) => (typeof stored === 'string' ? (JSON.parse(stored) as AuditRow) : null),
};

/** A call finds its grant and its ciphertext along this number, since an index of numbers is smaller and cheaper to search. */
const placed = (grantId: string) => ({ place: placeOf(grantId) });

/**
 * Beside the row: `place`, `live` (not revoked), `sealed_generation` (of the ciphertext that the metadata speaks of), and while a
 * revocation is under way, or not on record, `ending_since` and `ending_outbox`.
 */
export const grants = new Shape<GrantRow>(
  'id',
  {
    id: plain(),
    app_id: plain(),
    principal,
    provider_id: plain(),
    flow_kind: codeUnlessSaid(),
    config_id: plain(),
    issuer: plain(),
    client_id: plain(),
    hosts: plain(),
    variables: json(),
    account_key: plain(),
    account_identifier: plain(),
    account_display_name: plain(),
    inject_field: plain(),
    scopes: plain(),
    scope_mismatch: plain(),
    label: plain(),
    status: plain(),
    reason: plain(),
    token_expires_at: plain(),
    refreshable: plain(),
    policy: plain(),
    grant_expires_at: plain(),
    created_at: plain(),
    updated_at: plain(),
    revoked_at: plain(),
    revoke_reason: plain(),
    revoked_by: plain(),
    revocation: plain(),
    unrecorded,
  },
  ({ id }) => placed(id),
);

const vaultFields: Fields<VaultRow> = {
  app_id: plain(),
  grant_id: plain(),
  generation: plain(),
  sealed: plain(),
  updated_at: plain(),
};

/**
 * Beside the row: `place`; `born_at` until a sweep has seen its grant; `intent` and `intent_at` until the grant has the metadata;
 * `history`.
 */
export const vault = new Shape<VaultRow>('grant_id', vaultFields, ({ grant_id }) => placed(grant_id));

/** Absent while there is nothing to mark. */
const marks: Field<RefreshMarks> = {
  write: (value) => value,
  // Of before there were all of them.
  read: (stored) => (stored === undefined ? noMarks : { ...noMarks, ...(stored as RefreshMarks) }),
};

/** As text: what a row tells has names of its own. `at` and `id` are what it is found by. */
export const owed: Field<AuditRow[]> = {
  write: (rows) => rows.map(owedRow),
  read: (stored) => ((stored ?? []) as { row: string }[]).map(({ row }) => JSON.parse(row) as AuditRow),
};

export const owedRow = (row: AuditRow) => ({ id: row.id, at: row.at, row: JSON.stringify(row) });

export const heldVault = new Shape<HeldRow>('grant_id', { ...vaultFields, refresh: marks, owed }, ({ grant_id }) =>
  placed(grant_id),
);

/** Rows of before there was such a thing have none. Names of variables are the entry's, and stand as text. */
const origin: Field<TokenOrigin | null> = {
  write: (value) => (value === null ? null : JSON.stringify(value)),
  read: (stored) => (typeof stored === 'string' ? (JSON.parse(stored) as TokenOrigin) : null),
};

/**
 * Beside the row: `state` (`unarmed` until its grant is revoked, then `armed`, then `settled`), `since` when it was written,
 * and `outcome` when settled.
 */
export const outbox = new Shape<OutboxRow>('id', {
  id: plain(),
  app_id: plain(),
  grant_id: plain(),
  kind: plain(),
  sealed: plain(),
  attempts: plain(),
  next_at: plain(),
  expires_at: plain(),
  claimed_until: plain(),
  origin,
});
