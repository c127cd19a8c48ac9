/**
 * Whether two versions of the server can share a collection. Within a major a validator only widens: every document that
 * the older one lets in, the newer one lets in too; fields may be added, none may become required.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'mongodb';
import { validatorOf, type Declared } from './collections.ts';

/** `older`: another version left it, and it may be replaced by ours. `newer`: it lets in all that ours does. */
export type ValidatorState = 'same' | 'older' | 'newer' | 'different' | 'absent';

/** What to do about documents of a form that this version cannot serve from; changing the validator by hand would hide them. */
export const moveFirst =
  'If another version of the server wrote it, leave it as it is and take everything along into an empty database: ' +
  '"alter store copy" reads it.';

/** @param found the collection, as `listCollections` describes it */
export const validatorStateOf = (one: Declared, found: Document | undefined): ValidatorState =>
  compareValidators(
    (found?.['options'] as Document | undefined)?.['validator'] as Document | undefined,
    validatorOf(one),
  );

function compareValidators(seen: Document | undefined, ours: Document): ValidatorState {
  if (seen === undefined) return 'absent';
  if (isDeepStrictEqual(seen, ours)) return 'same';
  if (widens(seen, ours)) return 'older';
  return widens(ours, seen) ? 'newer' : 'different';
}

function widens(from: Document, to: Document): boolean {
  const [narrow, wide] = [schemaOf(from), schemaOf(to)];
  if (!narrow || !wide) return false;
  const names = Object.keys(narrow.properties);
  return (
    wide.required.every((name) => narrow.required.includes(name)) &&
    names.every((name) => letsIn(wide.properties[name], narrow.properties[name]!))
  );
}

/** A field that is not described any more is no widening: then nobody could say which version is the newer one. */
function letsIn(wide: Document | undefined, narrow: Document): boolean {
  if (wide === undefined) return false;
  const { bsonType, enum: members, ...rest } = wide;
  const { bsonType: narrowType, enum: narrowMembers, ...narrowRest } = narrow;
  return isDeepStrictEqual(rest, narrowRest) && contains(bsonType, narrowType) && contains(members, narrowMembers);
}

/** Nothing said lets everything in. */
function contains(wide: unknown, narrow: unknown): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const members = [wide].flat();
  return [narrow].flat().every((member) => members.includes(member));
}

interface Schema {
  required: readonly string[];
  properties: Readonly<Record<string, Document>>;
}

/** Null: a validator of another kind, of which nothing can be said. */
function schemaOf({ $jsonSchema: schema, ...others }: Document): Schema | null {
  if (typeof schema !== 'object' || schema === null || Object.keys(others).length > 0) return null;
  const { required = [], properties = {}, ...rest } = schema as Partial<Schema>;
  return Object.keys(rest).length === 0 ? { required, properties } : null;
}
