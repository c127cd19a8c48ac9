/**
 * The outcome of a refresh and its audit row are two writes. The row is stored with the outcome first, as owed, so that a
 * crash between them loses none: who meets it appends it, under the id that it has, and only where it does not stand already.
 */
import type { Deps } from '../../state.ts';
import { StoreUnavailable, type AuditRow, type HeldRow } from '../../stores/store.ts';
import { unsureMs } from './plan.ts';

type OwedDeps = Pick<Deps, 'store' | 'clock' | 'config' | 'log'>;

const batchSize = 500;
/** The rest is for the next sweep. */
const batches = 20;

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
 */
export async function sweepOwed(deps: OwedDeps): Promise<number> {
  const before = deps.clock.now() - unsureMs(deps.config);
  let missing = 0;
  for (let batch = 0; batch < batches; batch++) {
    const owed = await deps.store.vault.owing(before, batchSize);
    missing += await payTogether(deps, owed);
    if (owed.length < batchSize) break;
  }
  return missing;
}

/** One that cannot be written keeps none of the others waiting. @throws StoreUnavailable when it is not the row's fault */
async function payTogether(deps: Pick<Deps, 'store' | 'log'>, owed: readonly AuditRow[]): Promise<number> {
  try {
    return await payOwed(deps, owed);
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    const [row] = owed;
    if (owed.length > 1) return payEach(deps, owed);
    deps.log.error(
      { err: cause, grant_id: row?.grant_id },
      'an audit row that a refresh left behind cannot be written',
    );
    return 0;
  }
}

async function payEach(deps: Pick<Deps, 'store' | 'log'>, owed: readonly AuditRow[]): Promise<number> {
  let missing = 0;
  for (const row of owed) missing += await payTogether(deps, [row]);
  return missing;
}
