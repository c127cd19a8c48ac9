import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, settings, type ConfigMistakes } from '../../src/config.ts';

const empty = mkdtempSync(join(tmpdir(), 'alter-config-'));
const key = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
const production = { ALTER_PUBLIC_URL: 'https://vault.example.com', ALTER_ENCRYPTION_KEYS: key };

function mistakes(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env, empty);
    return [];
  } catch (error) {
    return (error as ConfigMistakes).mistakes;
  }
}

describe('readConfig', () => {
  it('is production unless told otherwise, on every address', () => {
    const config = readConfig(production, empty);
    expect(config).toMatchObject({ mode: 'production', host: '0.0.0.0', port: 4400, configFile: null });
  });

  it('refuses production without an encryption key, and says how to make one', () => {
    const [mistake] = mistakes({ ALTER_PUBLIC_URL: 'https://vault.example.com' });
    expect(mistake).toContain('ALTER_ENCRYPTION_KEYS');
    expect(mistake).toContain('openssl rand');
  });

  it('refuses an unsafe setting in production', () => {
    const [mistake] = mistakes({ ...production, ALTER_UNSAFE_ALLOW_LOOPBACK: 'true' });
    expect(mistake).toContain('ALTER_UNSAFE_ALLOW_LOOPBACK');
  });

  it('refuses a public URL on plain http in production', () => {
    expect(mistakes({ ...production, ALTER_PUBLIC_URL: 'http://vault.example.com' })[0]).toContain('https');
  });

  it('binds loopback in development and takes its own port as public URL', () => {
    const config = readConfig({ ALTER_MODE: 'development', ALTER_PORT: '4999' }, empty);
    expect(config.host).toBe('127.0.0.1');
    expect(config.publicUrl.origin).toBe('http://localhost:4999');
  });

  it.each(['https://vault.example.com', 'http://192.168.1.4:4400'])(
    'refuses %s as public URL in development',
    (url) => {
      expect(mistakes({ ALTER_MODE: 'development', ALTER_PUBLIC_URL: url })[0]).toContain('loopback');
    },
  );

  it('refuses to listen beyond loopback in development', () => {
    expect(mistakes({ ALTER_MODE: 'development', ALTER_HOST: '0.0.0.0' })[0]).toContain('ALTER_HOST');
  });

  it('reports every mistake at once, with the value seen and the value wanted', () => {
    const found = mistakes({
      ALTER_MODE: 'prod',
      ALTER_PORT: '99999',
      ALTER_LOG_LEVEL: 'loud',
      ALTER_PUBLIC_URL: 'vault/x',
    });
    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.join('\n')).toMatch(/ALTER_PORT is "99999"; wanted: a whole number from 0 to 65535/);
  });

  it('refuses a public URL with a path', () => {
    expect(mistakes({ ...production, ALTER_PUBLIC_URL: 'https://vault.example.com/alter' })[0]).toContain('origin');
  });

  it('refuses a misspelt setting instead of ignoring it', () => {
    expect(mistakes({ ...production, ALTER_TRUSTED_PROXY: '1' })[0]).toContain('ALTER_TRUSTED_PROXY is not a setting');
  });

  it('never prints an encryption key', () => {
    const text = mistakes({ ALTER_ENCRYPTION_KEYS: key, ALTER_PORT: 'x' }).join('\n');
    expect(text).toContain('ALTER_PORT');
    expect(text).not.toContain(key);
  });

  it('finds alter.config in the working folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alter-config-'));
    writeFileSync(join(folder, 'alter.config.json'), '{"apps":{}}');
    expect(readConfig(production, folder).configFile).toBe(join(folder, 'alter.config.json'));
  });

  it('has words and a default for every setting', () => {
    for (const setting of Object.values(settings)) {
      expect(setting.words.length, setting.name).toBeGreaterThan(15);
      expect(setting.fallback.length, setting.name).toBeGreaterThan(0);
    }
  });
});
