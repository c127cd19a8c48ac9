import { MongoBulkWriteError, type Collection } from 'mongodb';
import type { NonceClaim } from '../store.ts';
import { GroupedInsert, type Insert } from './calls/grouped-insert.ts';
import { answered } from './calls/patience.ts';
import type { Stored } from './documents/shape.ts';
import { NotBegun } from './calls/waiting-line.ts';

const duplicateKey = 11000;
/** Nonces that this process remembers having claimed; older ones the database alone knows. */
const maxRecent = 50_000;

/** Each nonce of a key is won once, over all processes. */
export class Nonces {
  readonly #collection: Collection<Stored>;
  readonly #recent = new Map<string, number>();
  readonly #inserts: GroupedInsert<Stored, boolean>;

  constructor(collection: Collection<Stored>) {
    this.#collection = collection;
    const lane: Insert<Stored, boolean> = (nonces) => this.#insert(nonces);
    // The second is for when a call hangs.
    this.#inserts = new GroupedInsert(lane, lane);
  }

  /** Whether this process claimed it already, or is about to: then there is no need to ask. */
  isKnown(claim: NonceClaim): boolean {
    return this.#recent.has(idOf(claim));
  }

  /** Resolves when it is durable: whether it was won. */
  async claim(claim: NonceClaim): Promise<boolean> {
    if (this.isKnown(claim)) return false;
    const _id = idOf(claim);
    this.#remember(_id, claim.until);
    try {
      const [won = false] = await this.#inserts.add([{ _id, goes_at: new Date(claim.until) }]);
      return won;
    } catch (error) {
      // It may be sent again. Of any other failure nobody knows whether it was claimed.
      if (error instanceof NotBegun) this.#recent.delete(_id);
      throw error;
    }
  }

  /**
   * Those kept until `now` or less may be claimed again. The database's own clock must say so too: there are too many to keep
   * them a day, as what else goes by time, and a process whose clock is ahead must not open the way to a replay.
   * @returns how many went
   */
  async sweep(now: number): Promise<number> {
    for (const [id, until] of this.#recent) if (until <= now) this.#recent.delete(id);
    const over = { goes_at: { $lte: new Date(now) }, $expr: { $lte: ['$goes_at', '$$NOW'] } };
    const { deletedCount } = await this.#collection.deleteMany(over, { hint: 'broom' });
    return deletedCount;
  }

  #remember(id: string, until: number): void {
    this.#recent.set(id, until);
    if (this.#recent.size <= maxRecent) return;
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined) this.#recent.delete(oldest);
  }

  async #insert(nonces: readonly Stored[]): Promise<boolean[]> {
    try {
      await answered(this.#collection.insertMany(nonces, { ordered: false }));
      return nonces.map(() => true);
    } catch (error) {
      const lost = lostIn(error);
      if (lost === null) throw error;
      return nonces.map((_, index) => !lost.has(index));
    }
  }
}

/** A key's id is a UUID, so no two pairs make the same text. */
const idOf = ({ key_id, nonce }: NonceClaim): string => `${key_id}:${nonce}`;

/** Which were there already, when that is all that went wrong. */
function lostIn(error: unknown): Set<number> | null {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() != null) return null;
  const errors = [error.writeErrors].flat();
  if (errors.length === 0 || errors.some((one) => one.code !== duplicateKey)) return null;
  return new Set(errors.map((one) => one.index));
}
