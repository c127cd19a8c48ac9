/** What the emulator was asked: storms and kill runs count on it, so every call of an endpoint is here, once, in order. */
import type { EndpointName } from './behaviour.ts';

export type Outcome =
  /** Tokens for a code, a device code or a client. */
  | 'granted'
  /** A refresh that spent the token. */
  | 'rotated'
  /** A refresh that left the token as it is. */
  | 'refreshed'
  /** A spent token, taken in its grace time. */
  | 'grace'
  /** A spent token, refused. */
  | 'reused'
  | 'unknown_token'
  /** The grant had ended before. */
  | 'ended'
  | 'revoked'
  | 'agreed'
  | 'denied'
  | 'pending'
  | 'served'
  /** The client's authentication is wrong. */
  | 'bad_client'
  /** The request is not what this vendor takes. */
  | 'refused'
  /** Answered by a fault, before anything was done. */
  | 'fault';

export interface LogEntry {
  /** Counts over all tenants, from 1, in the order in which requests were read. */
  n: number;
  /** Epoch milliseconds when the request was read, and when it was answered; null: not yet. */
  at: number;
  answeredAt: number | null;
  tenant: string;
  endpoint: EndpointName | 'api';
  method: string;
  path: string;
  grantType: 'authorization_code' | 'refresh_token' | 'client_credentials' | 'device_code' | null;
  /** Client id as it was sent. */
  client: string | null;
  /** The refresh token, code, device code or access token that was sent. */
  token: string | null;
  /** The grant that it belongs to. */
  family: string | null;
  outcome: Outcome | null;
  /** What was wrong, in words. */
  why: string | null;
  /** Of the answer; null: none was given, the connection was cut. */
  status: number | null;
  /** The answer was a fault's. With an outcome other than `fault` the request was carried out, and nobody was told. */
  fault: boolean;
}

/** A refresh token and the calls in which it was sent, for those sent more than once. */
export interface SentAgain {
  token: string;
  calls: LogEntry[];
}

/** Refresh tokens that came more than once, whatever became of the calls. */
export function sentAgain(log: readonly LogEntry[]): SentAgain[] {
  const calls = refreshCalls(log);
  const byToken = Map.groupBy(calls, ({ token }) => token ?? '');
  return [...byToken].filter(([, of]) => of.length > 1).map(([token, of]) => ({ token, calls: of }));
}

export const refreshCalls = (log: readonly LogEntry[]): LogEntry[] =>
  log.filter(({ grantType }) => grantType === 'refresh_token');
