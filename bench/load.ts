/** Load over HTTP by wrk, where it is installed, else by autocannon. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atExit, temporaryFolder } from './at-exit.ts';

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  headers: Record<string, string>;
  body: string;
  /** Sent one after the other, again and again, in place of `body`. */
  bodies?: readonly string[];
}

export interface Measured {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export const loadTool = (): 'wrk' | 'autocannon' => (spawnSync('wrk', ['-v']).error ? 'autocannon' : 'wrk');

/** @throws Error when an answer was not 200: a fast refusal is no result */
export const load = (run: Load): Promise<Measured> => (loadTool() === 'wrk' ? wrk(run) : autocannon(run));

async function wrk(run: Load): Promise<Measured> {
  const { url, connections, seconds, headers, body, bodies } = run;
  const { folder, remove } = temporaryFolder('alter-bench-wrk-');
  const script = join(folder, 'load.lua');
  const list = join(folder, 'bodies');
  writeFileSync(list, bodies?.join('\n') ?? '');
  writeFileSync(script, lua(headers, body, bodies ? list : null));
  try {
    const out = await output('wrk', [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '--timeout',
      '10s',
      '-s',
      script,
      url,
    ]);
    const result = JSON.parse(/RESULT (\{.*\})/.exec(out)?.[1] ?? '{}') as Record<string, number>;
    const { requests = 0, us = 1, p50 = 0, p99 = 0, failed = 0 } = result;
    if (failed > 0 || requests === 0)
      throw new Error(`${failed} of ${requests} answers of ${url} were no 200:\n${out}\n${await anAnswer(run)}`);
    return { perSecond: requests / (us / 1e6), p50: p50 / 1000, p99: p99 / 1000 };
  } finally {
    remove();
  }
}

/** What one call more is answered with, for the message. */
async function anAnswer({ url, headers, body, bodies }: Load): Promise<string> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: bodies?.[0] ?? body });
    return `${answer.status} ${await answer.text()}`;
  } catch (error) {
    return String(error);
  }
}

const lua = (headers: Record<string, string>, body: string, list: string | null): string => `
wrk.method = "POST"
wrk.body = [==[${body}]==]
${Object.entries(headers)
  .map(([name, value]) => `wrk.headers["${name}"] = "${value}"`)
  .join('\n')}
${list === null ? '' : rotation(list)}
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"us":%d,"p50":%d,"p99":%d,"failed":%d}\\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99), e.status + e.connect + e.read + e.timeout))
end
`;

const rotation = (list: string): string => `
local bodies, at = {}, 0
for line in io.lines("${list}") do bodies[#bodies + 1] = line end
request = function()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
`;

async function autocannon(run: Load): Promise<Measured> {
  const out = await output(process.execPath, [fileURLToPath(new URL('autocannon-load.ts', import.meta.url))], run);
  const result = JSON.parse(out) as {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
  };
  const failed = result.non2xx + result.errors;
  if (failed > 0 || result.requests.average === 0) {
    const said = failed > 0 ? `${failed} answers were no 200` : 'no answer came';
    throw new Error(`${run.url}: ${said}:\n${await anAnswer(run)}`);
  }
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

/** @param given to it as JSON on its standard input */
function output(command: string, args: readonly string[], given?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    // It may have ended before it read; then its end says so.
    child.stdin.on('error', () => undefined).end(given ? JSON.stringify(given) : '');
    child.once(
      'exit',
      atExit(() => child.kill('SIGTERM')),
    );
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString());
      else reject(new Error(`${command} ended with ${code}`));
    });
  });
}
