/**
 * The outcome of a refresh and its audit row are two writes. The row is stored with the outcome first, as owed, so that a
 * crash between them loses none: who meets it appends it, under the id that it has, and only where it does not stand already.
 */
import type { Deps } from '../../state.ts';
import type { AuditRow, HeldRow } from '../../stores/store.ts';
import { inBatches, togetherOrEach } from '../batches.ts';
import { unsureMs } from './plan.ts';

type OwedDeps = Pick<Deps, 'store' | 'clock' | 'config' | 'log'>;

/** Rows that no living process is about to append itself. @returns how many were missing in the audit */
export async function payOwed({ store }: Pick<Deps, 'store'>, owed: readonly AuditRow[]): Promise<number> {
  if (owed.length === 0) return 0;
  const missing = await store.audit.appendMissing(owed);
  await store.vault.paid(owed);
  return missing;
}

/** Before ciphertext and all that stands beside it are destroyed. Rejects not even when reading it does. */
export async function payBeforeEnd(
  deps: Pick<Deps, 'store' | 'log'>,
  { id }: { id: string },
  holding: Promise<HeldRow | null>,
): Promise<void> {
  try {
    const held = await holding;
    await payOwed(deps, held?.owed ?? []);
  } catch (cause) {
    // Nothing keeps a grant alive that is to end.
    deps.log.error({ err: cause, grant_id: id }, 'the audit rows that a refresh left behind could not be written');
  }
}

/**
 * Goes through what all processes owe for so long that nobody can be about to append it. That is also what takes away the rows
 * which were appended long ago.
 * @returns how many were missing in the audit, as far as it is known: of rows that were refused together, some may have been written
 * @throws StoreUnavailable
 */
export async function sweepOwed(deps: OwedDeps): Promise<number> {
  const before = deps.clock.now() - unsureMs(deps.config);
  let missing = 0;
  const pay = async (owed: readonly AuditRow[]): Promise<void> => {
    missing += await payOwed(deps, owed);
  };
  await inBatches(deps, 'an audit row that a refresh left behind cannot be written', {
    size: 500,
    most: 20,
    read: (limit, skip) => deps.store.vault.owing(before, limit, skip),
    act: async (owed, failed) =>
      grantsOf(await togetherOrEach(owed, pay, ({ grant_id }, err) => failed(grant_id, err))),
  });
  return missing;
}

/**
 * How many grants still owe one of them. One that paid its oldest and not a younger one stands further behind now: whom that
 * leaves out is met by the next sweep.
 */
const grantsOf = (rows: readonly AuditRow[]): number =>
  new Set(rows.map(({ app_id, grant_id }) => `${app_id}/${grant_id ?? ''}`)).size;
