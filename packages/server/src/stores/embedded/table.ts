import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Sealed } from '../store.ts';

/** One row as the driver takes and gives it: values in the order of the table's columns. */
export type Values = SQLInputValue[];
export type Found = readonly SQLOutputValue[];

/** How one field stands in its column. */
export interface Column<T> {
  readonly write: (value: T) => SQLInputValue;
  readonly read: (value: SQLOutputValue) => T;
}

/** Text, whole numbers and null stand as they are. */
export const plain = <T extends string | number | null>(): Column<T> => ({
  write: (value) => value,
  read: (value) => value as T,
});

export const flag: Column<boolean> = { write: (value) => (value ? 1 : 0), read: (value) => value === 1 };

/** Objects and lists as JSON text, null as NULL. */
export const json = <T>(): Column<T> => ({
  write: (value) => (value === null ? null : JSON.stringify(value)),
  read: (value) => (value === null ? null : JSON.parse(value as string)) as T,
});

/** Objects whose text must be the same whenever they are: for indexes and for the audit chain. */
export const canonical = <T>(write: (value: T) => string): Column<T> => ({
  write,
  read: (value) => JSON.parse(value as string) as T,
});

/** Ciphertext as JSON with base64 inside: the one form it has in every table. */
export const sealed: Column<Sealed> = {
  write: (value) =>
    JSON.stringify({
      version: value.version,
      key_id: value.key_id,
      wrapped_key: base64(value.wrapped_key),
      fields: Object.fromEntries(Object.entries(value.fields).map(([name, bytes]) => [name, base64(bytes)])),
    }),
  read: (value) => {
    const stored = JSON.parse(value as string) as StoredSealed;
    const fields: Record<string, Uint8Array> = {};
    for (const name of Object.keys(stored.fields)) fields[name] = Buffer.from(stored.fields[name]!, 'base64');
    return { ...stored, wrapped_key: Buffer.from(stored.wrapped_key, 'base64'), fields };
  },
};

export const nullable = <T>(column: Column<T>): Column<T | null> => ({
  write: (value) => (value === null ? null : column.write(value)),
  read: (value) => (value === null ? null : column.read(value)),
});

interface StoredSealed {
  version: 1;
  key_id: string;
  wrapped_key: string;
  fields: Record<string, string>;
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** A table and the rows of one contract type: a field without a column does not compile. */
export class Table<Row extends object> {
  readonly name: string;
  /** The columns, for SELECT and RETURNING. */
  readonly list: string;
  readonly insert: string;
  readonly #columns: { readonly [Field in keyof Row]-?: Column<Row[Field]> };
  readonly #names: readonly (keyof Row & string)[];
  readonly #readers: readonly ((value: SQLOutputValue) => unknown)[];

  constructor(name: string, columns: { readonly [Field in keyof Row]-?: Column<Row[Field]> }) {
    this.name = name;
    this.#columns = columns;
    this.#names = Object.keys(columns) as (keyof Row & string)[];
    this.#readers = this.#names.map((field) => columns[field].read);
    this.list = this.#names.join(', ');
    this.insert = this.insertOf(this.list);
  }

  encode(row: Row): Values {
    return this.#names.map((name) => this.#columns[name].write(row[name]));
  }

  decode(found: Found): Row {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < this.#names.length; i++) row[this.#names[i]!] = this.#readers[i]!(found[i]!);
    return row as Row;
  }

  decodeOrNull(found: Found | null): Row | null {
    return found && this.decode(found);
  }

  /** `a = ?, b = ?` and its values, for the fields that `patch` has. Names come from the table, never from the patch. */
  assignments(patch: Partial<Row>): { set: string; values: Values } {
    const given = this.#names.filter((name) => patch[name] !== undefined);
    return {
      set: given.map((name) => `${name} = ?`).join(', '),
      values: given.map((name) => this.#columns[name].write(patch[name] as Row[typeof name])),
    };
  }

  /** @param columns their names between `, ` */
  protected insertOf(columns: string): string {
    return `INSERT INTO ${this.name} (${columns}) VALUES (${columns.replace(/\w+/g, '?')})`;
  }
}
