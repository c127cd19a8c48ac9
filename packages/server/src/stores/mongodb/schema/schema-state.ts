/** What a database has of the declared collections, validators and indexes; nothing is made by asking. */
import type { Db, Document } from 'mongodb';
import type { Finding, SchemaState } from '../../transfer/holdings.ts';
import { formOf, isAnotherForm, type CollectionForm } from './collection-form.ts';
import { collectionFaults, isView } from './collection-state.ts';
import { collections, validatorOf, type Declared } from './collections.ts';
import { indexStates } from './index-state.ts';
import { moveFirst } from './validator-change.ts';

export interface DatabaseState extends SchemaState {
  /** All of it as things that are not as they have to be. */
  findings(): Finding[];
}

type State = Omit<DatabaseState, 'findings'>;

/** One collection after the other, since it is asked while requests are served, too. @param signal breaks it off */
export async function schemaState(db: Db, signal?: AbortSignal): Promise<DatabaseState> {
  const found = new Map((await db.listCollections().toArray()).map((one) => [one.name, one as Document]));
  const declared: readonly Declared[] = Object.values(collections);
  const state: State = { todo: [], building: [], wrong: [] };
  for (const one of declared) {
    signal?.throwIfAborted();
    const { todo, building, wrong } = await stateOf(db, one, found.get(one.name));
    state.todo.push(...todo);
    state.building.push(...building);
    state.wrong.push(...wrong);
  }
  return {
    ...state,
    findings: () => [
      ...state.wrong,
      ...state.building.map((words) => ({
        what: `${words} is being built`,
        todo: 'Wait until it is: "alter store migrate" ends then, and says how far it is.',
      })),
      ...state.todo.map((words) => ({ what: `missing: ${words}`, todo: 'Run "alter store migrate".' })),
    ],
  };
}

async function stateOf(db: Db, one: Declared, found: Document | undefined): Promise<State> {
  if (found === undefined) {
    const indexes = one.indexes.map((index) => words(one, index));
    return { todo: [`collection "${one.name}"`, ...indexes], building: [], wrong: [] };
  }
  const form = await formOf(db, one, found);
  const validator = wordsOfForm(one, form);
  const faults = collectionFaults(one.name, found);
  if (isView(found)) return { todo: [], building: [], wrong: faults };
  // Whatever its indexes are, they are those of another form.
  if (isAnotherForm(form)) return { ...validator, building: [], wrong: [...validator.wrong, ...faults] };
  const { missing, building, different } = await indexStates(db, one);
  return {
    todo: [...validator.todo, ...missing.map((index) => words(one, index))],
    building: building.map((index) => words(one, index)),
    wrong: [
      ...validator.wrong,
      ...faults,
      ...different.map(({ index, difference, todo }) => ({
        what: `${words(one, index)} is different: ${difference}`,
        todo,
      })),
    ],
  };
}

/** One of an older version is widened by the migration; one of a newer version is left to that. */
function wordsOfForm(one: Declared, form: CollectionForm): Omit<State, 'building'> {
  if (form === 'same' || form === 'newer') return { todo: [], wrong: [] };
  if (form === 'older') return { todo: [`wider validator of "${one.name}"`], wrong: [] };
  const name = `collection "${one.name}"`;
  if (form === 'unlike') {
    const what = `${name} has no validator, and its first document is not in the form of this version`;
    return { todo: [], wrong: [{ what, todo: `${moveFirst} A validator of this version would only hide that.` }] };
  }
  const what = `${name} has ${form === 'absent' ? 'no validator' : 'another validator'}`;
  const command = JSON.stringify({ collMod: one.name, validator: validatorOf(one) });
  const todo = `as an administrator of the database: db.runCommand(${command})`;
  return { todo: [], wrong: [{ what, todo: `${moveFirst} If somebody changed it by hand: ${todo}` }] };
}

const words = (one: Declared, index: Declared['indexes'][number]): string => `index "${index.name}" of "${one.name}"`;
