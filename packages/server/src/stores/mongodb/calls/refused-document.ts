import { MongoBulkWriteError, MongoServerError, MongoWriteConcernError } from 'mongodb';

/** What came of an ordered insert that failed: the documents before `at` are durable, and those after it are not there. */
export interface RefusedDocument {
  at: number;
  error: unknown;
}

/** A unique index, a validator: what the server says of a document itself (11000, 121). */
const refusals = [11000, 121];

/** Null: it was not a document that was refused, and nobody knows how far the insert came. */
export function refusedDocument(error: unknown): RefusedDocument | null {
  if (!(error instanceof MongoServerError) || error instanceof MongoWriteConcernError) return null;
  if (!refusals.includes(Number(error.code))) return null;
  if (!(error instanceof MongoBulkWriteError)) return { at: 0, error };
  const [first] = [error.writeErrors].flat();
  return first && error.result.getWriteConcernError() == null ? { at: first.index, error } : null;
}
