import type { Db } from 'mongodb';
import type { Clock } from '../../../lib/clock.ts';
import type { StoreLog } from '../../store.ts';
import { errorOf } from '../calls/failure.ts';
import type { Guard } from '../calls/guard.ts';
import { answered } from '../calls/patience.ts';
import { inWords, notAsNeeded } from './prepare.ts';
import { schemaState } from './schema-state.ts';

/** Milliseconds between two looks: each is some fifty small commands. */
const everyMs = 60_000;
/** A look that takes longer is broken off: a slow database has requests to answer. */
const longestMs = 10_000;
/** A command that never ends must not make this look the last one. */
const forgottenMs = 60_000;

/**
 * Whether what the start found is still so: an index may be dropped or hidden while the store serves. Then nothing new is
 * served, as at a start, until it is there again; a call that was sent still gets its audit row, and new tokens are kept.
 */
export class SchemaWatch {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #guard: Guard;
  readonly #log: StoreLog;
  /** On the clock that never jumps; null: the start has not ended, or somebody looks now. */
  #due: number | null = null;
  #wrong: string | null = null;

  constructor(db: Db, clock: Clock, guard: Guard, log: StoreLog) {
    this.#db = db;
    this.#clock = clock;
    this.#guard = guard;
    this.#log = log;
  }

  /** From now on: the start has seen everything. */
  begin(): void {
    this.#due = this.#clock.monotonic() + everyMs;
  }

  /** When it is time. Nobody waits for it: readiness has to answer at once, and the next answer knows. */
  look(): void {
    if (this.#due === null || this.#clock.monotonic() < this.#due) return;
    this.#due = null;
    void this.#see()
      .catch((error: unknown) => this.#unseen(error))
      .finally(() => this.begin());
  }

  async #see(): Promise<void> {
    const findings = (await answered(schemaState(this.#db, AbortSignal.timeout(longestMs)), forgottenMs)).findings();
    const mistakes = findings.map(inWords);
    const wrong = mistakes.length === 0 ? null : notAsNeeded(this.#db, mistakes);
    if (this.#guard.closed || wrong === this.#wrong) return;
    this.#wrong = wrong;
    this.#guard.hold(wrong, 'what finishes work');
    if (wrong === null) this.#log.info('the database is as this server needs it again');
    else this.#log.error(wrong);
  }

  /** Whether the database answers is for readiness itself to say. */
  #unseen(error: unknown): void {
    const why = errorOf(error);
    if (!this.#guard.closed) this.#log.info(`what the database has could not be looked at: ${String(why)}`);
  }
}
