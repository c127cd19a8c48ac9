import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigMistakes } from '../../src/config.ts';
import { readKeyring } from '../../src/vault/key-source.ts';

type Given = Parameters<typeof readKeyring>[0];

const one = Buffer.alloc(32, 1).toString('base64');
const two = Buffer.alloc(32, 2).toString('base64');

let folder: string;
let said: string[];
const say = (_: object, text: string) => void said.push(text);
const log = { info: say, warn: say };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alter-keys-'));
  said = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (given: Partial<Given>) =>
  readKeyring(
    { mode: 'production', dataDir: join(folder, 'data'), encryptionKeys: null, encryptionKeyFile: null, ...given },
    log,
  );

const mistakes = (given: Partial<Given>): readonly string[] => {
  try {
    read(given);
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes;
    throw error;
  }
  return [];
};

const file = (text: string, mode = 0o600): string => {
  const path = join(folder, 'keys');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
};

describe('keys from the setting', () => {
  it('the first wraps, all are known', () => {
    const ring = read({ encryptionKeys: `new:${two}, old:${one}` });
    expect(ring.first.id).toBe('new');
    expect(ring.find('old')?.export()).toEqual(Buffer.alloc(32, 1));
    expect(ring.find('other')).toBeNull();
    expect(said).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['no colon', one, /there is no colon/],
    ['a short key', `k:${Buffer.alloc(16).toString('base64')}`, /"k".*16 bytes long, it must be 32/],
    ['a long key', `k:${Buffer.alloc(33).toString('base64')}`, /33 bytes long/],
    ['something else than base64', `k:${'z'.repeat(31)}!`, /not padded base64/],
    ['base64 without its padding', `k:${one.replace('=', '')}`, /not padded base64/],
    ['a repeated id', `k:${one},k:${two}`, /key 2: the id "k" is used twice/],
    ['a bad id', `k y:${one}`, /the id before the colon/],
    ['an empty entry', `k:${one},`, /key 2: .*no colon/],
  ])('%s is a mistake that names the place and never the key', (_, encryptionKeys, words) => {
    const found = mistakes({ encryptionKeys });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(words);
    expect(found[0]).toContain('ALTER_ENCRYPTION_KEYS');
    expect(found[0]).not.toContain(one.slice(0, 12));
  });

  it('reports every mistake at once', () => {
    expect(mistakes({ encryptionKeys: `nocolon,a:short,b:${one},b:${two}` })).toHaveLength(3);
  });

  it('refuses two sources, because it would be unclear which one counts', () => {
    expect(mistakes({ encryptionKeys: `k:${one}`, encryptionKeyFile: file(`k:${one}`) })[0]).toMatch(/both set/);
  });
});

describe('keys from a file', () => {
  it('reads one key a line and skips comments and blank lines', () => {
    const ring = read({ encryptionKeyFile: file(`# newest first\nnew:${two}\n\nold:${one}\n`) });
    expect(ring.first.id).toBe('new');
    expect(ring.find('old')).not.toBeNull();
  });

  it('is refused in production when every user can read it, and warned of in development', () => {
    const encryptionKeyFile = file(`k:${one}`, 0o644);
    expect(mistakes({ encryptionKeyFile })[0]).toMatch(/every user of this machine \(mode 644\).*chmod 600/);
    expect(read({ encryptionKeyFile, mode: 'development' }).first.id).toBe('k');
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/every user/);
  });

  it('that is missing or empty is a mistake that names the file', () => {
    expect(mistakes({ encryptionKeyFile: join(folder, 'nowhere') })[0]).toMatch(/nowhere cannot be read \(ENOENT\)/);
    expect(mistakes({ encryptionKeyFile: file('# nothing\n') })[0]).toMatch(/holds no key/);
  });
});

describe('without a key', () => {
  it('production refuses to start, names both settings and makes nothing', () => {
    const found = mistakes({});
    expect(found[0]).toContain('ALTER_ENCRYPTION_KEYS');
    expect(found[0]).toContain('ALTER_ENCRYPTION_KEY_FILE');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('development makes one with mode 0600, says so loudly, and finds the same key at the next start', () => {
    const first = read({ mode: 'development' });
    const path = join(folder, 'data', 'development.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(said[0]).toContain(path);
    expect(said[0]).toMatch(/Lose this file and everything sealed is lost/);
    expect(said[0]).not.toContain(readFileSync(path, 'utf8').trim().split(':')[1]);
    const second = read({ mode: 'development' });
    expect(second.first.key.equals(first.first.key)).toBe(true);
    expect(readdirSync(join(folder, 'data'))).toEqual(['development.key']);
  });
});
