import { format, inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { Secret } from '../../src/vault/secret.ts';

const secret = new Secret('s3cr3t-value');

describe('a Secret prints <redacted>', () => {
  it.each<[string, () => string]>([
    ['a template string', () => `${String(secret)}`],
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
    const written: string[] = [];
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const log = vi
      .spyOn(console, 'log')
      .mockImplementation((...all: unknown[]) => process.stdout.write(format(...all)));
    console.log(secret, { secret });
    log.mockRestore();
    write.mockRestore();
    expect(written.join('')).toContain('<redacted>');
    expect(written.join('')).not.toContain('s3cr3t');
  });

  it('and has no enumerable or own property that holds the value', () => {
    expect(Reflect.ownKeys(secret)).toEqual([]);
    expect({ ...secret }).toEqual({});
    expect(structuredClone({ ...secret })).toEqual({});
    expect(secret.reveal()).toBe('s3cr3t-value');
  });
});
