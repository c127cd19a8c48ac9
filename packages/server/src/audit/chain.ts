/**
 * The chain of audit rows: each row's hash covers the one before it, so that an edit, a drop or a reorder shows.
 * One chain per app and writer. The form is fixed here for whoever verifies off the box.
 */
import { sha256 } from '../lib/encoding.ts';
import type { AuditRow, ChainedAuditRow } from '../stores/store.ts';

/** A row as it is hashed and stored: one value per field, in this file's order; objects as JSON with sorted names. */
export type CanonicalRow = readonly (string | number | null)[];

/** New fields go to the end: nulls there are left out of the hash, so that rows from before keep theirs. */
export const canonicalRow = (row: AuditRow): CanonicalRow => [
  row.id,
  row.app_id,
  row.at,
  row.event,
  text(row.request_id),
  text(row.call_id),
  text(row.key_id),
  text(row.caller),
  row.principal && canonicalJson(row.principal),
  text(row.grant_id),
  text(row.provider_id),
  text(row.session_id),
  text(row.method),
  text(row.host),
  text(row.path),
  text(row.reason),
  row.context && canonicalJson(row.context),
  text(row.client_ip),
  text(row.decision),
  row.status,
  canonicalJson(row.detail),
];

/** What the first row of a chain has as its previous hash. */
export const chainStart = (appId: string, writer: string): string => sha256(`alter.audit.1\n${appId}\n${writer}`);

/** The hash of a row that follows `previousHash`: hex SHA-256 over it, a line feed and the row's fields as JSON. */
export const link = (previousHash: string, row: AuditRow): string => linkCanonical(previousHash, canonicalRow(row));

export function linkCanonical(previousHash: string, row: CanonicalRow): string {
  let length = row.length;
  while (length > 0 && row[length - 1] === null) length--;
  return sha256(`${previousHash}\n${JSON.stringify(row.slice(0, length))}`);
}

/** Where a verification begins: before the first row of a chain, or after a row that is trusted. */
export interface ChainHead {
  sequence: number;
  hash: string;
}

export type ChainCheck =
  { kind: 'whole'; head: ChainHead } | { kind: 'broken'; sequence: number; why: 'gap' | 'previous_hash' | 'hash' };

/** Verifies rows of one app and writer, in order, after `head`; the first row that does not follow is named. */
export function checkChain(rows: readonly ChainedAuditRow[], head: ChainHead): ChainCheck {
  let { sequence, hash } = head;
  for (const chained of rows) {
    if (chained.sequence !== sequence + 1) return { kind: 'broken', sequence: sequence + 1, why: 'gap' };
    sequence = chained.sequence;
    if (chained.previous_hash !== hash) return { kind: 'broken', sequence, why: 'previous_hash' };
    hash = link(hash, chained.row);
    if (chained.hash !== hash) return { kind: 'broken', sequence, why: 'hash' };
  }
  return { kind: 'whole', head: { sequence, hash } };
}

/** Half a surrogate pair has no UTF-8 form: stored, it would come back as another character and break the chain. */
const text = (value: string | null): string | null => value?.toWellFormed() ?? null;

/** JSON of a flat object with its names sorted by UTF-16 code units. */
export function canonicalJson(value: Readonly<Record<string, string | number | boolean | null>>): string {
  const names = Object.keys(value);
  // Most objects are made in order and need no mending: then the whole is one call.
  if (isSorted(names) && names.every((name) => isPlain(name) && isPlain(value[name]))) return JSON.stringify(value);
  const member = (name: string): string => `${scalar(name)}:${scalar(value[name] ?? null)}`;
  return `{${names.sort().map(member).join(',')}}`;
}

const isSorted = (names: readonly string[]): boolean =>
  names.every((name, index) => index === 0 || names[index - 1]! < name);

const isPlain = (value: unknown): boolean => (typeof value === 'string' ? value.isWellFormed() : value !== undefined);

const scalar = (value: string | number | boolean | null): string =>
  JSON.stringify(typeof value === 'string' ? value.toWellFormed() : value);
