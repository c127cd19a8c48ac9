import type { Document } from 'mongodb';
import { canonicalJson } from '../../../audit/chain.ts';
import type { Principal } from '../../store.ts';

/** A stored document. Its `_id` is the one field by which the store finds it first. */
export interface Stored extends Document {
  _id: string;
}

/** How one field is stored. */
export interface Field<T> {
  write(value: T): unknown;
  read(stored: unknown): T;
}

/** Stored as it is: text, numbers, booleans, null, bytes, and lists and objects whose member names are ours. */
export const plain = <T>(): Field<T> => ({ write: (value) => value, read: (stored) => stored as T });

/** Rows of before there were other kinds say nothing of theirs. */
export const codeUnlessSaid = <T extends string>(): Field<T> => ({
  write: (value) => value,
  read: (stored) => (stored ?? 'authorization_code') as T,
});

/** Objects whose member names come from callers, as JSON text: a name may hold what BSON keeps for itself. */
export const json = <T>(): Field<T> => ({
  write: (value) => (value === null ? null : JSON.stringify(value)),
  read: (stored) => (stored === null ? null : JSON.parse(stored as string)) as T,
});

/** The same person or system is the same text, so that it can be compared and indexed. */
export const principalText = (principal: Principal): string => canonicalJson(principal);

export const principal: Field<Principal> = {
  write: principalText,
  read: (stored) => JSON.parse(stored as string) as Principal,
};

/** Of every field of a row how it is stored. */
export type Fields<Row> = { readonly [Name in keyof Row]-?: Field<Row[Name]> };

/** The documents of one contract type: a field that is not named here does not compile. */
export class Shape<Row extends object> {
  readonly #id: keyof Row & string;
  readonly #fields: Fields<Row>;
  readonly #names: readonly (keyof Row & string)[];
  readonly #beside: (row: Row) => Document;
  readonly #shared = new WeakMap<Document, Row>();

  /**
   * @param id the field that is stored as `_id`
   * @param beside what a document has besides, which is made of the row and never changes
   */
  constructor(id: keyof Row & string, fields: Fields<Row>, beside: (row: Row) => Document = () => ({})) {
    this.#id = id;
    this.#fields = fields;
    this.#beside = beside;
    this.#names = Object.keys(fields) as (keyof Row & string)[];
  }

  encode(row: Row): Stored {
    const stored: Stored = { _id: '', ...this.#beside(row) };
    for (const name of this.#names) stored[this.#stored(name)] = this.#fields[name].write(row[name]);
    return stored;
  }

  decode(stored: Document): Row {
    const row: Record<string, unknown> = {};
    for (const name of this.#names) row[name] = this.#fields[name].read(stored[this.#stored(name)]);
    return row as Row;
  }

  decodeOrNull(stored: Document | null): Row | null {
    return stored && this.decode(stored);
  }

  /** Of a document that readers of one turn share: each has a row of its own, and nobody can change the lists in it. */
  shared(stored: Document): Row {
    let row = this.#shared.get(stored);
    if (!row) this.#shared.set(stored, (row = withFrozenMembers(this.decode(stored))));
    return { ...row };
  }

  sharedOrNull(stored: Document | null): Row | null {
    return stored && this.shared(stored);
  }

  /** For `$set`: the fields that `patch` has. Names come from the shape, never from the patch. */
  changes(patch: Partial<Row>): Record<string, unknown> {
    const set: Record<string, unknown> = {};
    for (const name of this.#names) {
      if (name === this.#id || patch[name] === undefined) continue;
      set[name] = this.#fields[name].write(patch[name]);
    }
    return set;
  }

  #stored(name: keyof Row & string): string {
    return name === this.#id ? '_id' : name;
  }
}

/** Lists and objects in it, and what is in those; bytes cannot be frozen. */
function withFrozenMembers<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member !== 'object' || member === null || member instanceof Uint8Array) continue;
    Object.freeze(withFrozenMembers(member));
  }
  return value;
}
