/**
 * `/request`, everything durable, against a bare Koa + @koa/router + undici-dispatch proxy (and nginx, where it is
 * installed) in front of the same upstream, in interleaved rounds of the same run.
 */
import { openAppendMeter } from './append.ts';
import { freePort, startProgram } from './child.ts';
import { load, loadTool, type Measured } from './load.ts';
import { median, spread } from './median.ts';
import { startServer, type BuiltServer } from './built-server.ts';
import { startUpstream } from './upstream.ts';

/** What the vault may add to one call at one connection: two durable rows and this much work, in milliseconds. */
const workBudgetMs = 0.3;

interface Contender {
  name: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  many: Measured[];
  one: Measured[];
}

export default async function request({ full }: { full: boolean }) {
  const [rounds, seconds] = full ? [7, 10] : [3, 3];
  const closing: (() => Promise<void>)[] = [];
  try {
    const upstream = await startUpstream();
    closing.push(upstream.stop);
    const server = await startServer(upstream.port);
    closing.push(server.stop);
    const barePort = await freePort();
    const bareUrl = `http://127.0.0.1:${barePort}/request`;
    const proxy = await startProgram('./bare-proxy.ts', [barePort, upstream.port]);
    closing.push(proxy.stop);
    const meter = await openAppendMeter(server);
    closing.push(meter.close);

    const vault = vaultOf(server, upstream.port);
    const bare: Contender = { ...vault, name: 'bare proxy', url: bareUrl, many: [], one: [] };
    const contenders = [bare, vault];
    if (upstream.proxyPort !== null) {
      contenders.push({ ...bare, name: 'nginx', url: `http://127.0.0.1:${upstream.proxyPort}/`, many: [], one: [] });
    }
    // Compiled code is what is compared, so both get their time to compile.
    for (const one of contenders) await load({ ...one, connections: 64, seconds: 3 });
    const appends: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const one of contenders) one.many.push(await load({ ...one, connections: 64, seconds }));
      for (const one of contenders)
        one.one.push(await load({ ...one, connections: 1, seconds: Math.ceil(seconds / 2) }));
      appends.push(await meter.p50(500));
    }
    return {
      figures: figures(bare, vault, median(appends)),
      table: table(contenders, appends, `${rounds} rounds of ${seconds} s, upstream ${upstream.kind}`),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function vaultOf(server: BuiltServer, upstreamPort: number): Contender {
  return {
    name: '/request',
    url: `${server.url}/request`,
    headers: { 'content-type': 'application/json', 'x-api-key': server.key },
    body: JSON.stringify({ method: 'GET', url: `http://127.0.0.1:${upstreamPort}/user`, grant_id: server.grantId }),
    many: [],
    one: [],
  };
}

/** Ratios are of one round's neighbours, then the median: what disturbs the machine disturbs both. */
function figures(bare: Contender, vault: Contender, appendMs: number): Record<string, number> {
  const ratio = (of: 'many' | 'one', value: (measured: Measured) => number): number =>
    median(vault[of].map((measured, round) => value(measured) / value(bare[of][round] ?? measured)));
  const added = median(vault.one.map(({ p50 }, round) => p50 - (bare.one[round]?.p50 ?? p50)));
  return {
    embedded_c64_ratio: ratio('many', ({ perSecond }) => perSecond),
    embedded_c64_p99_ratio: ratio('many', ({ p99 }) => p99),
    embedded_c64_rps: median(vault.many.map(({ perSecond }) => perSecond)),
    embedded_c64_p99_ms: median(vault.many.map(({ p99 }) => p99)),
    bare_c64_rps: median(bare.many.map(({ perSecond }) => perSecond)),
    bare_c64_p99_ms: median(bare.many.map(({ p99 }) => p99)),
    append_p50_ms: appendMs,
    embedded_c1_added_ms: added,
    embedded_c1_over_budget: added / (2 * appendMs + workBudgetMs),
  };
}

function table(contenders: readonly Contender[], appends: readonly number[], how: string): string {
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
    `one durable audit row alone: ${spread(appends, 3)} ms`,
  ].join('\n');
}
