/** What a driver's command asks, and how the server would answer it. */
import type { Document } from 'mongodb';

export interface Query {
  /** Name, collection and filter without its values: the same for the same query. */
  shape: string;
  name: string;
  collection: string;
  /** What the filter names, in order of the alphabet; one that is asked by a list of values ends in `…`. */
  by: string;
  hint: string;
  /** Fields that it gives, when it does not give all. */
  only: string;
  /** A change of documents, not a look at them. */
  writes: boolean;
  /** Whether only documents with named values of this field can match. */
  names: (field: string) => boolean;
  /** What `explain` takes. */
  command: Document;
}

/** Of commands that ask for documents; others are none. */
export function queriesOf(command: Document): Query[] {
  if (isOfDatabase(command)) return joins(command);
  const { find, aggregate, findAndModify } = command as Record<string, string | undefined>;
  if (find !== undefined) {
    const { filter, sort, limit, skip, hint, projection } = command;
    return [query('find', find, filter as Document, hint, { find, filter, sort, limit, skip, hint, projection })];
  }
  if (findAndModify !== undefined) {
    const { query: filter, sort, update, new: after, upsert, hint, remove } = command;
    const asked = { findAndModify, query: filter, sort, update, new: after, upsert, hint, remove };
    return [query('findAndModify', findAndModify, filter as Document, hint, asked)];
  }
  if (aggregate !== undefined) {
    const { pipeline, cursor, hint } = command;
    const [first] = pipeline as Document[];
    return [
      query('aggregate', aggregate, (first?.['$match'] ?? {}) as Document, hint, { aggregate, pipeline, cursor, hint }),
    ];
  }
  return [...changes(command, 'update', 'updates'), ...changes(command, 'delete', 'deletes')];
}

/** Asked of no collection: its documents are in the command itself, and it joins to them what it looks for. */
export const isOfDatabase = ({ aggregate }: Document): boolean => aggregate === 1;

interface Join {
  from: string;
  foreignField: string;
  pipeline: Document[];
}

function joins({ aggregate, pipeline, cursor }: Document): Query[] {
  const joined = (pipeline as { $lookup?: Join }[]).flatMap(({ $lookup }) => $lookup ?? []);
  return joined.map(({ from, foreignField, pipeline: [first] }) => {
    const filter = { ...(first?.['$match'] as Document), [foreignField]: { $in: ['?'] } };
    return query('aggregate', from, filter, undefined, { aggregate, pipeline, cursor });
  });
}

/** A command may carry many changes, but one is explained at a time. */
function changes(command: Document, name: 'update' | 'delete', list: 'updates' | 'deletes'): Query[] {
  const collection = command[name] as string | undefined;
  if (collection === undefined) return [];
  return (command[list] as Document[]).map((change) =>
    query(name, collection, change['q'] as Document, change['hint'], { [name]: collection, [list]: [change] }),
  );
}

function query(name: string, collection: string, filter: Document, hint: unknown, command: Document): Query {
  const given = Object.entries(command).filter(([, value]) => value !== undefined);
  const sort = command['sort'] === undefined ? '' : ` sorted by ${JSON.stringify(command['sort'])}`;
  return {
    shape: `${name} ${collection} ${JSON.stringify(filter, withoutValue)}${sort}${hint === undefined ? '' : ` along ${JSON.stringify(hint)}`}`,
    name,
    collection,
    by: [...new Set(fieldsOf(filter))].sort().join(' '),
    only: fieldsGiven(command['projection'] as Document | undefined),
    hint: typeof hint === 'string' ? hint : '',
    writes: !['find', 'aggregate'].includes(name),
    names: (field) => names(filter, field),
    command: Object.fromEntries(given),
  };
}

const withoutValue = (_name: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'object') ? value : ['?'];
  return value === null || typeof value === 'object' ? value : '?';
};

function fieldsOf(filter: Document): string[] {
  return Object.entries(filter).flatMap(([name, value]: [string, unknown]) => {
    if (Array.isArray(value) && ['$and', '$or'].includes(name)) return (value as Document[]).flatMap(fieldsOf);
    // `$in` of an expression compares one value with a field.
    return name !== '$expr' && Array.isArray((value as Document | null)?.['$in']) ? `${name}…` : name;
  });
}

const fieldsGiven = (projection: Document | undefined): string =>
  Object.entries(projection ?? {})
    .filter(([, given]) => given !== 0)
    .map(([name]) => name)
    .join(' ');

function names(filter: Document, field: string): boolean {
  const value = filter[field] as unknown;
  if (typeof value === 'string' || Array.isArray((value as Document | undefined)?.['$in'])) return true;
  const either = filter['$or'] as Document[] | undefined;
  const all = filter['$and'] as Document[] | undefined;
  const within = (part: Document): boolean => names(part, field);
  return either?.every(within) === true || all?.some(within) === true;
}

/** Stages that look at a whole collection, or at a whole index. */
export const fullScans = (plan: Document): number =>
  stagesOf(plan).filter((stage) => stage['stage'] === 'COLLSCAN' || isWholeIndex(stage)).length;

export const sortsInMemory = (plan: Document): number =>
  stagesOf(plan).filter((stage) => stage['stage'] === 'SORT').length;

function isWholeIndex({ stage, indexBounds, isSparse }: Document): boolean {
  if (stage !== 'IXSCAN' || isSparse === true) return false;
  const [first] = Object.values(indexBounds as Record<string, string[]>);
  return first?.some((bound) => bound.includes('MinKey') && bound.includes('MaxKey')) === true;
}

/** Every object with a `stage` in the winning plan; plans that lost do not run. */
function stagesOf(value: unknown): Document[] {
  if (Array.isArray(value)) return value.flatMap(stagesOf);
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, each]) => (name === 'rejectedPlans' ? [] : stagesOf(each)));
  return 'stage' in value ? [value, ...inner] : inner;
}
