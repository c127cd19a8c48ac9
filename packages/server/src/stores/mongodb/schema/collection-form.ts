/** In which form a collection is: as its validator tells, and where that was lost, as what stands first in it does. */
import type { Db, Document } from 'mongodb';
import { validatorOf, type Declared } from './collections.ts';
import { shows } from '../calls/concerns.ts';
import { validatorStateOf, type ValidatorState } from './validator-change.ts';

/** `unlike`: there is no validator, and the first document is none that ours would let in. */
export type CollectionForm = ValidatorState | 'unlike';

/** Nothing is to be made in a collection whose documents are in another form, nor is it to be served from. */
export const isAnotherForm = (form: CollectionForm): boolean => form === 'different' || form === 'unlike';

/** @param found the collection, as `listCollections` describes it */
export async function formOf(db: Db, one: Declared, found: Document | undefined): Promise<CollectionForm> {
  const state = validatorStateOf(one, found);
  if (state !== 'absent' || found?.['type'] !== 'collection') return state;
  return (await beginsUnlike(db, one)) ? 'unlike' : state;
}

/** A restore without options leaves all documents as they were: one tells, and the look costs the same among any number. */
async function beginsUnlike(db: Db, one: Declared): Promise<boolean> {
  const look = [{ $limit: 1 }, { $match: { $nor: [validatorOf(one)] } }, { $project: { _id: 1 } }];
  return (await db.collection(one.name).aggregate(look, shows).toArray()).length > 0;
}
