import type { Collection } from 'mongodb';
import type { Stored } from './shape.ts';

/** What a grant is spread over: single-document steps only, in an order that a sweep can finish. */
export interface GrantCollections {
  grants: Collection<Stored>;
  vault: Collection<Stored>;
  outbox: Collection<Stored>;
}
