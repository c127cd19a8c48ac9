/**
 * An authorization server that behaves as one catalog entry says its vendor does: client authentication, body forms,
 * required parameters, PKCE, rotation, account lookup and revocation come from the entry, answers from `answers/`.
 */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type {
  Provider,
  ResolvedProvider,
  RevokeEndpoint,
  TokenSwap,
} from '../../packages/server/src/providers/provider.ts';
import { filledMembers, resolveProvider, resolveVariables } from '../../packages/server/src/providers/resolve.ts';
import { relocate } from './relocate.ts';
import { arrivals, sampleConfig, samplesFrom } from './samples.ts';
import { startScripted, type Asked, type Reply } from './scripted-server.ts';
import { vendorAnswers, type VendorAnswers } from './vendor-answers.ts';

export interface QuirkProvider {
  /** The provider with its endpoints here. */
  provider: ResolvedProvider;
  /** A person agrees: the callback URL they are sent to. @throws when the request lacks what the vendor wants */
  agree(authorizeUrl: URL): URL;
  /** Whether an access token works. */
  isLive(access: string): boolean;
  asked: Asked[];
  close(): Promise<void>;
}

interface Grant {
  scopes: string[];
  nonce: string | null;
  challenge: string | null;
  redirectUri: string;
  live: boolean;
  access: string;
  refresh: string | null;
}

const subject = 'account-1';

export async function startQuirkProvider(entry: Provider): Promise<QuirkProvider> {
  const answers = await vendorAnswers(entry.id);
  const server = await startScripted((asked) => emulator.answer(asked));
  const here = resolveProvider(relocate(entry, server.origin), sampleConfig(entry));
  const emulator = new Emulator(resolveVariables(here, samplesFrom(entry, 'person')), answers);
  return {
    provider: emulator.provider,
    agree: (url) => emulator.agree(url),
    isLive: (access) => emulator.grantOf(access)?.live === true,
    asked: server.asked,
    close: server.close,
  };
}

class Emulator {
  readonly provider: ResolvedProvider;
  readonly #answers: VendorAnswers;
  readonly #codes = new Map<string, Grant>();
  readonly #grants: Grant[] = [];
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

  constructor(provider: ResolvedProvider, answers: VendorAnswers) {
    this.provider = provider;
    this.#answers = answers;
  }

  grantOf(token: string): Grant | undefined {
    return this.#grants.find((grant) => grant.live && (grant.access === token || grant.refresh === token));
  }

