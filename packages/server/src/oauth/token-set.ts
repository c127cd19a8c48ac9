import type * as oauth from 'oauth4webapi';
import type { ResolvedProvider } from '../providers/provider.ts';
import { Secret } from '../vault/secret.ts';
import type { TokenSet } from './oauth.ts';
import type { Body } from './read-body.ts';
import { secondsOf } from './token-answer.ts';

/** What servers call the life of a refresh token. */
const refreshLives = ['refresh_token_expires_in', 'refresh_expires_in', 'x_refresh_token_expires_in'];

/** A judged answer as what is kept of it. `body` is the rewritten answer; `now` is when the call began. */
export function tokenSet(
  { entry }: ResolvedProvider,
  body: Body,
  tokens: oauth.TokenEndpointResponse,
  subject: string | null,
  now: number,
): TokenSet {
  const { hooks, refresh } = entry;
  const seconds = tokens.expires_in ?? refresh.accessTtlSeconds;
  const refreshSeconds = refreshLives.map((name) => secondsOf(body[name])).find((life) => life !== undefined);
  const named = {
    access_token: tokens.access_token,
    ...(tokens.refresh_token === undefined ? {} : { refresh_token: tokens.refresh_token }),
    ...hooks.tokenFields?.(body),
  };
  return {
    fields: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, new Secret(value)])),
    injectField: hooks.injectField?.(body) ?? 'access_token',
    expiresAt: seconds === null ? null : now + seconds * 1000,
    ...(refreshSeconds === undefined ? {} : { refreshEndsAt: now + refreshSeconds * 1000 }),
    scopes: tokens.scope === undefined ? null : tokens.scope.split(' ').filter(Boolean),
    subject,
    facts: withoutTokens(body, new Set(Object.values(named))) as Body,
  };
}

/** Drops every member that is a token by value or by name, however deep. */
function withoutTokens(value: unknown, tokens: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutTokens(one, tokens));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, member]) => !(/(_|^)(token|secret)$/.test(name) || (typeof member === 'string' && tokens.has(member))),
  );
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutTokens(member, tokens)]));
}
