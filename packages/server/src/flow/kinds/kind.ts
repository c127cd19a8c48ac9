/** The flow kinds differ at three moments: when a flow begins, when the browser leaves, and when an answer comes back. */
import type { TokenSet } from '../../oauth/oauth.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import type { FlowRow } from '../../stores/store.ts';
import type { Secret } from '../../vault/secret.ts';
import type { Declined, FlowFailure } from '../flow-end.ts';

export interface PersonKind {
  /** May ask the provider; the flow does not exist yet. */
  begin(request: BeginRequest): Promise<Beginning | FlowFailure>;
  /** Where the browser goes. Null: the person answers elsewhere, and our page waits. */
  leave: ((request: LeaveRequest) => URL) | null;
  /** What came to the callback. Null: nothing ever comes there. */
  answer: ((request: AnswerRequest) => Promise<FlowAnswer>) | null;
}

/** What a call of ours to the provider needs. */
export interface Reach {
  provider: ResolvedProvider;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
  /** Epoch milliseconds. */
  now: number;
}

export interface BeginRequest extends Reach {
  scopes: readonly string[];
  state: string;
  redirectUri: string;
}

export interface Beginning {
  kind: 'begun';
  /** Kept, sealed, until the person has answered. */
  secrets: Readonly<Record<string, Secret>> | null;
  nonce: string | null;
  /** When the provider ends it, in epoch milliseconds; null: it does not say. */
  expiresAt: number | null;
}

export interface LeaveRequest {
  provider: ResolvedProvider;
  flow: FlowRow;
  secrets: Readonly<Record<string, Secret>>;
  state: string;
  switchAccount: boolean;
}

export interface AnswerRequest extends Reach {
  flow: FlowRow;
  secrets: Readonly<Record<string, Secret>>;
  /** The callback's query. */
  parameters: URLSearchParams;
}

export type FlowAnswer = { kind: 'tokens'; tokens: TokenSet } | Declined | FlowFailure;

/** A secret that the kind itself has put there. */
export function kept(secrets: Readonly<Record<string, Secret>>, name: string): Secret {
  const secret = secrets[name];
  if (!secret) throw new Error(`the flow holds no ${name}`);
  return secret;
}