  agree(url: URL): URL {
    const { entry, config, variables } = this.provider;
    const { authorize, token } = entry;
    const query = authorize.fragment === undefined ? url.searchParams : new URLSearchParams(url.hash.split('?')[1]);
    expectEqual('response_type', query.get('response_type'), 'code');
    expectEqual('client_id', query.get(token.clientIdName ?? 'client_id'), config.clientId);
    for (const [name, value] of Object.entries(filledMembers(authorize.query, variables))) {
      expectEqual(name, query.get(name), value);
    }
    const challenge = query.get('code_challenge');
    if (authorize.pkce !== (challenge !== null)) throw new Error('PKCE is not as the entry says');
    if (challenge !== null)
      expectEqual('method', query.get('code_challenge_method'), authorize.challengeMethod ?? 'S256');
    const asked = [query.get('scope'), query.get('user_scope')].filter((text) => text !== null);
    const code = `code-${randomUUID()}`;
    this.#codes.set(code, {
      scopes: asked.flatMap((text) => text.split(authorize.scopeSeparator)),
      nonce: query.get('nonce'),
      challenge,
      redirectUri: query.get('redirect_uri') ?? '',
      live: true,
      access: '',
      refresh: null,
    });
    const scopes = query.get('scope') ?? '';
    return this.#callback(code, query.get('state') ?? '', scopes);
  }

  /** What the vendor sends along with the code. */
  #callback(code: string, state: string, scopes: string): URL {
    const { entry, config, variables } = this.provider;
    const { code: name = 'code', scope, expect = {} } = entry.callback;
    const back = new URL('http://localhost/callback');
    const parameters = new URLSearchParams({
      [name]: code,
      state,
      ...(scope === undefined ? {} : { [scope]: scopes }),
      ...filledMembers(expect, variables),
    });
    for (const [at, value] of arrivals(entry, 'callback')) parameters.set(at, value);
    this.#answers.signCallback?.(parameters, config.clientSecret?.reveal() ?? '');
    back.search = parameters.toString();
    return back;
  }

  answer(asked: Asked): Reply {
    // Where a vendor's host is learnt on the way, any host is listened to: what was asked says which it was.
    const { endpoints, account, token, refresh } = this.provider.entry;
    for (const swap of [refresh.swap, token.swap]) {
      if (swap?.method === asked.method && matches(swap.url, asked.path) && isSwap(swap, asked)) {
        return this.#swap(asked, swap);
      }
    }
    if (asked.method === 'POST' && matches(endpoints.refresh ?? endpoints.token, asked.path) && isRefresh(asked)) {
      return this.#token(asked);
    }
    if (asked.method === 'POST' && matches(endpoints.token, asked.path)) return this.#token(asked);
    if (endpoints.revoke?.method === asked.method && matches(endpoints.revoke.url, asked.path))
      return this.#revoke(asked);
    if (account?.method === asked.method && matches(account.url, asked.path)) return this.#account(asked);
    if (endpoints.jwks && matches(endpoints.jwks, asked.path)) return { body: { keys: [this.#publicKey()] } };
    return { status: 404, body: { error: 'not_found' } };
  }

  #token(asked: Asked): Reply {
    const { token } = this.provider.entry;
    const isJson = asked.headers['content-type']?.startsWith('application/json') === true;
    if (isJson !== (token.body === 'json')) return { status: 400, body: { error: 'invalid_request' } };
    const members = isJson
      ? new Map(Object.entries(JSON.parse(asked.body) as Record<string, string>))
      : new Map(new URLSearchParams(asked.body));
    const extra = (isRefresh(asked) ? this.provider.entry.refresh.extra : token.extra) ?? {};
    for (const [name, value] of Object.entries(filledMembers(extra, this.#variables()))) {
      if (members.has(name) ? members.get(name) !== value : value !== '') return badRequest(name);
    }
    if (!this.#isClient(asked, members, token.clientAuth)) {
      return this.#answers.badClient ?? { status: 401, body: { error: 'invalid_client' } };
    }
    for (const [name, value] of Object.entries(token.headers ?? {})) expectEqual(name, asked.headers[name], value);
    const kind = isRefresh(asked) ? 'refresh' : 'code';
    const grant = kind === 'code' ? this.#redeem(members) : this.#rotate(members.get('refresh_token') ?? '');
    if (!grant) return this.#answers.dead ?? { status: 400, body: { error: 'invalid_grant' } };
    return this.#tokens(grant, kind, asked);
  }

  /** Samples in the place of what has arrived. */
  #variables(): Record<string, string> {
    const learnt = this.provider.entry.variables.map(({ name, example = '', capture }): [string, string] => [
      name,
      capture?.exec(example)?.[1] ?? example,
    ]);
    return { ...Object.fromEntries(learnt.filter(([, value]) => value !== '')), ...this.provider.variables };
  }

  #isClient(
    asked: Asked,
    members: ReadonlyMap<string, string>,
    method: 'post' | 'basic' | 'none',
    names = { id: this.provider.entry.token.clientIdName ?? 'client_id', secret: 'client_secret' },
  ): boolean {
    const { clientId, clientSecret } = this.provider.config;
    if (method === 'none') return members.get(names.id) === clientId && !members.has(names.secret);
    if (method === 'post') {
      return members.get(names.id) === clientId && members.get(names.secret) === clientSecret?.reveal();
    }
    // Taken as it is, not decoded: so do the vendors that want it this way.
    const pair = Buffer.from(`${clientId}:${clientSecret?.reveal() ?? ''}`).toString('base64');
    return asked.headers.authorization === `Basic ${pair}` && !members.has('client_secret');
  }

  #redeem(members: ReadonlyMap<string, string>): Grant | null {
    const code = members.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (!grant || grant.redirectUri !== members.get('redirect_uri')) return null;
    const proof = createHash('sha256')
      .update(members.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant.challenge !== null && grant.challenge !== proof) return null;
    grant.access = `access-${randomUUID()}`;
    const { rotation, swap } = this.provider.entry.refresh;
    grant.refresh = rotation === 'none' || swap ? null : `refresh-${randomUUID()}`;
    this.#grants.push(grant);
    return grant;
  }

  #rotate(refresh: string): Grant | null {
    const grant = this.#grants.find((one) => one.live && one.refresh === refresh);
    if (!grant) return null;
    grant.access = `access-${randomUUID()}`;
    if (this.provider.entry.refresh.rotation !== 'static') grant.refresh = `refresh-${randomUUID()}`;
    return grant;
  }

  #tokens(grant: Grant, kind: 'code' | 'refresh', asked: Asked): Reply {
    const { entry } = this.provider;
    const { access, refresh, scopes } = grant;
    const plain = {
      access_token: access,
      token_type: 'bearer',
      scope: scopes.join(entry.authorize.scopeSeparator),
      ...(refresh === null ? {} : { refresh_token: refresh }),
      ...(entry.refresh.accessTtlSeconds === null ? {} : { expires_in: entry.refresh.accessTtlSeconds }),
    };
    const secret = (name: string) => `${name}-${randomUUID()}`;
    const body: Record<string, unknown> = {
      ...(this.#answers.token?.({ access, refresh, scopes, kind, secret }) ?? plain),
      ...(entry.authorize.oidc ? { id_token: this.#idToken(grant) } : {}),
    };
    for (const [at, value] of arrivals(entry, 'token')) put(body, at, value);
    for (const path of entry.accountInToken?.identity ?? []) if (!path.startsWith('{')) put(body, path, subject);
    const wantsForm = this.#answers.formUnlessJson && !asked.headers.accept?.includes('application/json');
    if (!wantsForm) return { body };
    const members = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(members).toString(),
    };
  }

  #swap(asked: Asked, swap: TokenSwap): Reply {
    const members = new URLSearchParams(swap.method === 'GET' ? asked.path.split('?')[1] : asked.body);
    if (swap.client !== 'none' && members.get('client_secret') !== this.provider.config.clientSecret?.reveal()) {
      return { status: 401, body: { error: 'invalid_client' } };
    }
    const grant = this.#grants.find((one) => one.live && one.access === members.get(swap.field));
    if (!grant) return this.#answers.dead ?? { status: 400, body: { error: 'invalid_grant' } };
    grant.access = `access-${randomUUID()}`;
    return this.#tokens(grant, 'refresh', asked);
  }

  /** The token of an API call, where the entry says that it goes. */
  #tokenOf(asked: Asked, inject: { in?: 'header' | 'query'; name: string; format: string }): string {
    const given =
      inject.in === 'query'
        ? new URL(asked.path, 'http://localhost').searchParams.get(inject.name)
        : asked.headers[inject.name];
    const [before = ''] = inject.format.split('{token}');
    return typeof given === 'string' && given.startsWith(before) ? given.slice(before.length) : '';
  }

  #account(asked: Asked): Reply {
    const { account, entry } = this.provider;
    if (!account) return { status: 404 };
    const token = account.url.includes('{access_token}')
      ? lastSegment(asked.path)
      : this.#tokenOf(asked, account.inject ?? entry.api.inject);
    if (this.grantOf(token)?.access !== token) return { status: 401, body: { error: 'invalid_token' } };
    for (const [name, value] of Object.entries(this.provider.headers)) expectEqual(name, asked.headers[name], value);
    if (asked.body !== (account.body ?? '')) return { status: 400, body: { error: 'body' } };
    const body = this.#answers.account ?? accountFrom(account.identity, account.label);
    for (const [at, value] of arrivals(entry, 'account')) put(body, at, value);
    return { body };
  }

  #revoke(asked: Asked): Reply {
    const revoke = this.provider.endpoints.revoke;
    if (!revoke) return { status: 404 };
    const members = asked.headers['content-type']?.startsWith('application/json')
      ? new Map(Object.entries(JSON.parse(asked.body) as Record<string, string>))
      : new Map(new URLSearchParams(asked.body));
    if (!this.#mayRevoke(asked, members, revoke)) return { status: 401, body: { error: 'invalid_client' } };
    const token =
      revoke.carries === 'path'
        ? lastSegment(asked.path)
        : revoke.carries === 'bearer'
          ? this.#tokenOf(asked, this.provider.entry.api.inject)
          : (members.get(revoke.field) ?? '');
    const grant = this.grantOf(token);
    if (!grant) return unknownToken(revoke);
    grant.live = false;
    return revoke.method === 'DELETE' ? { status: 204 } : { body: { ok: true } };
  }

  #mayRevoke(asked: Asked, members: ReadonlyMap<string, string>, { auth, clientMembers }: RevokeEndpoint): boolean {
    switch (auth) {
      case 'client-post':
        return this.#isClient(asked, members, 'post', clientMembers);
      case 'client-basic':
        return this.#isClient(asked, members, 'basic');
      case 'client-id':
        return this.#isClient(asked, members, 'none');
      case 'client-header':
        return asked.headers.authorization === `Client ${this.provider.config.clientSecret?.reveal() ?? ''}`;
      case 'bearer':
      case 'none':
        return true;
    }
  }

  #publicKey() {
    return { ...this.#keys.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'emulator' };
  }

  #idToken({ nonce }: Grant): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.provider.issuer,
      aud: this.provider.config.clientId,
      sub: subject,
      nonce,
      iat: now,
      exp: now + 600,
    };
    const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const text = `${encode({ alg: 'RS256', kid: 'emulator' })}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), this.#keys.privateKey).toString('base64url')}`;
  }
}

