import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { faultAt, faultPoints, nothing, type FaultPoint } from '../../src/grants/refresh/faults.ts';
import { readConfig } from '../../src/config.ts';
import { refusal, startProcesses, tokens, type Processes } from './processes.ts';

let all: Processes | null = null;
afterEach(async () => {
  await all?.close();
  all = null;
});

describe('the table of fault points', () => {
  it('is what a refresh that works comes by, in this order', async () => {
    all = await startProcesses(() => tokens('second'));
    const seen: FaultPoint[] = [];
    await all.open(all.process({ at: (point) => void seen.push(point) }), await all.grant());
    expect(seen).toEqual(faultPoints);
  });

  it('is passed on every way: one that is told that the token is dead comes by the same', async () => {
    all = await startProcesses(() => refusal(400, 'invalid_grant'));
    const seen: FaultPoint[] = [];
    await all.open(all.process({ at: (point) => void seen.push(point) }), await all.grant());
    expect(seen).toEqual(faultPoints);
  });
});

describe('a fault that a setting names', () => {
  it('does nothing when there is none', () => {
    expect(faultAt(null)).toBe(nothing);
  });

  it.each(['kill', 'kill@', 'kill@nowhere.before', 'explode@call.before', 'kill@call.before@', '@call.before'])(
    'refuses %j',
    (text) => {
      expect(() => faultAt(text)).toThrow(RangeError);
    },
  );

  it('is refused outside development', () => {
    const env = { ALTER_UNSAFE_REFRESH_FAULT: 'kill@call.before', ALTER_PUBLIC_URL: 'https://vault.example.com' };
    expect(() => readConfig(env, '/tmp')).toThrow('ALTER_UNSAFE_REFRESH_FAULT');
  });

  it('kills the process at its point, once it comes there, and not before', () => {
    const faults = new URL('../../src/grants/refresh/faults.ts', import.meta.url).href;
    const script = `import { faultAt } from ${JSON.stringify(faults)};
      const at = faultAt('kill@intend.after');
      at('intend.before', 'g'); console.log('alive'); at('intend.after', 'g'); console.log('not dead');`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect([child.signal, child.stdout]).toEqual(['SIGKILL', 'alive\n']);
  });
});
