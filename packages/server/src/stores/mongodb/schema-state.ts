/** What a database has of the declared collections, validators and indexes; nothing is made by asking. */
import { isDeepStrictEqual } from 'node:util';
import type { Db, Document } from 'mongodb';
import type { Finding, SchemaState } from '../transfer/holdings.ts';
import { collections, validatorOf, type Declared } from './collections.ts';
import { differs, indexesOf } from './prepare.ts';

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
  return {
    todo: missing.map((index) => words(one, index)),
    wrong: [...validatorFindings(one, found), ...different],
  };
}

function validatorFindings(one: Declared, found: Document): Finding[] {
  const wanted = validatorOf(one);
  const seen = (found['options'] as Document | undefined)?.['validator'] as Document | undefined;
  if (isDeepStrictEqual(seen, wanted)) return [];
  const command = { collMod: one.name, validator: wanted };
  return [
    {
      what: `collection "${one.name}" has ${seen ? 'another validator' : 'no validator'}`,
      todo: `As an administrator of the database: db.runCommand(${JSON.stringify(command)})`,
    },
  ];
}

const words = (one: Declared, index: Declared['indexes'][number]): string => `index "${index.name}" of "${one.name}"`;
