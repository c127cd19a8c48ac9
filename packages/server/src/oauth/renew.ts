/** How the tokens of a grant are renewed: as the kind of flow that they came from has it. */
import type { FlowKind } from '@alter/protocol';
import type { ResolvedProvider } from '../providers/provider.ts';
import { askAsClient } from './client-credentials.ts';
import type { TokenOutcome } from './oauth.ts';
import { refreshTokens, type RefreshRequest } from './refresh.ts';
import { invalidAnswer } from './refusal.ts';

export interface RenewRequest extends RefreshRequest {
  flowKind: FlowKind;
  /** What the grant has: asked for again where there is no refresh token that stands for it. */
  scopes: readonly string[];
}

const renewals: Readonly<Record<FlowKind, (request: RenewRequest) => Promise<TokenOutcome>>> = {
  authorization_code: refreshTokens,
  device_code: refreshTokens,
  client_credentials: askAgain,
  // RFC 5849 tokens do not end by themselves, so nothing asks for this.
  oauth1: () => Promise.resolve(invalidAnswer('permanent', 'OAuth 1.0a tokens are not renewed')),
};

export interface Renewal {
  /** The vault field that is sent. Where none is, the access token stands for it in the records. */
  field: string;
  /** What is sent is used up by it. */
  worksOnce: boolean;
}

/** What renewing tokens of this kind takes, at this provider. */
export function renewalOf(flowKind: FlowKind, { entry }: ResolvedProvider): Renewal {
  if (flowKind === 'client_credentials') return { field: 'access_token', worksOnce: false };
  const { rotation, swap } = entry.refresh;
  return { field: swap ? 'access_token' : 'refresh_token', worksOnce: rotation === 'single-use' };
}

/** On success `fields` is the whole next content of the vault row. */
export const renewTokens = (request: RenewRequest): Promise<TokenOutcome> => renewals[request.flowKind](request);

/** A client's tokens have no refresh token: the client asks again, and nothing is spent by it (RFC 6749 §4.4). */
async function askAgain(request: RenewRequest): Promise<TokenOutcome> {
  const outcome = await askAsClient(request);
  if (outcome.kind === 'refused') return outcome;
  return { kind: 'ok', tokens: { ...outcome.tokens, fields: { ...request.fields, ...outcome.tokens.fields } } };
}
