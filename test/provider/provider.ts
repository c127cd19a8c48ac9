/**
 * A real authorization server with a small protected API on one loopback origin: what tests connect to, and the demo's
 * sign-in provider.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClientMetadata } from 'oidc-provider';
import type OidcProvider from 'oidc-provider';
import { createAuthorizationServer } from './authorization-server.ts';
import { serveInteraction } from './interaction.ts';
import { serveApi, type ApiCall } from './protected-api.ts';

export interface ProviderSwitches {
  /** What its pages call it. */
  name?: string;
  port?: number;
  clients?: readonly ClientMetadata[];
  /** Beside openid, offline_access, email and profile. */
  scopes?: readonly string[];
  /** Life of an access token in seconds. */
  accessTtl?: number;
  /** Refresh tokens are single-use, and using one twice ends the grant. */
  rotate?: boolean;
  /** Gives refresh tokens to clients that may have them. */
  refreshTokens?: boolean;
  pkceRequired?: boolean;
  /** Sign-in pages send Cross-Origin-Opener-Policy: same-origin, as some large providers do. */
  coop?: boolean;
  /** Keep people signed in and consent given over flows. */
  remember?: boolean;
  suggestedLogin?: string;
}

export interface Issued {
  kind: 'code' | 'access_token' | 'refresh_token' | 'id_token';
  value: string;
}

export interface TestProvider {
  /** Issuer and origin, without a trailing slash. */
  issuer: string;
  /** `127.0.0.1:port`: the API's host. */
  host: string;
  /** Calls of the protected API, in order. */
  calls: ApiCall[];
  /** Grant types of the calls of the token endpoint, in order; refused ones with `!` before them. */
  tokenCalls: string[];
  /** Every code it redeemed and every token it gave, for greps and for ending one behind the vault's back. */
  issued: Issued[];
  /** Adds a client, or replaces the one with this id. */
  register(client: ClientMetadata): Promise<void>;
  close(): Promise<void>;
}

/** @see ProviderSwitches for what can be switched */
export async function startProvider(switches: ProviderSwitches = {}): Promise<TestProvider> {
  const server = createServer();
  await listen(server, switches.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${String(port)}`;
  const { provider, storage } = createAuthorizationServer({
    issuer,
    clients: switches.clients ?? [],
    scopes: switches.scopes ?? ['read', 'write'],
    accessTtl: switches.accessTtl ?? 3600,
    rotate: switches.rotate ?? true,
    refreshTokens: switches.refreshTokens ?? true,
    pkceRequired: switches.pkceRequired ?? true,
    remember: switches.remember ?? false,
  });
  const calls: ApiCall[] = [];
  const tokenCalls: string[] = [];
  const issued: Issued[] = [];
  provider.on('grant.success', (ctx) => {
    tokenCalls.push(String(ctx.oidc.params?.['grant_type']));
    issued.push(...issuedBy({ ...ctx.oidc.params, ...(ctx.body as object) }));
  });
  provider.on('grant.error', (ctx) => tokenCalls.push(`!${String(ctx.oidc.params?.['grant_type'])}`));
  server.on('request', route(provider, switches, calls));
  return {
    issuer,
    host: `127.0.0.1:${String(port)}`,
    calls,
    tokenCalls,
    issued,
    // As dynamic registration would store it.
    register: (client) => storage.adapter('Client').upsert(client.client_id, client),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const kinds = ['code', 'access_token', 'refresh_token', 'id_token'] as const;

const issuedBy = (exchange: Readonly<Record<string, unknown>>): Issued[] =>
  kinds.flatMap((kind) => {
    const value = exchange[kind];
    return typeof value === 'string' ? [{ kind, value }] : [];
  });

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

function route(provider: OidcProvider, switches: ProviderSwitches, calls: ApiCall[]) {
  const oauth = provider.callback();
  const whoIs = async (token: string) => {
    const found = await provider.AccessToken.find(token);
    return found && !found.isExpired ? { login: found.accountId, scopes: [...found.scopes] } : null;
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { url = '/' } = request;
    if (switches.coop && !url.startsWith('/api/')) response.setHeader('cross-origin-opener-policy', 'same-origin');
    const failed = (cause: unknown) => {
      const text = cause instanceof Error ? cause.message : 'failed';
      if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
      response.end(text);
    };
    if (url.startsWith('/api/')) serveApi(request, response, { whoIs, calls }).catch(failed);
    else if (url.startsWith('/interaction/')) {
      const { name = 'Local sign-in', suggestedLogin = 'alice' } = switches;
      serveInteraction(request, response, { provider, name, suggestedLogin }).catch(failed);
    } else void oauth(request, response);
  };
}
