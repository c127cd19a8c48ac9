import { spawnSync } from 'node:child_process';
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/vault/secret.ts';

const secret = new Secret('s3cr3t-value');

const program = `
  import { Secret } from ${JSON.stringify(new URL('../../src/vault/secret.ts', import.meta.url).href)};
  const secret = new Secret('s3cr3t-value');
  console.log(secret, { secret }, [secret], 'text: ' + secret);
`;

describe('a Secret prints <redacted>', () => {
  it.each<[string, () => string]>([
    ['a template string', () => `token: ${secret as unknown as string}`],
    ['concatenation', () => 'token: ' + (secret as unknown as string)],
    ['String()', () => String(secret)],
    ['JSON', () => JSON.stringify({ nested: [secret] })],
    ['util.inspect with everything shown', () => inspect({ secret }, { depth: null, showHidden: true })],
    ['util.format', () => format('%s %o %j %O', secret, secret, secret, secret)],
    ['an Error message', () => new Error(`failed with ${String(secret)}`).message],
    ['an inspected Error with the secret as cause', () => inspect(new Error('failed', { cause: secret }))],
  ])('in %s', (_, print) => {
    expect(print()).toContain('<redacted>');
    expect(print()).not.toContain('s3cr3t');
  });

  it('in console.log', () => {
    const run = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('<redacted>');
    expect(run.stdout).not.toContain('s3cr3t');
  });

  it('and has no enumerable or own property that holds the value', () => {
    expect(Reflect.ownKeys(secret)).toEqual([]);
    expect(Object.entries(secret)).toEqual([]);
    expect(structuredClone(secret)).toEqual({});
    expect(secret.reveal()).toBe('s3cr3t-value');
  });
});
