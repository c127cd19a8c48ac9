import { describe, expect, it } from 'vitest';
import { redactHeaders, redactPath, redactText } from '../../src/audit/redact.ts';

describe('redactText', () => {
  it.each([
    'alter_rk_exampleexampleexample2_y4fcqm',
    'sess_7f3a9c51e2d84b60',
    'gho_16C7e42F292c6912E7710c838347Ae178B4a',
    'github_pat_11AAAAAAA0abcdefghijkl_mnopqrst',
    'xoxb-2345678901-2345678901-abcdefghijkl',
    'ya29.a0AfH6SMBxyz-123456',
    '1//0gabcdefghijklmnopqrstuv',
    'GOCSPX-abcdefghijklmnop',
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'AKIAIOSFODNN7EXAMPLE',
    'ntn_1234567890abcdefghij',
    'glpat-abcdefghij1234567890',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    'Zk9wQm4xT3V0cHV0QmFzZTY0VGhhdElzTG9uZ0Vub3VnaA',
  ])('replaces %s wherever it stands', (token) => {
    expect(redactText(`please call with ${token}, thanks`)).toBe('please call with <redacted>, thanks');
    expect(redactText(token)).toBe('<redacted>');
    expect(redactText(`${token} ${token}`)).toBe('<redacted> <redacted>');
  });

  it.each([
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer <redacted>'],
    ['basic dXNlcjpwYXNzd29yZA==', 'basic <redacted>'],
    ['access_token=short1&state=2', 'access_token=<redacted>&state=2'],
    ['{"client_secret": "hush-hush", "a": 1}', '{"client_secret": "<redacted>", "a": 1}'],
    ['password: hunter22', 'password: <redacted>'],
  ])('keeps the name and drops the value in %s', (given, shown) => {
    expect(redactText(given)).toBe(shown);
  });

  it.each([
    'show profile',
    'ticket ABC-1234 of 11111111-1111-4111-8111-111111111111',
    'run 00112233445566778899aabbccddeeff',
    'body e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'a token of appreciation; the secret ingredient is basil; basic needs',
    'https://docs.example.com/a/very/long/path/that/goes/on/and/on/for/a/while',
  ])('leaves %s alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('stays linear on text made to be slow', () => {
    for (const piece of [
      'eyJ',
      'token=',
      'Bearer ',
      '-----BEGIN ',
      'a',
      'access_token: ',
      'sess_',
      'sk_live_',
      '_token',
    ]) {
      const text = piece.repeat(Math.ceil(400_000 / piece.length));
      expect(typeof redactText(text)).toBe('string');
    }
  }, 20_000);
});

describe('redactPath', () => {
  it.each([
    ['https://api.github.com/user?access_token=gho_abc12345678#x', '/user'],
    ['https://user:pass@api.example.com/a', '/a'],
    ['https://api.example.com', '/'],
    ['https://api.example.com?x=1', '/'],
    ['/sdk/grants/list?x=1', '/sdk/grants/list'],
    ['/a%3Fb', '/a%3Fb'],
    ['https://api.telegram.org/bot123456789:AAExampleExampleExample/sendMessage', '/<redacted>/sendMessage'],
    [
      'https://sheets.googleapis.com/v4/spreadsheets/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms',
      '/v4/spreadsheets/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms',
    ],
  ])('%s → %s', (target, path) => {
    expect(redactPath(target)).toBe(path);
  });
});

describe('redactHeaders', () => {
  it('replaces credential headers whatever their case, cleans the rest and joins repeated ones', () => {
    expect(
      redactHeaders({
        Authorization: 'Bearer x',
        COOKIE: 'a=b',
        'X-Api-Key': 'k',
        Accept: ['a', 'b'],
        'X-Custom': 'gho_16C7e42F292c6912E7710c838347Ae178B4a',
        gone: undefined,
      }),
    ).toEqual({
      authorization: '<redacted>',
      cookie: '<redacted>',
      'x-api-key': '<redacted>',
      accept: 'a, b',
      'x-custom': '<redacted>',
    });
  });
});
