/**
 * One gigabyte up and one down through the raw form of `/request`, against the bare proxy in front of the same upstream,
 * in interleaved rounds of the same run: what it costs in time, and how much memory it takes while it runs.
 */
import { request as httpRequest } from 'node:http';
import { forgetPeak, freePort, peakMb, residentMb, startProgram } from './child.ts';
import { median, spread } from './median.ts';
import { startServer } from './built-server.ts';

const gigabyte = 1_000_000_000;
const chunk = Buffer.alloc(65_536, 'a');

interface Contender {
  name: string;
  url: string;
  pid: number;
  headers(direction: Direction): Record<string, string>;
  /** Megabytes a second, one per round. */
  speed: Record<Direction, number[]>;
  peaks: number[];
  idleMb: number;
}
type Direction = 'up' | 'down';

export default async function stream({ full }: { full: boolean }) {
  // At least two rounds; as many as fit into the time after that.
  const [most, ms] = full ? [9, 600_000] : [5, 35_000];
  const closing: (() => Promise<void>)[] = [];
  try {
    const [upstreamPort, barePort] = [await freePort(), await freePort()];
    const upstream = await startProgram('./stream-upstream.ts', [upstreamPort]);
    closing.push(upstream.stop);
    const proxy = await startProgram('./bare-proxy.ts', [barePort, upstreamPort]);
    closing.push(proxy.stop);
    const server = await startServer(upstreamPort);
    closing.push(server.stop);

    const bare = contender('bare proxy', `http://127.0.0.1:${barePort}/request`, proxy.pid, (direction) => ({
      'x-path': pathOf(direction),
      'x-method': direction === 'up' ? 'PUT' : 'GET',
    }));
    const vault = contender('/request', `${server.url}/request`, server.pid, (direction) => ({
      'x-api-key': server.key,
      'x-alter-intent': intent(server.grantId, upstreamPort, direction),
    }));
    // Compiled code is what is compared, so both get their time to compile.
    for (const one of [bare, vault]) await transfer(one, 'up', 300_000_000);
    const until = performance.now() + ms;
    for (let round = 0; round < most && (round < 2 || performance.now() < until); round++) {
      for (const one of [bare, vault]) await measure(one);
    }
    return { figures: figures(bare, vault), table: table([bare, vault]) };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const pathOf = (direction: Direction): string => (direction === 'up' ? '/up' : `/down?bytes=${gigabyte}`);

function contender(name: string, url: string, pid: number, headers: Contender['headers']): Contender {
  return { name, url, pid, headers, speed: { up: [], down: [] }, peaks: [], idleMb: residentMb(pid) };
}

function intent(grantId: string, upstreamPort: number, direction: Direction): string {
  const method = direction === 'up' ? 'PUT' : 'GET';
  const url = `http://127.0.0.1:${upstreamPort}${pathOf(direction)}`;
  return Buffer.from(JSON.stringify({ method, url, grant_id: grantId })).toString('base64url');
}

async function measure(one: Contender): Promise<void> {
  forgetPeak(one.pid);
  for (const direction of ['up', 'down'] as const) one.speed[direction].push(await transfer(one, direction, gigabyte));
  one.peaks.push(peakMb(one.pid));
}

/** Megabytes a second. @throws Error when fewer or more bytes came out than went in */
function transfer(one: Contender, direction: Direction, bytes: number): Promise<number> {
  const up = direction === 'up' ? bytes : 0;
  const length = up > 0 ? { 'content-length': String(up) } : {};
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers = { ...one.headers(direction), ...length };
    const req = httpRequest(one.url, { method: 'POST', headers, agent: false }, (res) => {
      let [received, answer] = [0, ''];
      res.on('data', (part: Buffer) => {
        received += part.length;
        if (direction === 'up') answer += part.toString();
      });
      res.on('end', () => {
        const arrived = direction === 'up' ? (JSON.parse(answer) as { bytes: number }).bytes : received;
        const whole = arrived === (direction === 'up' ? bytes : gigabyte) && res.statusCode === 200;
        if (whole) resolve(arrived / 1e6 / ((performance.now() - begun) / 1000));
        else reject(new Error(`${one.name} ${direction}: status ${res.statusCode}, ${arrived} bytes arrived`));
      });
      res.on('error', reject);
    });
    req.on('error', reject);
    send(req, up);
  });
}

function send(req: ReturnType<typeof httpRequest>, bytes: number): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      const part = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= part.length;
      if (!req.write(part)) return;
    }
    req.end();
  };
  req.on('drain', more);
  more();
}

function figures(bare: Contender, vault: Contender): Record<string, number> {
  const ratio = (direction: Direction): number =>
    median(vault.speed[direction].map((speed, round) => speed / (bare.speed[direction][round] ?? speed)));
  const added = vault.peaks.map((peak, round) => peak - (bare.peaks[round] ?? peak));
  return {
    throughput_ratio: Math.min(ratio('up'), ratio('down')),
    up_ratio: ratio('up'),
    down_ratio: ratio('down'),
    up_mb_per_s: median(vault.speed.up),
    down_mb_per_s: median(vault.speed.down),
    added_rss_mb: median(added),
    peak_rss_mb: Math.max(...vault.peaks),
    bare_peak_rss_mb: Math.max(...bare.peaks),
    idle_rss_mb: vault.idleMb,
    bare_idle_rss_mb: bare.idleMb,
  };
}

function table(contenders: readonly Contender[]): string {
  const rows = contenders.map(({ name, speed, peaks, idleMb }) =>
    [name, spread(speed.up), spread(speed.down), spread(peaks), idleMb.toFixed(0)]
      .map((cell, column) => cell.padEnd(column === 0 ? 12 : 20))
      .join(''),
  );
  const head = ['', 'up MB/s', 'down MB/s', 'peak MB', 'idle MB']
    .map((cell, i) => cell.padEnd(i === 0 ? 12 : 20))
    .join('');
  const rounds = contenders[0]?.peaks.length ?? 0;
  return [`1 GB each way, ${rounds} rounds; median (least–most)`, head, ...rows].join('\n');
}
