/**
 * Audit rows as they are stored: those that became durable together are one document, a page. A call that waits for a
 * majority's journals costs the server most by its documents and their places in the indexes, so that a page of thirty rows
 * takes half the work of thirty documents.
 */
import type { CanonicalRow } from '../../../audit/chain.ts';
import type { AuditRow, ChainedAuditRow } from '../../store.ts';
import { placeOfApp, placeOfRow } from './audit-places.ts';
import type { Stored } from '../documents/shape.ts';
import { wholeNumber } from '../documents/stored-place.ts';

/** Fields of a row in the order of the canonical row, which is what is hashed and stored; the page has the app. */
export const auditFields = [
  'id',
  'app_id',
  'at',
  'event',
  'request_id',
  'call_id',
  'key_id',
  'caller',
  'principal',
  'grant_id',
  'provider_id',
  'session_id',
  'method',
  'host',
  'path',
  'reason',
  'context',
  'client_ip',
  'decision',
  'status',
  'detail',
] as const;
const idField = auditFields.indexOf('id');
const appField = auditFields.indexOf('app_id');
const atField = auditFields.indexOf('at');
const grantField = auditFields.indexOf('grant_id');
const eventField = auditFields.indexOf('event');
const decisionField = auditFields.indexOf('decision');

/** Stored as JSON text. */
const objects = ['principal', 'context', 'detail'] as const;

/** A page far below the 16 MB of a document, whatever its rows say. */
const maxRows = 256;
/** Milliseconds, less than which lie between any two rows of a page: how far past a time its rows can stand. */
export const pageSpanMs = 60_000;

/** A row with its place in a chain. */
export interface Link {
  row: CanonicalRow;
  sequence: number;
  hash: string;
}

export const appOf = (row: CanonicalRow): string => row[appField] as string;

/** Links of one chain in order, without a gap, as pages. @param previousHash of what is before the first */
export function pagesOf(writer: string, previousHash: string, links: readonly Link[]): Stored[] {
  const pages: Stored[] = [];
  let begin = 0;
  let previous = previousHash;
  while (begin < links.length) {
    const end = endOfPage(links, begin);
    pages.push(page(writer, previous, links.slice(begin, end)));
    previous = links[end - 1]!.hash;
    begin = end;
  }
  return pages;
}

function endOfPage(links: readonly Link[], begin: number): number {
  let [least, most] = [Infinity, -Infinity];
  let end = begin;
  while (end < links.length && end - begin < maxRows) {
    const at = links[end]!.row[atField] as number;
    least = Math.min(least, at);
    most = Math.max(most, at);
    if (most - least >= pageSpanMs) break;
    end++;
  }
  return end;
}

/** `sequence` and `hash` are those of its last row, `at` is the time of its newest. */
function page(writer: string, previousHash: string, links: readonly Link[]): Stored {
  const [first, last] = [links[0]!, links.at(-1)!];
  const places = new Set(links.map(({ row }) => placeIn(row)).filter((place) => place !== null));
  return {
    _id: first.row[idField] as string,
    app_id: appOf(first.row),
    app_place: placeOfApp(appOf(first.row)),
    writer,
    sequence: last.sequence,
    previous_hash: previousHash,
    hash: last.hash,
    at: links.reduce((most, { row }) => Math.max(most, row[atField] as number), 0),
    places: [...places],
    rows: links.map(stored),
  };
}

const placeIn = (row: CanonicalRow): bigint | null =>
  placeOfRow({
    grant_id: row[grantField] as AuditRow['grant_id'],
    event: row[eventField] as AuditRow['event'],
    decision: row[decisionField] as AuditRow['decision'],
  });

function stored({ row, hash }: Link): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (let i = 0; i < auditFields.length; i++) {
    // What is not known is not there.
    if (i !== appField && row[i] !== null) document[auditFields[i]!] = row[i];
  }
  document['hash'] = hash;
  return document;
}

type StoredRow = Readonly<Record<string, unknown>>;

/** Whether a page stands in the index `grant` where its app and its rows are looked for, and nowhere else. */
export function isInPlace(page: Stored): boolean {
  const stored: unknown = page['places'];
  if (!Array.isArray(stored) || wholeNumber(page['app_place']) !== placeOfApp(page['app_id'] as string)) return false;
  const wanted = new Set(auditRowsOf(page).map(placeOfRow));
  wanted.delete(null);
  const places = new Set(stored.map(wholeNumber));
  return places.size === wanted.size && [...wanted].every((place) => places.has(place));
}

/** The rows of a page, or those of them that were asked for. */
export const auditRowsOf = (page: Stored): AuditRow[] =>
  (page['rows'] as StoredRow[]).map((row) => auditRow(page['app_id'] as string, row));

/** The whole page's rows with their places. */
export function chainedRowsOf(page: Stored): ChainedAuditRow[] {
  const rows = page['rows'] as StoredRow[];
  const before = (page['sequence'] as number) - rows.length;
  return rows.map((row, n) => ({
    row: auditRow(page['app_id'] as string, row),
    writer: page['writer'] as string,
    sequence: before + n + 1,
    previous_hash: (n === 0 ? page['previous_hash'] : rows[n - 1]!['hash']) as string,
    hash: row['hash'] as string,
  }));
}

function auditRow(appId: string, stored: StoredRow): AuditRow {
  const row: Record<string, unknown> = {};
  for (const field of auditFields) row[field] = field === 'app_id' ? appId : (stored[field] ?? null);
  for (const field of objects) {
    if (row[field] !== null) row[field] = JSON.parse(row[field] as string) as unknown;
  }
  return row as unknown as AuditRow;
}
