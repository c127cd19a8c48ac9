/** What the verbs of a store send to MongoDB, how each command reads and writes, and which verbs were running then. */
import type { Document } from 'mongodb';
import { reads, type Read } from '../../../packages/server/src/stores/mongodb/calls/concerns.ts';
import type { Store } from '../../../packages/server/src/stores/store.ts';
import { isOfDatabase, queriesOf, type Query } from './mongodb-plans.ts';

export interface Asked {
  query: Query;
  /** Those running when it was sent: its own, and whatever raced with it. */
  verbs: readonly string[];
}

/** How a command reads or writes; a field that the command does not have is undefined. */
export interface Manner {
  name: string;
  /** For a message. */
  shape: string;
  query: Query | null;
  readConcern: unknown;
  readPreference: unknown;
  writeConcern: unknown;
}

/** Which rows of the table of reads a query is; it should be one. */
export const rowsFor = (query: Query | null): Read[] =>
  reads.filter(
    ({ collection, by, along = [''], only }) =>
      collection === query?.collection &&
      (by ?? query.by) === query.by &&
      along.includes(query.hint) &&
      (only ?? query.only) === query.only,
  );

const watched = ['find', 'aggregate', 'count', 'distinct', 'findAndModify', 'update', 'delete', 'insert'];

const asksForProgress = ({ pipeline }: Document): boolean =>
  Array.isArray(pipeline) && '$currentOp' in ((pipeline as Document[])[0] ?? {});

type Verb = (...args: unknown[]) => Promise<unknown>;

export class Watch {
  /** Once per shape, and per set of verbs. */
  readonly asked = new Map<string, Asked>();
  /** Once per shape, and per way of reading or writing. */
  readonly manners = new Map<string, Manner>();
  readonly #running = new Map<string, number>();

  readonly note = ({ command }: { command: Document }): void => {
    // A start that takes long on a busy machine asks how far its indexes are: that reads nothing of the store.
    if (asksForProgress(command)) return;
    const name = isOfDatabase(command) ? 'aggregate' : watched.find((one) => typeof command[one] === 'string');
    if (name === undefined) return;
    const verbs = [...this.#running.keys()].sort();
    const queries = queriesOf(command);
    for (const query of queries) this.#keep(this.asked, `${query.shape} by ${verbs.join()}`, { query, verbs });
    const { readConcern, $readPreference: readPreference, writeConcern } = command as Record<string, unknown>;
    const query = queries[0] ?? null;
    const shape = query ? `${query.shape} giving ${query.only}` : `${name} ${String(command[name])}`;
    const how = JSON.stringify([readConcern, readPreference, writeConcern]);
    const manner = { name, shape, query, readConcern, readPreference, writeConcern };
    this.#keep(this.manners, `${shape} ${how}`, manner);
  };

  /** Once per shape. */
  queries(): Query[] {
    return [...new Map([...this.asked.values()].map(({ query }) => [query.shape, query])).values()];
  }

  /** The same store, whose verbs are known while they run. */
  store(store: Store): Store {
    const parts = Object.entries(store).map(([part, verbs]) => [
      part,
      typeof verbs === 'function' ? this.#verb(part, verbs as Verb) : this.#part(part, verbs as object),
    ]);
    return Object.fromEntries(parts) as Store;
  }

  #part(part: string, verbs: object): object {
    return Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [name, this.#verb(`${part}.${name}`, verb as Verb)]),
    );
  }

  #verb(name: string, verb: Verb): Verb {
    return async (...args) => {
      this.#running.set(name, (this.#running.get(name) ?? 0) + 1);
      try {
        return await verb(...args);
      } finally {
        const others = this.#running.get(name)! - 1;
        if (others === 0) this.#running.delete(name);
        else this.#running.set(name, others);
      }
    };
  }

  #keep<T>(into: Map<string, T>, key: string, value: T): void {
    if (!into.has(key)) into.set(key, value);
  }
}
