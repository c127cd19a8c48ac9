/**
 * What crosses between windows: the two published result messages (`product.md` §1.1), the handshake between the hosted
 * page and our own client (`mechanisms.md` §1), and the parameters of the redirect flow.
 */
import type { FlowErrorCode } from './errors.ts';

/** One connected account, as the published browser client reads it. */
export interface ConnectedGrant {
  grant_id: string;
  provider: string;
  provider_name: string;
  account_identifier: string;
  /** ISO 8601, UTC. */
  timestamp: string;
  operation: 'creation' | 'reauth';
  scopes: string[];
  status: 'active' | 'pending' | 'error';
  metadata?: { account_display_name?: string; account_email?: string };
}

export interface ConnectSuccessMessage {
  type: 'alter_connect_success';
  grants: ConnectedGrant[];
}

export interface ConnectErrorMessage {
  type: 'alter_connect_error';
  error: FlowErrorCode;
  error_description: string;
}

/** Hosted page to opener, before it leaves for a provider: "is it you, and did you fetch this session just now?" */
export interface HandshakeAsk {
  type: 'alter_connect_hello';
  session_id: string;
  /** 32 lower-case hex, new for every page load; echoed in the answer. */
  nonce: string;
}

/** Our client to the hosted page: only for a session whose token it fetched from `session-url` in this click. */
export interface HandshakeAnswer {
  type: 'alter_connect_here';
  session_id: string;
  nonce: string;
}

export type ConnectMessage = ConnectSuccessMessage | ConnectErrorMessage | HandshakeAsk | HandshakeAnswer;

/** How long the hosted page waits for the handshake's answer before it shows the page with the click. */
export const handshakeTimeoutMs = 700;

/** Return parameters of the redirect flow (`product.md` §1.1). Our own client ignores what they claim. */
export const returnParameters = {
  success: 'alter_connect_success',
  error: 'alter_connect_error',
  errorCode: 'error_code',
  errorDescription: 'error_description',
} as const;

/** Adds a flow's result to the app's return URL, in the published parameters. */
export function withResult(returnUrl: string, result: ConnectSuccessMessage | ConnectErrorMessage): string {
  const url = new URL(returnUrl);
  const set = (name: string, value: string) => url.searchParams.set(name, value);
  if (result.type === 'alter_connect_error') {
    set(returnParameters.error, 'true');
    set(returnParameters.errorCode, result.error);
    set(returnParameters.errorDescription, result.error_description);
    return url.href;
  }
  set(returnParameters.success, 'true');
  const grant = result.grants[0];
  if (!grant) return url.href;
  set('grant_id', grant.grant_id);
  set('provider', grant.provider);
  set('provider_name', grant.provider_name);
  set('account_identifier', grant.account_identifier);
  set('timestamp', grant.timestamp);
  set('operation', grant.operation);
  set('scopes', grant.scopes.join(','));
  set('status', grant.status);
  return url.href;
}
