/**
 * `/request`, everything durable in the store that was asked for, against a bare Koa + @koa/router + undici-dispatch proxy
 * (and nginx, where it is installed) in front of the same upstream, in interleaved rounds of the same run.
 */
import { openAppendMeter, type AppendMeter } from './append.ts';
import { freePort, startProgram } from './child.ts';
import { load, loadTool, type Measured } from './load.ts';
import { median, spread } from './median.ts';
import { startMongodb } from './mongodb.ts';
import { startServer, type BuiltServer } from './built-server.ts';
import { startUpstream } from './upstream.ts';

/** What the vault may add to one call at one connection: two durable rows and this much work, in milliseconds. */
const workBudgetMs = 0.3;

export const stores = ['embedded', 'mongodb'] as const;

interface Contender {
  name: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  many: Measured[];
  one: Measured[];
}

/** The server with one store, and how its figures are called. */
interface Vault extends Contender {
  figure: string;
  meter: AppendMeter;
  /** Milliseconds of one durable audit row alone, as a caller alone makes them; one per round. */
  appends: number[];
  /** The same of rows without a rest between them. */
  appendsBackToBack: number[];
}

type Closing = (() => Promise<void>)[];

export default async function request({ full, store }: { full: boolean; store: (typeof stores)[number] }) {
  const [rounds, seconds] = full ? [7, 10] : [3, 3];
  const closing: Closing = [];
  try {
    const upstream = await startUpstream();
    closing.push(upstream.stop);
    const vaults =
      store === 'embedded' ? [await embedded(upstream.port, closing)] : [await mongodb(1, upstream.port, closing)];
    if (store === 'mongodb' && full) vaults.push(await mongodb(3, upstream.port, closing));
    const bare = await bareProxy(upstream.port, vaults[0]!, closing);
    const contenders: Contender[] = [bare, ...vaults];
    if (store === 'embedded' && upstream.proxyPort !== null) {
      contenders.push({ ...bare, name: 'nginx', url: `http://127.0.0.1:${upstream.proxyPort}/`, many: [], one: [] });
    }
    // Compiled code is what is compared, so each gets its time to compile.
    for (const one of contenders) await load({ ...one, connections: 64, seconds: one.name === 'nginx' ? 1 : 5 });
    for (let round = 0; round < rounds; round++) {
      for (const one of contenders) one.many.push(await load({ ...one, connections: 64, seconds }));
      for (const one of contenders)
        one.one.push(await load({ ...one, connections: 1, seconds: Math.ceil(seconds / 2) }));
      for (const vault of vaults) {
        vault.appends.push(await vault.meter.p50(250, 'spaced'));
        vault.appendsBackToBack.push(await vault.meter.p50(250, 'back to back'));
      }
    }
    const how = `${store} store, ${rounds} rounds of ${seconds} s, upstream ${upstream.kind}`;
    return {
      figures: Object.assign({}, ...vaults.map((vault) => figures(bare, vault))) as Record<string, number>,
      table: table(contenders, vaults, how),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const embedded = async (upstreamPort: number, closing: Closing): Promise<Vault> =>
  vaultOf('embedded', '/request', await startServer(upstreamPort), upstreamPort, closing);

async function mongodb(nodes: number, upstreamPort: number, closing: Closing): Promise<Vault> {
  const database = await startMongodb(nodes);
  closing.push(database.stop);
  const server = await startServer(upstreamPort, database.url('alter_bench'));
  const [figure, name] = nodes === 1 ? ['mongodb', '/request'] : [`mongodb_${nodes}_nodes`, `${nodes} nodes`];
  return vaultOf(figure, name, server, upstreamPort, closing);
}

async function bareProxy(upstreamPort: number, like: Contender, closing: Closing): Promise<Contender> {
  const port = await freePort();
  closing.push((await startProgram('./bare-proxy.ts', [port, upstreamPort])).stop);
  const { headers, body } = like;
  return { name: 'bare proxy', url: `http://127.0.0.1:${port}/request`, headers, body, many: [], one: [] };
}

async function vaultOf(
  figure: string,
  name: string,
  server: BuiltServer,
  upstreamPort: number,
  closing: Closing,
): Promise<Vault> {
  closing.push(server.stop);
  const meter = await openAppendMeter(server);
  closing.push(meter.close);
  return {
    name,
    figure,
    meter,
    url: `${server.url}/request`,
    headers: { 'content-type': 'application/json', 'x-api-key': server.key },
    body: JSON.stringify({ method: 'GET', url: `http://127.0.0.1:${upstreamPort}/user`, grant_id: server.grantId }),
    many: [],
    one: [],
    appends: [],
    appendsBackToBack: [],
  };
}

/** Ratios are of one round's neighbours, then the median: what disturbs the machine disturbs both. */
function figures(bare: Contender, { figure, many, one, appends, appendsBackToBack }: Vault): Record<string, number> {
  const ratio = (value: (measured: Measured) => number): number =>
    median(many.map((measured, round) => value(measured) / value(bare.many[round] ?? measured)));
  const added = median(one.map(({ p50 }, round) => p50 - (bare.one[round]?.p50 ?? p50)));
  const append = median(appends);
  const backToBack = median(appendsBackToBack);
  const over = (row: number): number => added / (2 * row + workBudgetMs);
  const prefix = figure === 'embedded' ? '' : `${figure}_`;
  return {
    [`${figure}_c64_ratio`]: ratio(({ perSecond }) => perSecond),
    [`${figure}_c64_p99_ratio`]: ratio(({ p99 }) => p99),
    [`${figure}_c64_rps`]: median(many.map(({ perSecond }) => perSecond)),
    [`${figure}_c64_p99_ms`]: median(many.map(({ p99 }) => p99)),
    bare_c64_rps: median(bare.many.map(({ perSecond }) => perSecond)),
    bare_c64_p99_ms: median(bare.many.map(({ p99 }) => p99)),
    [`${prefix}append_p50_ms`]: append,
    [`${prefix}append_back_to_back_p50_ms`]: backToBack,
    [`${figure}_c1_added_ms`]: added,
    // The budget was made for reads that cost nothing, which is so in one process only.
    ...(figure === 'embedded'
      ? { embedded_c1_over_budget: over(append), embedded_c1_over_back_to_back_budget: over(backToBack) }
      : {}),
  };
}

function table(contenders: readonly Contender[], vaults: readonly Vault[], how: string): string {
  const rows = contenders.map(({ name, many, one }) =>
    [
      name,
      spread(many.map(({ perSecond }) => perSecond)),
      spread(
        many.map(({ p50 }) => p50),
        2,
      ),
      spread(
        many.map(({ p99 }) => p99),
        2,
      ),
      spread(
        one.map(({ p50 }) => p50),
        3,
      ),
      spread(
        one.map(({ p99 }) => p99),
        3,
      ),
    ].map((cell, column) => cell.padEnd(column === 0 ? 11 : 22)),
  );
  const head = ['', 'c64 requests/s', 'c64 p50 ms', 'c64 p99 ms', 'c1 p50 ms', 'c1 p99 ms'];
  return [
    `${loadTool()}, ${how}; median (least–most)`,
    head.map((cell, column) => cell.padEnd(column === 0 ? 11 : 22)).join(''),
    ...rows.map((row) => row.join('')),
    ...vaults.map(
      ({ name, appends, appendsBackToBack }) =>
        `${name}: one durable audit row alone: ${spread(appends, 3)} ms; without a rest between: ${spread(appendsBackToBack, 3)} ms`,
    ),
  ].join('\n');
}
