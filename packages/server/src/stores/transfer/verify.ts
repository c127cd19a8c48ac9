/** Whether what a store holds fits together: grants and ciphertext, and every chain of audit rows. */
import { chainStart, checkChain, type ChainHead } from '../../audit/chain.ts';
import type { ChainedAuditRow, GrantRow } from '../store.ts';
import {
  compareKeys,
  kinds,
  underWayMs,
  type Finding,
  type Half,
  type Held,
  type Holdings,
  type Kind,
} from './holdings.ts';

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
    const again = pairs.findings.length > 0 ? await checkPairs(holdings, now) : pairs;
    const standing = new Set(again.findings.map(({ what }) => what));
    findings.push(...pairs.findings.filter(({ what }) => standing.has(what)));
    looked.push(`${pairs.grants} grants`);
    findings.push(...(await checkHalves(holdings, now)));
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
  findings: Finding[];
}

async function checkPairs(holdings: Holdings, now: number): Promise<Pairs> {
  const vault = walk(holdings, 'vault');
  const found: Pairs = { grants: 0, findings: [] };
  let row = await vault.next();
  for await (const { rows } of holdings.read('grants')) {
    for (const grant of rows) {
      found.grants++;
      while (row && compareKeys([row.grant_id], [grant.id]) < 0) row = await vault.next();
      const own = row?.grant_id === grant.id ? row : null;
      if (isLive(grant) && !own && grant.updated_at <= now - underWayMs) found.findings.push(lost(grant));
    }
  }
  return found;
}

const isLive = ({ status }: GrantRow): boolean => status !== 'revoked';

const lost = ({ id, app_id }: GrantRow): Finding => ({
  what: `grant ${id} of app ${app_id} lives and has no ciphertext`,
  todo: 'Its next call fails. Restore its row of "vault" from a backup, or revoke it and let the person connect again.',
});

/** What should have been finished or removed long ago. */
async function checkHalves(holdings: Holdings, now: number): Promise<Finding[]> {
  const old: (Half & { kind: Kind })[] = [];
  for (const kind of kinds.filter((one) => one !== 'audit')) {
    for await (const { halves } of holdings.read(kind)) {
      old.push(...halves.filter(({ since }) => since <= now - underWayMs).map((half) => ({ ...half, kind })));
    }
  }
  return old.map(({ kind, key, why }) => ({
    what: `"${kind}" has ${key}, ${why}`,
    todo: 'It is never used. A running server removes within minutes what a crash left; what stays can be deleted.',
  }));
}

interface Chains {
  rows: number;
  count: number;
  findings: Finding[];
}

/** Chains stand one after the other in reading order, each from its first row. */
async function checkChains(holdings: Holdings): Promise<Chains> {
  const found: Chains = { rows: 0, count: 0, findings: [] };
  let name: string | null = null;
  let head: ChainHead | null = null;
  for await (const { rows } of holdings.read('audit')) {
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
function walk<K extends Kind>(holdings: Holdings, kind: K): { next(): Promise<Held[K] | null> } {
  const batches = holdings.read(kind)[Symbol.asyncIterator]();
  let rows: Held[K][] = [];
  let at = 0;
  return {
    async next() {
      while (at === rows.length) {
        const { done, value } = await batches.next();
        if (done) return null;
        rows = value.rows;
        at = 0;
      }
      return rows[at++]!;
    },
  };
}
