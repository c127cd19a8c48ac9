/** The device authorization grant: a code that a person enters at the provider, on whatever device. @see RFC 8628 */
import * as oauth from 'oauth4webapi';
import { fill } from '../providers/template.ts';
import type { ResolvedProvider } from '../providers/provider.ts';
import { Secret } from '../vault/secret.ts';
import { clientAuth } from './client-auth.ts';
import { learnToken } from './learn-token.ts';
import type { TokenSet } from './oauth.ts';
import type { Body } from './read-body.ts';
import { invalidAnswer, type Refused } from './refusal.ts';
import { authorizationServer, client } from './server.ts';
import { callTokenEndpoint, type Answer, type TokenCall } from './token-call.ts';
import { tokenSet } from './token-set.ts';

export interface DeviceAuthorization {
  deviceCode: Secret;
  /** What the person enters. */
  userCode: string;
  verificationUri: string;
  /** The same with the code in it. */
  verificationUriComplete: string | null;
  /** Epoch milliseconds. */
  expiresAt: number;
  /** Milliseconds between two questions, at least. */
  intervalMs: number;
}

export type DeviceBegin = { kind: 'ok'; authorization: DeviceAuthorization } | Refused;

/** `slowDown`: from now on five seconds more between two questions (RFC 8628 §3.5). */
export type DevicePoll =
  { kind: 'ok'; tokens: TokenSet } | { kind: 'pending'; slowDown: boolean } | { kind: 'expired' | 'denied' } | Refused;

const secondMs = 1000;
/** RFC 8628 §3.2. */
const intervalSeconds = 5;
/** Characters of an address that a person may have to type. */
const longestAddress = 2048;

/** Asks for a code. @see RFC 8628 §3.1 */
export async function beginDevice(call: TokenCall & { scopes: readonly string[] }): Promise<DeviceBegin> {
  const { provider, scopes } = call;
  const { entry, config } = provider;
  const asked = [...new Set([...entry.authorize.identityScopes, ...scopes])].join(entry.authorize.scopeSeparator);
  const answer = await callTokenEndpoint(call, [], (options) =>
    oauth.deviceAuthorizationRequest(
      deviceServer(provider),
      client(provider),
      clientAuth(config, entry.token.clientAuth),
      asked === '' ? {} : { scope: asked },
      options,
    ),
  );
  return answer.kind === 'refused' ? answer : begun(provider, answer.body, call.now);
}

const deviceServer = (provider: ResolvedProvider): oauth.AuthorizationServer => ({
  ...authorizationServer(provider),
  device_authorization_endpoint: fill(provider.entry.endpoints.deviceAuthorization ?? '', provider.variables),
});

/** `verification_url` is what the draft called it, and what some still answer. */
function begun(provider: ResolvedProvider, body: Body, now: number): DeviceBegin {
  const text = (name: string): string | null => {
    const value = body[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [deviceCode, userCode] = [text('device_code'), text('user_code')];
  const uri = webAddress(provider, text('verification_uri') ?? text('verification_url'));
  const life = Number(body['expires_in']);
  if (deviceCode === null || userCode === null || uri === null || !(life > 0)) {
    return invalidAnswer('permanent', 'the answer has no code that a person could enter');
  }
  return {
    kind: 'ok',
    authorization: {
      deviceCode: new Secret(deviceCode),
      userCode: userCode.slice(0, 64),
      verificationUri: uri,
      verificationUriComplete: webAddress(provider, text('verification_uri_complete')),
      expiresAt: now + life * secondMs,
      intervalMs: Math.max(1, Number(body['interval']) || intervalSeconds) * secondMs,
    },
  };
}

/** It becomes a link that a person reads: of a page, no weaker than the provider's own endpoint, and plain in where it leads. */
function webAddress(provider: ResolvedProvider, text: string | null): string | null {
  const url = text === null || text.length > longestAddress ? null : URL.parse(text);
  if (url?.username !== '' || url.password !== '') return null;
  const plainToo = provider.endpoints.token.startsWith('http:');
  return url.protocol === 'https:' || (url.protocol === 'http:' && plainToo) ? url.href : null;
}

/** Asks whether the person has answered. @see RFC 8628 §3.4, §3.5 */
export async function askDevice(call: TokenCall & { deviceCode: Secret }): Promise<DevicePoll> {
  const { provider, deviceCode } = call;
  const answer = await callTokenEndpoint(call, [deviceCode], (options) =>
    oauth.deviceCodeGrantRequest(
      authorizationServer(provider),
      client(provider),
      clientAuth(provider.config, provider.entry.token.clientAuth),
      deviceCode.reveal(),
      options,
    ),
  );
  return answer.kind === 'refused' ? notYet(answer) : judge(call, answer);
}

function notYet(refused: Refused): DevicePoll {
  switch (refused.error) {
    case 'authorization_pending':
      return { kind: 'pending', slowDown: false };
    case 'slow_down':
      return { kind: 'pending', slowDown: true };
    case 'expired_token':
      return { kind: 'expired' };
    case 'access_denied':
    case 'authorization_declined':
      return { kind: 'denied' };
    default:
      return refused;
  }
}

async function judge({ provider, now }: TokenCall, { body, response }: Answer): Promise<DevicePoll> {
  try {
    const tokens = await oauth.processDeviceCodeResponse(authorizationServer(provider), client(provider), response);
    // Straight from the token endpoint over TLS, which stands for the signature (OpenID Connect Core 1.0 §3.1.3.7).
    const subject = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? null;
    const known = learnToken(provider, body);
    return known.kind === 'refused'
      ? invalidAnswer('permanent', known.words)
      : { kind: 'ok', tokens: { ...tokenSet(provider, body, tokens, subject, now), ...known.kept } };
  } catch (cause) {
    return invalidAnswer('permanent', cause instanceof Error ? cause.message : 'the token answer is not valid');
  }
}
