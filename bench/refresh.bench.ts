/**
 * What a refresh costs those who call meanwhile: storms of a thousand callers on one ended token over four processes on one
 * MongoDB, beside storms of the same size on a fresh one; and the time to first byte while a token is renewed in the background,
 * beside that with a fresh token and that with an ended one, for which callers wait. All in interleaved rounds of the same run.
 */
import type { GrantRow } from '../packages/server/src/stores/index.ts';
import { counted, type Answer } from '../test/harness/callers.ts';
import type { Member } from '../test/harness/fleet.ts';
import { startSite, startVendor, type Held, type RefreshSite } from '../test/harness/refresh-site.ts';
import { slow } from '../test/provider/emulator/faults.ts';
import type { TenantClient } from '../test/provider/emulator/client.ts';
import { median, spread } from './median.ts';
import { startMongodb } from './mongodb.ts';

const processes = 4;
const callersPerStorm = 1_000;
/** Callers one after the other while a refresh runs, each with its next call when it has its answer. */
const callersAtOnce = 4;
/** What the token endpoint takes, and so how long a background refresh and a wait for one last at least. */
const endpointMs = 400;
const hourMs = 3_600_000;

interface Plan {
  storms: number;
  windows: number;
}
const short: Plan = { storms: 5, windows: 15 };
const long: Plan = { storms: 30, windows: 100 };

interface Storm {
  perSecond: number;
  tokenCalls: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

interface Parts {
  site: RefreshSite;
  members: readonly Member[];
  tenant: TenantClient;
}

export default async function refresh({ full }: { full: boolean }) {
  const plan = full ? long : short;
  const closing: (() => Promise<void>)[] = [];
  try {
    const database = await startMongodb(1);
    closing.push(database.stop);
    const { tenant, close } = await startVendor();
    closing.push(close);
    const env = { ALTER_LOG_LEVEL: 'info' };
    const site = await startSite({ storeUrl: database.url('alter_bench_refresh'), tenant, env });
    closing.push(() => site.close());
    const members = await Promise.all(Array.from({ length: processes }, () => site.start()));
    const parts = { site, members, tenant };
    const storms = await measureStorms(parts, plan);
    const windows = await measureWindows(parts, plan);
    return { figures: { ...stormFigures(storms), ...windowFigures(windows) }, table: table(plan, storms, windows) };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

// ---- storms ----------------------------------------------------------------------------------------------------------

interface Storms {
  fresh: Storm[];
  ended: Storm[];
}

async function measureStorms(parts: Parts, plan: Plan): Promise<Storms> {
  const storms: Storms = { fresh: [], ended: [] };
  // Connections, pools and compiled code are there before anything is measured.
  for (let n = 0; n < 2; n++) await storm(parts, await parts.site.grant(fresh()));
  for (let n = 0; n < plan.storms; n++) {
    storms.fresh.push(await storm(parts, await parts.site.grant(fresh())));
    storms.ended.push(await storm(parts, await parts.site.grant()));
  }
  return storms;
}

async function storm({ site, members, tenant }: Parts, grant: Held): Promise<Storm> {
  const before = (await tenant.refreshCalls()).length;
  const begun = performance.now();
  const answers = await Promise.all(
    Array.from({ length: callersPerStorm }, (_, at) => site.call(members[at % processes]!, grant)),
  );
  const seconds = (performance.now() - begun) / 1000;
  allServed(answers);
  const tokenCalls = (await tenant.refreshCalls()).length - before;
  const times = answers.map(({ firstByteMs }) => firstByteMs);
  return { perSecond: callersPerStorm / seconds, tokenCalls, p50: percentile(times, 50), p99: percentile(times, 99) };
}

/** @throws Error when an answer was not 200: a fast refusal is no result */
function allServed(answers: readonly Answer[]): void {
  const counts = counted(answers);
  if (counts['200'] !== answers.length) throw new Error(`not everybody was served: ${JSON.stringify(counts)}`);
}

// ---- time to first byte ------------------------------------------------------------------------------------------------

const kinds = ['fresh', 'background', 'waiting'] as const;
type Kind = (typeof kinds)[number];
/** Milliseconds to the first byte, of all calls of a kind's windows. */
type Windows = Record<Kind, number[]>;

async function measureWindows(parts: Parts, plan: Plan): Promise<Windows> {
  const windows: Windows = { fresh: [], background: [], waiting: [] };
  for (let n = 0; n < plan.windows; n++) {
    for (const kind of kinds) windows[kind].push(...(await windowOf(parts, kind)));
  }
  return windows;
}

/** Calls during one refresh: as long as the token endpoint takes. Of an ended token, those who wait for it. */
async function windowOf(parts: Parts, kind: Kind): Promise<number[]> {
  const { site, tenant } = parts;
  const grant = await site.grant({ fresh: fresh(), background: due(), waiting: {} }[kind]);
  if (kind !== 'fresh') await tenant.fail(slow('refresh', 1, endpointMs));
  const before = (await tenant.refreshCalls()).length;
  const times = kind === 'waiting' ? await onceEach(parts, grant) : await until(parts, grant, endpointMs);
  if (kind === 'background') await renewed(parts, grant);
  const calls = (await tenant.refreshCalls()).length - before;
  const wanted = kind === 'fresh' ? 0 : 1;
  if (calls !== wanted) throw new Error(`${kind}: ${String(calls)} token calls, not ${String(wanted)}`);
  return times;
}

async function onceEach({ site, members }: Parts, grant: Held): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: callersAtOnce }, (_, at) => site.call(members[at % processes]!, grant)),
  );
  allServed(answers);
  return answers.map(({ firstByteMs }) => firstByteMs);
}

