/**
 * Grants and ciphertext in the order of their ids, to be read whole. That is the order of their places, but for strays: rows whose
 * id is no UUID, and those that somebody put at a place that is not their id's. They are looked for before, and come in where
 * their ids belong; they are few, or have to fit into memory.
 */
import type { SQLOutputValue } from 'node:sqlite';
import { placeOf } from '../place.ts';
import { compareKeys } from '../transfer/holdings.ts';
import type { Connection } from './connection.ts';
import { grants } from './grant-table.ts';
import type { Found } from './table.ts';

/** Rows asked for at once. */
const pageSize = 500;

/** How a table whose rows have a place is read. */
export interface PlacedSelect {
  table: string;
  /** The column that places are made of. */
  id: string;
  /** `SELECT … FROM table`, of which {@link standing} comes first; it may ask for `grant_place(id)`. */
  select: string;
}

/** What stands where: places as text, since a number does not hold them. */
export const standing = (id: string): string => `CAST(place AS TEXT), ${id}`;

export const isMisplaced = (place: SQLOutputValue | undefined, id: SQLOutputValue | undefined): boolean =>
  BigInt(String(place)) !== placeOf(String(id));

/** In the order of ids. */
type Strays = readonly (readonly [id: string, place: bigint])[];

export class PlacedRows {
  readonly #db: Connection;
  #strayGrants: ReadonlyMap<string, bigint> = new Map();

  constructor(db: Connection) {
    this.#db = db;
    db.define('place_of', (id) => placeOf(String(id)));
    db.define('grant_place', (id) => this.#strayGrants.get(String(id)) ?? placeOf(String(id)));
  }

  *read(from: PlacedSelect): Generator<Found> {
    this.#strayGrants = new Map(this.#straysOf(grants.name, grants.id));
    const strays = this.#straysOf(from.table, from.id);
    const away = this.#at(from, strays);
    let stray = away.next();
    for (const found of this.#inPlace(from, new Set(strays.map(([, place]) => place)))) {
      for (; !stray.done && comesBefore(stray.value, found); stray = away.next()) yield stray.value;
      yield found;
    }
    for (; !stray.done; stray = away.next()) yield stray.value;
  }

  *#at({ select }: PlacedSelect, strays: Strays): Generator<Found> {
    for (const [, place] of strays) yield* this.#db.all(`${select} WHERE place = ?`, place);
  }

  *#inPlace({ select }: PlacedSelect, strays: ReadonlySet<bigint>): Generator<Found> {
    let after = -1n;
    for (;;) {
      const found = this.#db.all(`${select} WHERE place > ? ORDER BY place LIMIT ${pageSize}`, after);
      for (const one of found) {
        after = BigInt(String(one[0]));
        if (!strays.has(after)) yield one;
      }
      if (found.length < pageSize) return;
    }
  }

  /** Places of UUIDs are below 2^60. */
  #straysOf(table: string, id: string): Strays {
    const elsewhere = `place <> place_of(${id}) OR place >= 1 << 60`;
    const found = this.#db.all(`SELECT ${standing(id)} FROM ${table} WHERE ${elsewhere} ORDER BY ${id}`);
    return found.map(([place, one]) => [String(one), BigInt(String(place))]);
  }
}

const comesBefore = ([, one]: Found, [, other]: Found): boolean => compareKeys([String(one)], [String(other)]) < 0;
