import { iso, isoOrNull, judgeKey, type KeyRow, type Secret } from '@alter/server/operator';
import type { Io } from './io.ts';
import { facts } from './table.ts';

/** How a key stands now, in words. */
export function statusOf(row: KeyRow, now: number): string {
  const judged = judgeKey(row, now);
  if (judged.kind === 'refused') return judged.code === 'key_revoked' ? 'revoked' : 'expired';
  if (row.grace_until !== null) return `rotated, works until ${iso(row.grace_until)}`;
  return judged.deprecated ? 'deprecated' : 'active';
}

/** A key as JSON: everything but the hash. */
export const keyJson = (row: KeyRow, app: string, now: number) => ({
  id: row.id,
  app,
  kind: row.kind,
  name: row.name,
  prefix: row.prefix,
  status: statusOf(row, now),
  scopes: row.scopes,
  signed_only: row.signed_only,
  cidr_allowlist: row.cidr_allowlist,
  created_at: iso(row.created_at),
  expires_at: isoOrNull(row.expires_at),
  revoked_at: isoOrNull(row.revoked_at),
  grace_until: isoOrNull(row.grace_until),
  rotated_to: row.rotated_to,
  last_used_at: isoOrNull(row.last_used_at),
});

interface NewKeyView {
  app: string;
  json: boolean;
  head: string;
  facts: readonly (readonly [string, string])[];
}

/** The one place that reveals a key. */
export function printNewKey(io: Io, { key, row }: { key: Secret; row: KeyRow }, view: NewKeyView): void {
  if (view.json) {
    io.print(JSON.stringify({ key: key.reveal(), ...keyJson(row, view.app, row.created_at) }, null, 2));
    return;
  }
  io.note(view.head);
  io.note('');
  io.print(key.reveal());
  io.note('');
  const shown: (readonly [string, string])[] = [
    ['id', row.id],
    ['name', row.name],
    ['scopes', row.scopes.join(', ')],
    ['addresses', row.cidr_allowlist.join(', ') || 'any'],
    ['signed only', row.signed_only ? 'yes' : 'no'],
    ...view.facts,
  ];
  facts(shown).forEach((line) => io.note(line));
}
