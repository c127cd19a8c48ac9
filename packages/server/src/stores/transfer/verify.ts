/** Whether what a store holds fits together: grants and ciphertext, and every chain of audit rows. */
import { chainStart, checkChain, type ChainHead } from '../../audit/chain.ts';
import type { ChainedAuditRow, GrantRow } from '../store.ts';
import {
  compareKeys,
  kinds,
  underWayMs,
  type Batch,
  type Finding,
  type Half,
  type Held,
  type Holdings,
  type Kind,
} from './holdings.ts';
import { MisplacedList } from './misplaced.ts';

export interface Verified {
  findings: Finding[];
  /** What was read, in words: `12 grants`. */
  looked: string[];
}

/** @param onProgress called with what is looked at next */
export async function verifyStore(
  holdings: Holdings,
  now: number,
  onProgress: (words: string) => void,
): Promise<Verified> {
  const looked: string[] = [];
  const findings: Finding[] = [];
  try {
    onProgress('indexes, rules and references');
    findings.push(...(await holdings.inspect()));
    onProgress('grants and their ciphertext');
    const pairs = await checkPairs(holdings, now);
    // What changed while it was read looks wrong once, and not twice.
    const again = pairs.lost.length > 0 ? await checkPairs(holdings, now) : pairs;
    const standing = new Set(again.lost.map(({ what }) => what));
    findings.push(...pairs.lost.filter(({ what }) => standing.has(what)), ...pairs.misplaced);
    looked.push(`${pairs.grants} grants`);
    findings.push(...[...pairs.halves, ...(await otherHalves(holdings, now))].map(half));
    onProgress('the audit chains');
    const chains = await checkChains(holdings);
    findings.push(...chains.findings);
    looked.push(`${chains.rows} audit rows in ${chains.count} chains`);
  } catch (error) {
    findings.push({
      what: `it could not be read to the end: ${error instanceof Error ? error.message : String(error)}`,
      todo: 'Mend what is named above first, or restore a backup.',
    });
  }
  return { findings, looked };
}

interface Pairs {
  grants: number;
  /** Those without ciphertext. */
  lost: Finding[];
  misplaced: Finding[];
  halves: OldHalf[];
}

type OldHalf = Half & { kind: Kind };

async function checkPairs(holdings: Holdings, now: number): Promise<Pairs> {
  const [misplacedGrants, misplacedVault] = [new MisplacedList('grants'), new MisplacedList('vault')];
  const halves: OldHalf[] = [];
  const vault = walk(holdings, 'vault', (batch) => {
    misplacedVault.add(batch.misplaced);
    halves.push(...oldHalves('vault', batch, now));
  });
  const lost: Finding[] = [];
  let grants = 0;
  let row = await vault.next();
  for await (const batch of holdings.read('grants')) {
    misplacedGrants.add(batch.misplaced);
    halves.push(...oldHalves('grants', batch, now));
    for (const grant of batch.rows) {
      grants++;
      while (row && compareKeys([row.grant_id], [grant.id]) < 0) row = await vault.next();
      const own = row?.grant_id === grant.id ? row : null;
      if (isLive(grant) && !own && grant.updated_at <= now - underWayMs) lost.push(withoutCiphertext(grant));
    }
  }
  while (row) row = await vault.next();
  return { grants, lost, misplaced: [...misplacedGrants.findings(), ...misplacedVault.findings()], halves };
}

const isLive = ({ status }: GrantRow): boolean => status !== 'revoked';

const withoutCiphertext = ({ id, app_id }: GrantRow): Finding => ({
  what: `grant ${id} of app ${app_id} lives and has no ciphertext`,
  todo: 'Its next call fails. Restore its row of "vault" from a backup, or revoke it and let the person connect again.',
});

/** Of all kinds that were not read for {@link checkPairs}. */
async function otherHalves(holdings: Holdings, now: number): Promise<OldHalf[]> {
  const old: OldHalf[] = [];
  for (const kind of kinds.filter((one) => !['grants', 'vault', 'audit'].includes(one))) {
    for await (const batch of holdings.read(kind)) old.push(...oldHalves(kind, batch, now));
  }
  return old;
}

/** What should have been finished or removed long ago. */
const oldHalves = <K extends Kind>(kind: K, { halves }: Batch<Held[K]>, now: number): OldHalf[] =>
  halves.filter(({ since }) => since <= now - underWayMs).map((one) => ({ ...one, kind }));

const half = ({ kind, key, why }: OldHalf): Finding => ({
  what: `"${kind}" has ${key}, ${why}`,
  todo: 'It is never used. A running server removes within minutes what a crash left; what stays can be deleted.',
});

interface Chains {
  rows: number;
  count: number;
  findings: Finding[];
}

/** Chains stand one after the other in reading order, each from its first row. */
async function checkChains(holdings: Holdings): Promise<Chains> {
  const found: Chains = { rows: 0, count: 0, findings: [] };
  const pages = new MisplacedList('audit');
  let name: string | null = null;
  let head: ChainHead | null = null;
  for await (const { rows, misplaced } of holdings.read('audit')) {
    pages.add(misplaced);
    for (const chained of rows) {
      found.rows++;
      if (nameOf(chained) !== name) {
        name = nameOf(chained);
        head = { sequence: 0, hash: chainStart(chained.row.app_id, chained.writer) };
        found.count++;
      }
      // A chain that is broken is named once.
      if (head === null) continue;
      const check = checkChain([chained], head);
      head = check.kind === 'whole' ? check.head : null;
      if (check.kind === 'broken') found.findings.push(broken(chained, check));
    }
  }
  found.findings.push(...pages.findings());
  return found;
}

const nameOf = ({ row, writer }: ChainedAuditRow): string => `${row.app_id}\n${writer}`;

const reasons = {
  gap: 'a row before the next one is gone',
  previous_hash: 'the row before it was changed or exchanged',
  hash: 'the row was changed',
} as const;

const broken = (
  { row, writer }: ChainedAuditRow,
  { sequence, why }: { sequence: number; why: keyof typeof reasons },
): Finding => ({
  what: `the audit chain of app ${row.app_id}, writer ${writer}, breaks at sequence ${sequence}: ${reasons[why]}`,
  todo: 'Nothing mends a chain. Compare with a backup or an export from before; the rows before it are as they were written.',
});

/** Row by row; null at the end. */
function walk<K extends Kind>(
  holdings: Holdings,
  kind: K,
  onBatch: (batch: Batch<Held[K]>) => void,
): { next(): Promise<Held[K] | null> } {
  const batches = holdings.read(kind)[Symbol.asyncIterator]();
  let rows: Held[K][] = [];
  let at = 0;
  return {
    async next() {
      while (at === rows.length) {
        const { done, value } = await batches.next();
        if (done) return null;
        onBatch(value);
        rows = value.rows;
        at = 0;
      }
      return rows[at++]!;
    },
  };
}