async function until({ site, members }: Parts, grant: Held, ms: number): Promise<number[]> {
  const end = performance.now() + ms;
  const caller = async (_: unknown, at: number): Promise<Answer[]> => {
    const answers: Answer[] = [];
    while (performance.now() < end) answers.push(await site.call(members[at % processes]!, grant));
    return answers;
  };
  const answers = (await Promise.all(Array.from({ length: callersAtOnce }, caller))).flat();
  allServed(answers);
  return answers.map(({ firstByteMs }) => firstByteMs);
}

/** Nothing of this window goes on in the next. */
async function renewed({ site }: Parts, grant: Held): Promise<void> {
  const { refresh: first } = grant.family.pairs[0]!;
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await site.stored(grant)) !== first) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the token was not renewed in the background');
}

const fresh = (): Partial<GrantRow> => given(0, hourMs);
/** Good for a hundred seconds, of an hour. */
const due = (): Partial<GrantRow> => given(hourMs - 100_000, 100_000);

function given(agoMs: number, lastsMs: number): Partial<GrantRow> {
  const now = Date.now();
  return { created_at: now - agoMs, updated_at: now - agoMs, token_expires_at: now + lastsMs };
}

// ---- figures -----------------------------------------------------------------------------------------------------------

function percentile(times: readonly number[], of: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * of) / 100))] ?? Number.NaN;
}

function stormFigures({ fresh: calm, ended }: Storms): Record<string, number> {
  const [calmRate, rate] = [calm, ended].map((storms) => median(storms.map(({ perSecond }) => perSecond)));
  return {
    storm_token_calls: Math.max(...ended.map(({ tokenCalls }) => tokenCalls)),
    storm_callers_per_second: rate!,
    storm_fresh_callers_per_second: calmRate!,
    storm_rate_ratio: median(ended.map(({ perSecond }, at) => perSecond / calm[at]!.perSecond)),
  };
}

function windowFigures(windows: Windows): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const kind of kinds) {
    figures[`${kind}_ttfb_p50_ms`] = percentile(windows[kind], 50);
    figures[`${kind}_ttfb_p99_ms`] = percentile(windows[kind], 99);
  }
  figures['background_added_p99_ratio'] = percentile(windows.background, 99) / percentile(windows.fresh, 99);
  return figures;
}

function table(plan: Plan, { fresh: calm, ended }: Storms, windows: Windows): string {
  const stormRow = (name: string, storms: readonly Storm[]): string[] => [
    name,
    spread(storms.map(({ tokenCalls }) => tokenCalls)),
    spread(storms.map(({ perSecond }) => perSecond)),
    spread(storms.map(({ p50 }) => p50)),
    spread(storms.map(({ p99 }) => p99)),
  ];
  const words: Record<Kind, string> = {
    fresh: 'fresh token',
    background: 'renewed in the background',
    waiting: 'ended: callers wait',
  };
  const windowRow = (kind: Kind): string[] => [
    words[kind],
    String(windows[kind].length),
    percentile(windows[kind], 50).toFixed(1),
    percentile(windows[kind], 99).toFixed(1),
  ];
  return [
    `${String(plan.storms)} storms of ${String(callersPerStorm)} callers each, ${String(processes)} processes, one MongoDB; median (least–most)`,
    ...[
      ['', 'token calls', 'callers/s', 'p50 ms', 'p99 ms'],
      stormRow('fresh token', calm),
      stormRow('ended token', ended),
    ].map(line),
    '',
    `time to first byte, ${String(callersAtOnce)} callers, ${String(plan.windows)} interleaved windows, token endpoint ${String(endpointMs)} ms`,
    ...[['', 'calls', 'p50 ms', 'p99 ms'], ...kinds.map(windowRow)].map(line),
  ].join('\n');
}

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, column) => cell.padEnd(column === 0 ? 28 : 20))
    .join('')
    .trimEnd();
