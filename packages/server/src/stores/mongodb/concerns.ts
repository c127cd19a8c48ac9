/**
 * How every query reads. All go to the primary: a secondary may not know yet that something was revoked. Writes are
 * acknowledged by a majority, in its journals; see `connection.ts`.
 *
 * | Reads                                                            | Concern    | Why                                   |
 * | ---------------------------------------------------------------- | ---------- | ------------------------------------- |
 * | key, grant, ciphertext, session, ticket, config, person by id    | `majority` | what was acknowledged, and nothing    |
 * |                                                                  |            | that an election could take back      |
 * | why a conditional write did not match; before a compare-and-set  | `local`    | must see what the write saw           |
 * | lists, totals, audit pages, sweeps                               | `local`    | decide nothing about a credential     |
 */
export const decides = { readConcern: 'majority', readPreference: 'primary' } as const;
export const latest = { readConcern: 'local', readPreference: 'primary' } as const;
export const shows = latest;

/**
 * Every write: by a majority of the members, in their journals. A write that a majority cannot take in this time fails,
 * and its outcome is not known. Not to be changed by the connection string.
 */
export const writeConcern = { w: 'majority', journal: true, wtimeoutMS: 10_000 } as const;
