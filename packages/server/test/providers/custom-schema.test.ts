import { describe, expect, test } from 'vitest';
import { ConfigMistakes } from '../../src/config.ts';
import { parseCustom } from '../../src/providers/custom-schema.ts';
import { customMistakes, givenMetadata } from '../../src/providers/custom.ts';

const id = 'https://id.acme.example';
const endpoints = { authorize: `${id}/authorize`, token: `${id}/token`, revoke: `${id}/revoke` };
const own = { name: 'Own', hosts: ['api.acme.example'], endpoints };

/** Of a declaration as a whole, as the file and the command find them. */
function mistakes(more: object): readonly string[] {
  try {
    const custom = parseCustom({ ...own, ...more }, 'own.json');
    return customMistakes('own', custom, givenMetadata(custom)!);
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes;
    throw error;
  }
}
const label = { label: 'Workspace', kind: 'label', from: 'person', suffix: '.acme.example', example: 'north' };
const tenantOf = (change: object) => ({
  variables: { tenant: { ...label, ...change } },
  endpoints: { ...endpoints, token: 'https://{tenant}.acme.example/token' },
});

describe('a declaration', () => {
  test('is taken whole', () => {
    expect(mistakes({})).toEqual([]);
    expect(mistakes(tenantOf({}))).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ['an unknown field', { refesh: {} }, /^own\.json: there is no "refesh" here; write name, /],
    [
      'an unknown field of a section',
      { refresh: { acces_ttl: 60 } },
      /^own\.json: refresh: there is no "acces_ttl" here/,
    ],
    ['an unknown hook', { hooks: { tokenAnswer: 'x' } }, /there is no "hooks" here/],
    ['a secret that is said in plain', { client_secret: 'hunter2' }, /there is no "client_secret" here/],
    [
      'plain http',
      { endpoints: { ...endpoints, refresh: 'http://id.acme.example/r' } },
      /endpoints\.refresh: .*must be https/,
    ],
    ['what is no address', { verify: { url: 'api.acme.example/me' } }, /verify\.url: .*not an absolute URL/],
    ['user info in an address', { account: { url: 'https://u:p@acme.example/me' } }, /account\.url: .*user info/],
    ['a wildcard among the hosts', { hosts: ['*.acme.example'] }, /hosts\.0: .*wildcard/],
    ['a host with a path', { hosts: ['api.acme.example/v1'] }, /hosts\.0: .*not a host name/],
    ['no hosts', { hosts: [] }, /hosts/],
    ['half of the endpoints', { endpoints: { authorize: `${id}/a` } }, /endpoints: give both authorize and token/],
    ['neither issuer nor endpoints', { endpoints: undefined }, /an issuer or endpoints/],
    [
      'an issuer with variables',
      { endpoints: undefined, issuer: 'https://{t}.acme.example' },
      /issuer: .*give endpoints/,
    ],
    ['one thing said twice', { client_auth: 'post', token: { client_auth: 'none' } }, /client_auth: say it once: here, or in token\.client_auth/], // prettier-ignore
    ['two account addresses', { account: { url: `${id}/a` }, endpoints: { ...endpoints, userinfo: `${id}/u` } }, /account\.url: say it once/], // prettier-ignore
    ['nothing that identifies the account', { identity: [] }, /identity/],
    ['a host header', { api: { default_headers: { Host: 'evil.example' } } }, /api\.default_headers\.Host: this header is not/], // prettier-ignore
    ['a header with a line feed', { token: { headers: { 'x-a': 'b\r\nc: d' } } }, /token\.headers\.x-a: a header is printable/], // prettier-ignore
    [
      'what is no name of a header',
      { verify: { url: `${id}/v`, headers: { 'x a': 'b' } } },
      /this is no name of a header/,
    ],
    ['a credential without the token', { api: { inject: { name: 'x-key', format: 'Key' } } }, /api\.inject/],
    ['a parameter that the service sets', { authorize: { query: { state: '1' } } }, /authorize parameter state is set/],
    ['a parameter of no variable', { api: { default_query: { site: '{site}' } } }, /\{site\} is no variable/],
    ['a life of no seconds', { refresh: { access_ttl_seconds: 0 } }, /refresh\.access_ttl_seconds/],
    [
      'grace where nothing is used up',
      { rotation: 'static', refresh: { grace_seconds: 9 } },
      /grace is of a single-use/,
    ],
    ['a token in the path that is not there', { revoke: { carries: 'path' } }, /revoke: \{token\} stands in the URL/],
    ['PKCE that is required and not sent', { pkce: false, authorize: { pkce_support: 'required' } }, /must be sent/],
    ['a public client without PKCE', { pkce: false, token: { client_auth: 'none' } }, /without a secret needs PKCE/],
    ['a scope without words', { scope_words: { read: '' } }, /scope read has no words/],
    ['a scope with an odd risk', { scope_words: { read: { words: 'read', risk: 'none' } } }, /scope_words\.read/],
    ['no steps', { setup: [] }, /setup/],
    ['too many headers', { api: { default_headers: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`x-${String(i)}`, ''])) } }, /default_headers: at most 30/], // prettier-ignore
    ['a very long address', { verify: { url: `${id}/${'x'.repeat(2048)}` } }, /verify\.url: .*2048/],
  ])('is refused for %s', (_case, more, words) => {
    expect(mistakes(more)).toEqual([expect.stringMatching(words)]);
  });
});

describe('a variable of an operator’s own', () => {
  test.each<[string, object, RegExp]>([
    ['a label under a suffix that anybody registers under', { suffix: '.example' }, /suffix: .*two labels/],
    ['a label without a suffix', { suffix: undefined }, /a label needs the suffix/],
    ['a label where another suffix stands', { suffix: '.other.example' }, /does not stand where a label may/],
    ['a whole host of a person’s', { kind: 'host', suffix: undefined }, /a person is asked for a label alone/],
    ['a host that arrives and may be any', { kind: 'host', from: 'token', pattern: '.*', suffix: undefined }, /needs values or under/], // prettier-ignore
    ['what is no expression', { pattern: '(' }, /pattern: this is no regular expression/],
    ['two ways to say what it may be', { pattern: 'a', values: ['a'] }, /give one of pattern, values and under/],
    ['no example', { example: undefined }, /needs an example/],
    ['a secret in an address', { kind: 'value', from: 'operator', secret: true }, /does not stand where a value may/],
  ])('is refused for %s', (_case, change, words) => {
    expect(mistakes(tenantOf(change)).join('\n')).toMatch(words);
  });

  test('is refused under a name that the service fills in itself', () => {
    expect(mistakes({ variables: { token: label } })).toEqual([
      expect.stringMatching(/variables\.token: this name stands for something else/),
    ]);
  });

  test('is refused where the service would not know it', () => {
    expect(mistakes({ endpoints: { ...endpoints, token: 'https://{tenant}.acme.example/t' } })).toEqual([
      'token endpoint: {tenant} is no variable of this entry',
    ]);
  });
});