/** RFC 7009 §2.2: a token that is not known is no error; what is not plain RFC 7009 says it in its own way. */
function unknownToken({ method, auth }: RevokeEndpoint): Reply {
  if (method === 'DELETE') return { status: 404, body: { message: 'not found' } };
  if (auth === 'bearer') return { status: 401, body: { error: 'invalid_token' } };
  return auth === 'none' ? { status: 400, body: { error: 'invalid_token' } } : { body: {} };
}

const isRefresh = ({ body }: Asked): boolean => /(^|[&"])refresh_token["=]/.test(body);

/** A swap may stand where codes are traded, too. */
const isSwap = (swap: TokenSwap, { path, body }: Asked): boolean =>
  new URLSearchParams(swap.method === 'GET' ? path.split('?')[1] : body).get('grant_type') === swap.grantType;

const badRequest = (name: string): Reply => ({
  status: 400,
  body: { error: 'invalid_request', error_description: `${name} is not as the vendor wants it` },
});

/** `{name}` in an endpoint stands for one segment. */
function matches(endpoint: string, path: string): boolean {
  const wanted = new URL(endpoint).pathname.split('/').map((part) => decodeURIComponent(part));
  const asked = (path.split('?')[0] ?? '').split('/');
  return (
    wanted.length === asked.length &&
    wanted.every((part, i) => part.startsWith('{') || part === decodeURIComponent(asked[i] ?? ''))
  );
}

const lastSegment = (path: string): string => decodeURIComponent(path.split(/[/=]/).at(-1) ?? '');

/** An answer that has something at each path. */
function accountFrom(identity: readonly string[], label: readonly string[]): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const path of identity) put(answer, path, subject);
  for (const path of label) put(answer, path, 'alice@example.com');
  return answer;
}

function put(body: Record<string, unknown>, path: string, value: string): void {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = body;
  for (const name of names) at = (at[name] ??= {}) as Record<string, unknown>;
  at[last] ??= value;
}

function expectEqual(name: string, got: unknown, wanted: string): void {
  if (got !== wanted) throw new Error(`${name} is ${String(got)}, not ${wanted}`);
}
