import { describe, expect, it } from 'vitest';
import example from '../../../../alter.config.example.ts';
import { declare } from '../../src/apps/file.ts';
import { ConfigMistakes } from '../../src/config.ts';
import { Secret } from '../../src/vault/secret.ts';

const path = '/etc/alter/alter.config.json';

function mistakes(value: unknown): readonly string[] {
  try {
    declare(value, path);
    return [];
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes;
    throw error;
  }
}

const app = (providers: object, more: object = {}) => ({ apps: { shop: { name: 'Shop', providers, ...more } } });

describe('alter.config', () => {
  it('gives an app the same id on every start', () => {
    const [first] = declare(app({}), path).apps;
    const [second] = declare(app({}), path).apps;
    expect(first?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(first?.id).toBe(second?.id);
  });

  it('refuses a secret that stands in the file', () => {
    const [mistake] = mistakes(app({ github: { client_id: 'x', client_secret: 'hunter2' } }));
    expect(mistake).toContain('client_secret');
    expect(mistake).toContain('secrets do not stand in this file');
    expect(mistake).not.toContain('hunter2');
  });

  it('takes a variable of a provider as a reference, which cannot be printed', () => {
    process.env['ALTER_TEST_VARIABLE'] = 'developer-token-1';
    const variables = { login_customer_id: '1234567890', developer_token: { env: 'ALTER_TEST_VARIABLE' } };
    const [found] = declare(app({ 'google-ads': { client_id: 'x', variables } }), path).providers;
    expect(found?.variables).toEqual({
      login_customer_id: '1234567890',
      developer_token: expect.any(Secret) as Secret,
    });
    expect(JSON.stringify(found)).not.toContain('developer-token-1');
    const missing = { developer_token: { env: 'ALTER_TEST_NO_SUCH' } };
    expect(mistakes(app({ 'google-ads': { client_id: 'x', variables: missing } }))[0]).toMatch(
      /variables\.developer_token: .*ALTER_TEST_NO_SUCH/,
    );
  });

  it('takes the kinds of flow that a client is for, and no other words', () => {
    const [found] = declare(app({ github: { client_id: 'x', flow_kinds: ['device_code'] } }), path).providers;
    expect(found?.flowKinds).toEqual(['device_code']);
    expect(declare(app({ github: { client_id: 'x' } }), path).providers[0]?.flowKinds).toBeNull();
    for (const flow_kinds of [[], ['magic']])
      expect(mistakes(app({ github: { client_id: 'x', flow_kinds } }))[0]).toContain('flow_kinds');
  });

  it('names the variable that the environment lacks', () => {
    const [mistake] = mistakes(app({ github: { client_id: 'x', client_secret: { env: 'ALTER_TEST_NO_SUCH' } } }));
    expect(mistake).toContain('the environment has no ALTER_TEST_NO_SUCH');
  });

  it('reads a secret from the environment as something that cannot be printed', () => {
    process.env['ALTER_TEST_SECRET'] = 'hunter2';
    const declared = declare(app({ github: { client_id: 'x', client_secret: { env: 'ALTER_TEST_SECRET' } } }), path);
    delete process.env['ALTER_TEST_SECRET'];
    expect(declared.providers[0]?.clientSecret?.reveal()).toBe('hunter2');
    expect(JSON.stringify(declared.providers)).not.toContain('hunter2');
  });

  it('refuses a field it does not know, with its place', () => {
    expect(mistakes(app({}, { webiste_url: 'https://shop.example.com' }))[0]).toContain('apps.shop');
  });

  it('refuses a website on plain http that is not loopback', () => {
    expect(mistakes(app({}, { website_url: 'http://shop.example.com' }))[0]).toContain('must be https');
  });

  it('refuses two apps with one id: each would see what is the other’s', () => {
    const id = '0a000000-0000-4000-8000-00000000000a';
    const two = { apps: { shop: { name: 'Shop', id }, desk: { name: 'Desk', id: id.toUpperCase() } } };
    expect(mistakes(two)).toEqual([`${path}: apps.desk: the id ${id} is already the one of apps.shop`]);
  });

  it('refuses a link that is no web address, since people click it', () => {
    const custom = { name: 'Intranet', issuer: 'https://a.example.com', hosts: ['api.example.com'] };
    const given = app({ intranet: { client_id: 'x', custom: { ...custom, settings_url: 'javascript:alert(1)' } } });
    expect(mistakes(given)[0]).toContain('settings_url');
  });

  it('wants an issuer or endpoints for a custom provider', () => {
    const custom = { name: 'Intranet', hosts: ['api.example.com'] };
    expect(mistakes(app({ intranet: { client_id: 'x', custom } }))[0]).toContain('custom needs an issuer or endpoints');
  });

  it('accepts the example once its secrets are there', () => {
    const wanted = mistakes(example).filter((mistake) => !/the environment has no|cannot be read/.test(mistake));
    expect(wanted).toEqual([]);
    expect(Object.keys(example.apps.shop.providers)).toHaveLength(12);
  });
});
