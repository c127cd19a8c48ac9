// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient declaration cannot be imported
/// <reference path="./oidc-provider.d.ts" />
/** The settings of the authorization server itself: a real one, strict, with single-use refresh tokens. */
import { generateKeyPairSync } from 'node:crypto';
import Provider, { interactionPolicy, type ClientMetadata, type Configuration } from 'oidc-provider';
import { Storage } from './memory-adapter.ts';

export interface ServerSettings {
  issuer: string;
  clients: readonly ClientMetadata[];
  scopes: readonly string[];
  /** Seconds. */
  accessTtl: number;
  rotate: boolean;
  refreshTokens: boolean;
  pkceRequired: boolean;
  /** Keep people signed in and consent given, as a real provider does; off, every flow asks both. */
  remember: boolean;
}

export function createAuthorizationServer(settings: ServerSettings): { provider: Provider; storage: Storage } {
  const storage = new Storage();
  const configuration: Configuration = {
    adapter: (name: string) => storage.adapter(name),
    clients: [...settings.clients],
    jwks: { keys: [signingKey()] },
    cookies: { keys: [settings.issuer] },
    scopes: ['openid', 'offline_access', ...settings.scopes],
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'preferred_username'] },
    pkce: { required: () => settings.pkceRequired },
    rotateRefreshToken: settings.rotate,
    // To every client that may have one, whether or not it asked for offline_access.
    issueRefreshToken: (_ctx, client) =>
      Promise.resolve(settings.refreshTokens && client.grantTypeAllowed('refresh_token')),
    ttl: {
      AccessToken: settings.accessTtl,
      AuthorizationCode: 60,
      RefreshToken: 86_400,
      Interaction: 600,
      Grant: 86_400,
      Session: 86_400,
      IdToken: 600,
    },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: ownToken },
      revocation: { enabled: true, allowedPolicy: ownToken },
      userinfo: { enabled: true },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}`, policy: policy(settings.remember) },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@example.com`, name: nameOf(sub), preferred_username: sub }),
    }),
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = `${out.error}: ${out.error_description ?? ''}`;
    },
  };
  return { provider: new Provider(settings.issuer, configuration), storage };
}

/** A client may ask about and revoke its own tokens. */
const ownToken = (_ctx: unknown, client: { clientId: string }, token: { clientId?: string | undefined }): boolean =>
  token.clientId === client.clientId;

/** `alice.example` is Alice Example. */
const nameOf = (login: string): string =>
  login
    .split(/[._-]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');

function signingKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'local' } as JsonWebKey;
}

function policy(remember: boolean): interactionPolicy.DefaultPolicy {
  const prompts = interactionPolicy.base();
  prompts.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  if (remember) return prompts;
  for (const name of ['login', 'consent'] as const) {
    const ask = new interactionPolicy.Check(`ask_${name}`, `${name} is asked for in every flow`, (ctx) => {
      const { REQUEST_PROMPT, NO_NEED_TO_PROMPT } = interactionPolicy.Check;
      return ctx.oidc.result?.[name] ? NO_NEED_TO_PROMPT : REQUEST_PROMPT;
    });
    prompts.get(name)?.checks.add(ask);
  }
  return prompts;
}
