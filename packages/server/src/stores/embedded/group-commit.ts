import type { Connection } from './connection.ts';
import { failureOf, type Failure } from './failure.ts';
import { writes, type Batch, type WriteName } from './verbs.ts';

/** Results in the order of the calls. A call at an index of `failures` did not happen; the others are durable. */
export interface Outcome {
  /** Ciphertext was destroyed: the write-ahead log is to be emptied. */
  destroyed: boolean;
  results: unknown[];
  failures: (readonly [index: number, failure: Failure])[];
}

type Run = (db: Connection, ...args: readonly unknown[]) => unknown;

/** Runs all calls in one transaction. When the store fails, none of them happened. */
export function commitGroup(db: Connection, batch: Batch): Outcome {
  db.destroyed = false;
  try {
    db.run('BEGIN IMMEDIATE');
    const done = runAll(db, batch);
    db.run('COMMIT');
    return { ...done, destroyed: db.destroyed };
  } catch (error) {
    return allFailed(db, batch, error);
  }
}

function runAll(db: Connection, batch: Batch): Omit<Outcome, 'destroyed'> {
  const outcome: Omit<Outcome, 'destroyed'> = { results: [], failures: [] };
  for (let i = 0; i < batch.length; i += 2) {
    const run = writes[batch[i] as WriteName] as Run;
    db.run('SAVEPOINT call');
    try {
      outcome.results.push(run(db, ...(batch[i + 1] as readonly unknown[])));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'unavailable' || !db.inTransaction) throw error;
      db.run('ROLLBACK TO call');
      outcome.results.push(null);
      outcome.failures.push([i / 2, failure]);
    }
    db.run('RELEASE call');
  }
  return outcome;
}

function allFailed(db: Connection, batch: Batch, error: unknown): Outcome {
  if (db.inTransaction) db.script('ROLLBACK');
  const failure: Failure = { ...failureOf(error), kind: 'unavailable' };
  const calls = Array.from({ length: batch.length / 2 }, (_, index) => [index, failure] as const);
  return { destroyed: false, results: calls.map(() => null), failures: calls };
}
