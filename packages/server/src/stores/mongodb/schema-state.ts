/** What a database has of the declared collections, validators and indexes; nothing is made by asking. */
import type { Db, Document } from 'mongodb';
import type { Finding, SchemaState } from '../transfer/holdings.ts';
import { collections, validatorOf, type Declared } from './collections.ts';
import { differs, indexesOf } from './prepare.ts';
import { compareValidators } from './validator-change.ts';

export interface DatabaseState extends SchemaState {
  /** All of it as things that are not as they have to be. */
  findings(): Finding[];
}

export async function schemaState(db: Db): Promise<DatabaseState> {
  const found = new Map((await db.listCollections().toArray()).map((one) => [one.name, one as Document]));
  const declared: readonly Declared[] = Object.values(collections);
  const states = await Promise.all(declared.map((one) => stateOf(db, one, found.get(one.name))));
  const state = { todo: states.flatMap(({ todo }) => todo), wrong: states.flatMap(({ wrong }) => wrong) };
  return {
    ...state,
    findings: () => [
      ...state.wrong,
      ...state.todo.map((words) => ({ what: `missing: ${words}`, todo: 'Run "alter store migrate".' })),
    ],
  };
}

async function stateOf(db: Db, one: Declared, found: Document | undefined): Promise<SchemaState> {
  if (found === undefined) {
    return { todo: [`collection "${one.name}"`, ...one.indexes.map((index) => words(one, index))], wrong: [] };
  }
  const indexes = await indexesOf(db, one.name);
  const missing = one.indexes.filter((index) => !indexes.has(index.name));
  const different = one.indexes.flatMap((index) => {
    const seen = indexes.get(index.name);
    const difference = seen && differs(index, seen);
    if (!difference) return [];
    const todo = `Drop it and run "alter store migrate": db.${one.name}.dropIndex(${JSON.stringify(index.name)})`;
    return [{ what: `index "${index.name}" of "${one.name}" is different: ${difference}`, todo }];
  });
  const validator = validatorState(one, found);
  return {
    todo: [...validator.todo, ...missing.map((index) => words(one, index))],
    wrong: [...validator.wrong, ...different],
  };
}

/** One of an older version is widened by the migration; one of a newer version is left to that. */
function validatorState(one: Declared, found: Document): SchemaState {
  const wanted = validatorOf(one);
  const seen = (found['options'] as Document | undefined)?.['validator'] as Document | undefined;
  const state = compareValidators(seen, wanted);
  if (state === 'same' || state === 'newer') return { todo: [], wrong: [] };
  if (state === 'older') return { todo: [`wider validator of "${one.name}"`], wrong: [] };
  const what = `collection "${one.name}" has ${state === 'absent' ? 'no validator' : 'another validator'}`;
  const command = JSON.stringify({ collMod: one.name, validator: wanted });
  return { todo: [], wrong: [{ what, todo: `As an administrator of the database: db.runCommand(${command})` }] };
}

const words = (one: Declared, index: Declared['indexes'][number]): string => `index "${index.name}" of "${one.name}"`;
