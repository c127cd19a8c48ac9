import { createHash } from 'node:crypto';

/** A version 4 UUID in its one lower-case form: the ids that this service makes. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Apart from all UUIDs' places. */
const otherForms = 1n << 60n;

/**
 * The number by which both stores find what an id stands for: of a version 4 UUID its first 60 random bits, so that places have
 * the order of their ids. An id of another form has 60 bits of its SHA-256, in a range of their own.
 *
 * Two ids can have one place (among a million UUIDs the chance is 4 in 10,000,000). A file then refuses the second row, whose
 * primary key it is, and MongoDB keeps both; whoever looks for a row takes only the one of its id.
 */
export function placeOf(id: string): bigint {
  if (uuid.test(id)) return BigInt(`0x${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(15, 18)}`);
  return otherForms | (createHash('sha256').update(id).digest().readBigUInt64BE() >> 4n);
}
