/** An OAuth 1.0a provider: it judges every signature, and gives each credential once. */
import { randomBytes } from 'node:crypto';
import { baseString, signature, type Pair } from '../../../src/credentials/oauth1-signature.ts';
import { Secret } from '../../../src/vault/secret.ts';
import { startSmallServer, type Asked, type Reply, type SmallServer } from './small-server.ts';

export const client = { key: 'printer', secret: 'printer-secret-0123456789' };

interface Credentials {
  secret: string;
  callback?: string;
  verifier?: string;
}

export interface OAuth1Server extends SmallServer {
  /** The person says yes at the authorize address. @returns the callback, unvisited */
  allow(authorize: URL): URL;
  /** The person says no, in the way of the providers that say so. */
  deny(authorize: URL): URL;
  /** Tokens given so far. */
  tokens: Map<string, string>;
  /** What the provider says of the callback; providers of 1.0 without the `a` say nothing. */
  confirms: boolean;
}

export async function startOAuth1Server(): Promise<OAuth1Server> {
  const temporary = new Map<string, Credentials>();
  const tokens = new Map<string, string>();
  const nonces = new Set<string>();
  const server: OAuth1Server = Object.assign(await startSmallServer(route), { allow, deny, tokens, confirms: true });

  function allow(authorize: URL): URL {
    const token = authorize.searchParams.get('oauth_token') ?? '';
    const held = temporary.get(token);
    if (!held?.callback) throw new Error('no such temporary credentials');
    held.verifier = randomBytes(8).toString('hex');
    const callback = new URL(held.callback);
    callback.searchParams.set('oauth_token', token);
    callback.searchParams.set('oauth_verifier', held.verifier);
    return callback;
  }

  function deny(authorize: URL): URL {
    const token = authorize.searchParams.get('oauth_token') ?? '';
    const callback = new URL(temporary.get(token)?.callback ?? '');
    callback.searchParams.set('denied', token);
    return callback;
  }

  function route(asked: Asked): Reply {
    const given = readHeader(asked.authorization);
    const secret = secretFor(given.get('oauth_token'));
    if (secret === null || !isSigned(asked, given, secret) || nonces.has(given.get('oauth_nonce') ?? '')) {
      return { status: 401, form: { oauth_problem: 'signature_invalid' } };
    }
    nonces.add(given.get('oauth_nonce') ?? '');
    switch (asked.url.pathname) {
      case '/initiate':
        return initiate(given);
      case '/token':
        return exchange(given);
      case '/api/me':
        return { json: { id: 7, login: 'alice' } };
      default:
        return { json: { method: asked.method, query: asked.url.search, form: asked.form.toString() } };
    }
  }

  function initiate(given: URLSearchParams): Reply {
    const [token, secret] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
    temporary.set(token, { secret, callback: given.get('oauth_callback') ?? '' });
    const confirmed = server.confirms ? { oauth_callback_confirmed: 'true' } : {};
    return { form: { oauth_token: token, oauth_token_secret: secret, ...confirmed } };
  }

  function exchange(given: URLSearchParams): Reply {
    const held = temporary.get(given.get('oauth_token') ?? '');
    if (!held?.verifier || held.verifier !== given.get('oauth_verifier')) {
      return { status: 401, form: { oauth_problem: 'token_rejected' } };
    }
    temporary.delete(given.get('oauth_token') ?? '');
    const [token, secret] = [`tok-${randomBytes(12).toString('hex')}`, `sec-${randomBytes(12).toString('hex')}`];
    tokens.set(token, secret);
    return { form: { oauth_token: token, oauth_token_secret: secret, screen_name: 'alice' } };
  }

  const secretFor = (token: string | null): string | null =>
    token === null ? '' : (temporary.get(token)?.secret ?? tokens.get(token) ?? null);

  return server;
}

function isSigned(asked: Asked, given: URLSearchParams, tokenSecret: string): boolean {
  const protocol = [...given].filter(([name]) => name !== 'oauth_signature') as Pair[];
  const request = { method: asked.method, url: asked.url, form: [...asked.form] as Pair[], protocol };
  const token = given.get('oauth_token');
  const wanted = signature(request, {
    client: { key: client.key, secret: new Secret(client.secret) },
    token: token === null ? null : { token: new Secret(token), secret: new Secret(tokenSecret) },
    now: 0,
    nonce: '',
  });
  return baseString(request).length > 0 && given.get('oauth_signature') === wanted;
}

function readHeader(header: string | null): URLSearchParams {
  const pairs = [...(header ?? '').matchAll(/(\w+)="([^"]*)"/g)];
  return new URLSearchParams(pairs.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
}
