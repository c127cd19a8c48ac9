/** One call on its way through station 5. Each field is set by the step that is named beside it, and read by later ones. */
import type { ErrorCode } from '@alter/protocol';
import type { CredentialOpener, OpenedCredential } from '../../grants/open.ts';
import type { ResolvedProvider } from '../../providers/provider.ts';
import { secretHeaderTexts } from '../../providers/sent-headers.ts';
import type { Ctx, Deps } from '../../state.ts';
import type { AuditRow, GrantRow } from '../../stores/store.ts';
import type { OutboundRequest } from '../../egress/egress.ts';
import type { Answer } from './answer.ts';
import type { OuterBody } from './outer-body.ts';

/** What the calls of one process share. */
export interface Station {
  readonly deps: Deps;
  readonly opener: CredentialOpener;
  /** Calls under way: cut when the drain is over. */
  readonly live: Set<AbortController>;
}

/** What the caller asks for. */
export interface Intent {
  form: 'json' | 'raw';
  method: string;
  /** With path and query parameters filled in. */
  url: URL;
  grantId: string | null;
  providerId: string | null;
  account: string | null;
  label: string | null;
  userId: string | null;
  userReference: string | null;
  headers: Record<string, string>;
  /** Null: none, or streamed (raw form). */
  body: Buffer | null;
  reason: string | null;
  context: Record<string, string> | null;
  followRedirects: boolean;
}

/** What a grant address came to; reads only. */
export type Resolution =
  | { kind: 'found'; grant: GrantRow; provider: ResolvedProvider | null }
  | { kind: 'none' }
  | { kind: 'ambiguous'; grants: readonly GrantRow[]; truncated: boolean };

export type Decision =
  | { kind: 'allow' }
  | { kind: 'deny'; code: ErrorCode; fields: Record<string, unknown>; detail?: Record<string, string> };

export class Call {
  readonly station: Station;
  readonly ctx: Ctx;
  /** How the answer goes back: as it comes, or whole in the JSON envelope. */
  readonly relay: 'stream' | 'envelope';
  /** Monotonic milliseconds. */
  readonly started: number;
  /** Ends the provider's side: the client went away, or the drain is over. */
  readonly abort = new AbortController();
  /** Set by readIntent. */
  intent!: Intent;
  /** Set by readIntent in the raw form. */
  outerBody: OuterBody | null = null;
  /** Set by resolveGrant. */
  resolution!: Resolution;
  /** Set by decide. */
  decision!: Decision;
  /** Set by decide: the caller's headers, judged. */
  headers: Record<string, string> = {};
  /** Set by claim: durable. */
  begun: AuditRow | null = null;
  /** Set by openCredential. */
  credential!: OpenedCredential;
  /** Set by inject, and again when a call is repeated. */
  outbound!: OutboundRequest;
  /** Set by send. */
  answer: Answer | null = null;
  /** Set by gather: the decoded body, up to the limit. */
  gathered: { body: Buffer; truncated: boolean; decoded: boolean } | null = null;
  /** Times the call was sent beyond the first. */
  repeats = 0;
  /** Whether bytes may have reached the provider. */
  sent = false;
  /** Facts for the outcome row that a step came upon. */
  readonly noted: AuditRow['detail'] = {};
  /** Set by concluded: the outcome is durable, bytes may leave. */
  isConcluded = false;
  /** concluded: seconds after which the provider takes calls again, where it said that they came too fast. */
  retryAfter: number | null = null;

  constructor(station: Station, ctx: Ctx, relay: Call['relay']) {
    this.station = station;
    this.ctx = ctx;
    this.relay = relay;
    this.started = station.deps.clock.monotonic();
  }

  get deps(): Deps {
    return this.station.deps;
  }

  /** After settle there is a grant and its provider: everything else was refused. */
  get grant(): GrantRow {
    if (this.resolution.kind !== 'found') throw new Error('no grant: settle lets no such call pass');
    return this.resolution.grant;
  }

  get provider(): ResolvedProvider {
    if (this.resolution.kind !== 'found' || !this.resolution.provider) {
      throw new Error('no provider: settle lets no such call pass');
    }
    return this.resolution.provider;
  }

  /** What must not come back in a header. */
  credentialTexts(): string[] {
    const { token, secret } = this.credential;
    const own = secret === null ? [token.reveal()] : [token.reveal(), secret.reveal()];
    return [...own, ...secretHeaderTexts(this.provider)];
  }

  elapsed(): number {
    return Math.round(this.deps.clock.monotonic() - this.started);
  }
}

/** One step of the station. */
export type CallStep = (call: Call) => void | Promise<void>;
