import { placeOf } from '../place.ts';
import { Table, type Column, type Values } from './table.ts';

/** A table whose rows are found by a number made of their id, its column `place`; rows do not have it. */
export class PlacedTable<Row extends { app_id: string }> extends Table<Row> {
  override readonly insert: string;
  /** The condition that finds one row of one app; its values are those of {@link which}. */
  readonly byId: string;
  /** The field that the place is made of. */
  readonly id: keyof Row & string;

  constructor(name: string, id: keyof Row & string, columns: { readonly [Field in keyof Row]-?: Column<Row[Field]> }) {
    super(name, columns);
    this.insert = this.insertOf(`place, ${this.list}`);
    this.byId = `place = ? AND ${id} = ? AND app_id = ?`;
    this.id = id;
  }

  which(id: string, appId: string): [place: bigint, id: string, appId: string] {
    return [placeOf(id), id, appId];
  }

  /** With the place before the columns of the list. */
  override encode(row: Row): Values {
    return [placeOf(row[this.id] as string), ...super.encode(row)];
  }
}
