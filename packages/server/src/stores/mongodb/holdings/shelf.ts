/** Where rows of one kind stand, and how they are read in key order and put back. */
import type { Collection, Filter } from 'mongodb';
import type { Batch } from '../../transfer/holdings.ts';
import type { collections } from '../schema/collections.ts';
import type { GrantCollections } from '../documents/grant-collections.ts';
import type { Stored } from '../documents/shape.ts';

export type CollectionName = keyof typeof collections;

export interface Parts extends GrantCollections {
  keys: GrantCollections['grants'];
}

export interface Shelf<Row> {
  collection: CollectionName;
  /** Of a collection that holds several kinds. */
  where?: Filter<Stored>;
  sort: Record<string, 1>;
  read: (found: readonly Stored[], parts: Parts) => Promise<Batch<Row>>;
  /** Documents of these rows, which come in key order; without those that `there` has already, as far as their ids do not tell. */
  write: (rows: readonly Row[], there: Collection<Stored>) => Promise<Stored[]>;
  /** About how many rows there are; absent: as many as documents. */
  count?: (there: Collection<Stored>) => Promise<number>;
}
