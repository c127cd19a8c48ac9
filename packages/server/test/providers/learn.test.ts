/** Hosts that arrive decide where secrets go next: what the entry does not allow is refused, whatever it looks like. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { learnCallback } from '../../src/oauth/callback.ts';
import bigcommerce from '../../src/providers/entries/bigcommerce.ts';
import quickbooks from '../../src/providers/entries/quickbooks.ts';
import salesforce from '../../src/providers/entries/salesforce.ts';
import shopify from '../../src/providers/entries/shopify.ts';
import zoho from '../../src/providers/entries/zoho.ts';
import { keptVariables, learnVariables } from '../../src/providers/learn.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { resolveKept, resolveProvider, resolveVariables } from '../../src/providers/resolve.ts';
import { Secret } from '../../src/vault/secret.ts';

const resolve = (entry: Provider) =>
  resolveProvider(entry, {
    id: randomUUID(),
    appId: randomUUID(),
    providerId: entry.id,
    clientId: 'client',
    clientSecret: new Secret('secret'),
    scopes: [],
    variables: {},
    generation: 1,
    source: 'file',
    flowKinds: null,
    ownEndpoints: false,
  });

describe('a data centre that the callback names', () => {
  const learn = (server: string) => learnVariables(resolve(zoho), 'callback', () => server);

  test('is where the code goes', () => {
    const learnt = learn('https://accounts.zoho.eu');
    expect(learnt).toMatchObject({ provider: { endpoints: { token: 'https://accounts.zoho.eu/oauth/v2/token' } } });
  });

  test.each([
    'https://accounts.zoho.eu.attacker.example',
    'https://attacker.example/accounts.zoho.eu',
    'https://accounts.zoho.eu@attacker.example',
    'https://accounts.zoho.eu:8443',
    'http://accounts.zoho.eu',
    'accounts.zoho.evil',
  ])('%s is refused', (server) => {
    expect(learn(server)).toEqual({ kind: 'refused', at: 'accounts-server', reason: 'not_allowed' });
  });

  test('that is not named is the usual one', () => {
    const learnt = learnVariables(resolve(zoho), 'callback', () => null);
    expect(learnt).toMatchObject({ provider: { endpoints: { token: 'https://accounts.zoho.com/oauth/v2/token' } } });
  });
});

describe('a host under a suffix', () => {
  const learn = (url: string) => learnVariables(resolve(salesforce), 'token', () => url);

  test('becomes the grant’s own', () => {
    const learnt = learn('https://acme--dev.sandbox.my.salesforce.com');
    expect(learnt).toMatchObject({ provider: { hosts: ['acme--dev.sandbox.my.salesforce.com'] } });
    if (learnt.kind === 'refused') return;
    const kept = keptVariables(learnt.provider);
    expect(resolveKept(resolve(salesforce), kept).hosts).toEqual(['acme--dev.sandbox.my.salesforce.com']);
  });

  test.each(['https://my.salesforce.com.attacker.example', 'https://evilsalesforce.com', 'https://127.0.0.1'])(
    '%s is refused',
    (url) => {
      expect(learn(url)).toMatchObject({ kind: 'refused', reason: 'not_allowed' });
    },
  );
});

test('what cannot be missing is refused when it is', () => {
  expect(learnVariables(resolve(quickbooks), 'callback', () => null)).toEqual({
    kind: 'refused',
    at: 'realmId',
    reason: 'missing',
  });
});

test('of a value that holds more, the part that is meant is taken', () => {
  const values: Record<string, string> = { context: 'stores/g5cd38', scope: 'store_v2_products' };
  const learnt = learnVariables(resolve(bigcommerce), 'callback', (at) => values[at] ?? null);
  expect(learnt).toMatchObject({ provider: { variables: { store: 'g5cd38' } } });
});

test('what is longer than any value may be is refused before a capture is tried on it', () => {
  const entry: Provider = {
    ...bigcommerce,
    variables: bigcommerce.variables
      .filter(({ name }) => name === 'store')
      .map((variable) => ({ ...variable, capture: /^(stores)/ })),
  };
  const learn = (length: number) => learnVariables(resolve(entry), 'callback', () => 'stores'.padEnd(length));
  expect(learn(4096)).toMatchObject({ provider: { variables: { store: 'stores' } } });
  expect(learn(4097)).toEqual({ kind: 'refused', at: 'context', reason: 'not_allowed' });
});

test('a person cannot answer what only the provider may say', () => {
  expect(() => resolveVariables(resolve(zoho), { accounts: 'accounts.zoho.eu' })).toThrow(/request is not valid/);
});

test('a shop’s callback without its signature, or of another shop, is refused', () => {
  const shop = resolveVariables(resolve(shopify), { shop: 'acme' });
  const unsigned = new URLSearchParams({ code: 'c', shop: 'acme.myshopify.com' });
  expect(learnCallback(shop, unsigned)).toEqual({
    kind: 'refused',
    words: 'the callback is not signed by the provider',
  });
  const other = new URLSearchParams({ code: 'c', shop: 'attacker.myshopify.com' });
  expect(learnCallback(shop, other)).toEqual({ kind: 'refused', words: 'the callback’s shop is another' });
});
