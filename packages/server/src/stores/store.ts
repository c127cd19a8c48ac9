/**
 * What the service needs of a store: narrow interfaces, atomic verbs, one contract suite (`test/contracts/store`).
 *
 * Times are epoch milliseconds and always passed in: a store judges expiry by the caller's clock, never by its own sweep.
 * A verb either happened, durably, when its promise resolves, or did not happen. Every read is of one app, except those by
 * a bearer's hash, which is what is known before the app is. A store that cannot answer throws {@link StoreUnavailable}.
 */
import type {
  AuditEventName,
  FlowErrorCode,
  FlowKind,
  GrantStatus,
  KeyKind,
  PersonFlowKind,
  RevocationState,
} from '@alter/protocol';

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** For good, as far as this process goes: it closed it, or lost what writes. */
export class StoreClosed extends StoreUnavailable {}

/** Told what an operator has to know of a store's start. */
export interface StoreLog {
  info(words: string): void;
  error(words: string): void;
}

export interface Store {
  readonly keys: KeyStore;
  readonly providerConfigs: ProviderConfigStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly tickets: TicketStore;
  readonly flows: FlowStore;
  readonly grants: GrantStore;
  readonly vault: VaultStore;
  readonly audit: AuditStore;
  readonly outbox: OutboxStore;
  readonly leases: LeaseStore;
  /** Resolves when a write was durable just now; readiness asks this. @throws StoreUnavailable */
  ready(): Promise<void>;
  /** Removes what expired before `now`; a broom only, no read depends on it. Returns how many rows went. */
  sweep(now: number): Promise<number>;
  /** A copy while the service runs: `file`, and what belongs beside it. Returns all it wrote. @throws when one exists */
  backup(file: string): Promise<string[]>;
  close(): Promise<void>;
}

// ---- callers ------------------------------------------------------------------------------------------------------

export interface KeyRow {
  id: string;
  app_id: string;
  /** Hex SHA-256 of the whole key: what a request is looked up by. */
  hash: string;
  kind: KeyKind;
  name: string;
  /** The first characters, for people: `alter_rk_abcde`. */
  prefix: string;
  scopes: string[];
  signed_only: boolean;
  /** Empty: any address. */
  cidr_allowlist: string[];
  created_at: number;
  expires_at: number | null;
  deprecated_at: number | null;
  revoked_at: number | null;
  /** Set on rotation: the key works until then. */
  grace_until: number | null;
  rotated_to: string | null;
  last_used_at: number | null;
}

export interface KeyStore {
  create(row: KeyRow): Promise<void>;
  /** Also revoked and expired ones: the caller says which it was. */
  findByHash(hash: string): Promise<KeyRow | null>;
  list(appId: string): Promise<KeyRow[]>;
  /** False when there is no such key or it is revoked already. */
  revoke(appId: string, id: string, at: number): Promise<boolean>;
  /** Puts the successor in place and the old one into grace, in one step; false when the old one is revoked or rotated already. */
  rotate(appId: string, id: string, successor: KeyRow, graceUntil: number): Promise<boolean>;
  /** Newest use per key id; flushed in batches and may be lost in a crash. */
  touch(used: ReadonlyMap<string, number>): Promise<void>;
}

// ---- provider configs kept in the store (those of alter.config live in the file) -------------------------------------

export interface ProviderConfigRow {
  id: string;
  app_id: string;
  provider_id: string;
  client_id: string;
  /** Sealed client secret and secret variables; null when there are none. */
  secret: Sealed | null;
  scopes: string[];
  /** Without secret ones: those are sealed beside the client secret, each a field of its own. */
  variables: Record<string, string>;
  /** For `custom`: what discovery or the operator gave. For any: `settings`, as JSON. */
  endpoints: Record<string, string> | null;
  hosts: string[] | null;
  name: string | null;
  status: 'active' | 'inactive';
  /** Grows with every save; a flow that began under another is refused. */
  generation: number;
  created_at: number;
  updated_at: number;
}

/** The provider refuses the client of a config: an operator's to mend. Grants of the config are left alone. */
export interface ConfigFlag {
  app_id: string;
  config_id: string;
  /** The provider's code, e.g. `invalid_client`. */
  error: string;
  since: number;
}

export interface ProviderConfigStore {
  /** Inserts, or replaces the config with the same (app, provider_id) and raises its generation. */
  save(row: Omit<ProviderConfigRow, 'generation'>): Promise<ProviderConfigRow>;
  find(appId: string, id: string): Promise<ProviderConfigRow | null>;
  list(appId: string): Promise<ProviderConfigRow[]>;
  remove(appId: string, id: string): Promise<boolean>;
  /** Marks a config, of the store or of the file. False when it was marked already: the first mark stays. */
  flag(flag: ConfigFlag): Promise<boolean>;
  /** False when it was not marked. */
  unflag(appId: string, configId: string): Promise<boolean>;
  flags(appId: string): Promise<ConfigFlag[]>;
}

// ---- end users ------------------------------------------------------------------------------------------------------

export interface UserRow {
  id: string;
  app_id: string;
  /** The app's own name for the person; unique in the app. */
  reference: string | null;
  display_name: string | null;
  /** Subject of an identity provider's token; attaches later. */
  subject: string | null;
  created_at: number;
  updated_at: number;
}

export interface UserStore {
  /** Finds by (app, reference) or inserts with `id`; a given display name replaces the old one. */
  upsert(
    user: { id: string; app_id: string; reference: string; display_name: string | null },
    now: number,
  ): Promise<UserRow>;
  find(appId: string, id: string): Promise<UserRow | null>;
  findByReference(appId: string, reference: string): Promise<UserRow | null>;
}

export type Principal = { type: 'user'; user_id: string } | { type: 'system' };

// ---- sessions -------------------------------------------------------------------------------------------------------

export interface GrantPolicy {
  expires_at: number | null;
  max_ttl_seconds: number | null;
  default_ttl_seconds: number | null;
}

/** One flow's outcome, in the order they ended. */
export interface SessionEntry {
  flow_id: string;
  provider_id: string;
  at: number;
  outcome: 'granted' | 'declined' | 'failed';
  operation: 'creation' | 'reauth' | null;
  grant_id: string | null;
  account: string | null;
  account_display_name: string | null;
  scopes: string[];
  /** Status the grant had when the flow ended. */
  grant_status: 'active' | 'pending' | null;
  error: FlowErrorCode | null;
  /** The provider's own words, cleaned. */
  detail: string | null;
  request_id: string;
}

export interface SessionFinal {
  outcome: 'completed' | 'error' | 'expired';
  at: number;
  error: FlowErrorCode | null;
}

export interface ConnectSessionRow {
  kind: 'connect';
  /** Hex SHA-256 of the token. */
  hash: string;
  /** Public id: in the page's address, in the handshake, in audit rows. */
  id: string;
  app_id: string;
  principal: Principal;
  user_name: string | null;
  allowed_providers: string[];
  single_provider: boolean;
  allowed_origin: string | null;
  return_url: string | null;
  required_scopes: Record<string, string[]>;
  grant_policy: GrantPolicy | null;
  label: string | null;
  repair_grant_id: string | null;
  switch_account: boolean;
  metadata: Record<string, string>;
  created_at: number;
  expires_at: number;
  /** Hash of the browser's id; set by the first trade, never changed. */
  browser_hash: string | null;
  /** Flows begun and not ended: while one lives, an expired session is still pending. */
  open_flows: OpenFlow[];
  entries: SessionEntry[];
  /** Flows that were asked for, also those that never began. */
  attempts: number;
  /** How many declined entries `poll` has reported. */
  declined_reported: number;
  final: SessionFinal | null;
}

/** A flow that was begun and has not ended. */
export interface OpenFlow {
  flow_id: string;
  expires_at: number;
  /** Where the page must be able to find the flow again: it waits here, not at the provider. */
  state_hash?: string;
}

export interface WalletSessionRow {
  kind: 'wallet';
  hash: string;
  id: string;
  app_id: string;
  user_id: string;
  allowed_origin: string | null;
  created_at: number;
  expires_at: number;
}

/** How long a session's result stays readable after it is final or expired. */
export const readableAfterMs = 10 * 60_000;

export interface SessionStore {
  createConnect(row: ConnectSessionRow): Promise<void>;
  createWallet(row: WalletSessionRow): Promise<void>;
  /** Until `readableAfterMs` after it ended (final, or expired with no flow alive); then null. */
  findConnect(hash: string, now: number): Promise<ConnectSessionRow | null>;
  /** Many at once, for the watchers of one process; missing ones are absent from the map. */
  findConnects(hashes: readonly string[], now: number): Promise<Map<string, ConnectSessionRow>>;
  /** Null once `expires_at` has passed. */
  findWallet(hash: string, now: number): Promise<WalletSessionRow | null>;
  /** Binds the session to a browser, once: `same` when it was this one already. */
  bindBrowser(hash: string, browserHash: string, now: number): Promise<'bound' | 'same' | 'other' | 'gone'>;
  /** Counts a watch ticket that is to be given; refused when `most` were, or the session is gone. */
  countTicket(hash: string, most: number, now: number): Promise<boolean>;
  /** Counts a flow that is asked for, before anything is done for it; refused when `most` were, or the session is gone. */
  countAttempt(hash: string, most: number, now: number): Promise<boolean>;
  /** Records that a flow began; refused when the session is final, expired or not this browser's. */
  beginFlow(hash: string, browserHash: string, flow: OpenFlow, now: number): Promise<boolean>;
  /**
   * Appends a flow's outcome and closes the flow, once per flow id; with `final`, ends the session in the same step if it
   * has not ended. Returns the row after it, or null when the session is gone.
   */
  append(hash: string, entry: SessionEntry, final: SessionFinal | null, now: number): Promise<ConnectSessionRow | null>;
  /** Ends the session if it has not ended. Returns the row as it then is, or null when gone. */
  finalise(hash: string, final: SessionFinal, now: number): Promise<ConnectSessionRow | null>;
  /** The declined entries that were not reported yet; each is handed out once. */
  takeDeclined(hash: string, now: number): Promise<SessionEntry[]>;
}

/** Read-only tickets of the pages that watch a session. */
export interface TicketRow {
  hash: string;
  session_hash: string;
  app_id: string;
  expires_at: number;
}

export interface TicketStore {
  create(row: TicketRow): Promise<void>;
  find(hash: string, now: number): Promise<TicketRow | null>;
}

// ---- flows ----------------------------------------------------------------------------------------------------------

export interface FlowRow {
  id: string;
  /** Hex SHA-256 of the state. */
  state_hash: string;
  app_id: string;
  session_hash: string;
  session_id: string;
  browser_hash: string;
  provider_id: string;
  config_id: string;
  config_generation: number;
  issuer: string;
  token_endpoint: string;
  redirect_uri: string;
  scopes: string[];
  variables: Record<string, string>;
  kind: PersonFlowKind;
  /** What the kind keeps until the person has answered, e.g. a PKCE verifier under `code_verifier`. */
  secrets: Sealed | null;
  nonce: string | null;
  consent: 'handshake' | 'click';
  /** Whether the page that began it was a popup: its way back differs when the opener was cut. */
  display: 'popup' | 'page';
  created_at: number;
  /** The start URL works until then, once. */
  start_until: number;
  started_at: number | null;
  expires_at: number;
  consumed_at: number | null;
  /** Refused callbacks of this flow: the first gets an audit row, the rest are counted. */
  refusals: number;
}

export type StartOutcome =
  { kind: 'started'; flow: FlowRow } | { kind: 'unknown' | 'used' | 'expired' | 'other_browser' };

export type ConsumeOutcome =
  | { kind: 'consumed'; flow: FlowRow }
  | { kind: 'unknown' }
  /** `first`: this is the flow's first refusal. The flow is not consumed by any of these. */
  | { kind: 'replayed' | 'expired' | 'other_browser'; flow: FlowRow; first: boolean };

export interface FlowStore {
  create(row: FlowRow): Promise<void>;
  start(stateHash: string, browserHash: string, now: number): Promise<StartOutcome>;
  /** A flow that was not consumed and has not expired; nothing happens to it. */
  find(stateHash: string, now: number): Promise<FlowRow | null>;
  /** One conditional update: of many racing callers exactly one gets `consumed`. `browserHash` null: no cookie came. */
  consume(stateHash: string, browserHash: string | null, now: number): Promise<ConsumeOutcome>;
}

// ---- grants and their ciphertext ------------------------------------------------------------------------------------

/** Ciphertext of named fields under one data key, which is wrapped by a key of the ring. */
export interface Sealed {
  /** Envelope version. */
  version: 1;
  /** Key of the ring that wraps the data key. */
  key_id: string;
  wrapped_key: Uint8Array;
  fields: Record<string, Uint8Array>;
}

export interface GrantRow {
  id: string;
  app_id: string;
  principal: Principal;
  provider_id: string;
  /** How its credential came to be, and so how it is renewed and put on a request. */
  flow_kind: FlowKind;
  /** Birth marks: a grant keeps them; widening needs new consent. */
  config_id: string;
  issuer: string;
  client_id: string;
  hosts: string[];
  variables: Record<string, string>;
  /** What identifies the account at the provider; null: none, never matched. */
  account_key: string | null;
  account_identifier: string | null;
  account_display_name: string | null;
  /** Which vault field is injected. */
  inject_field: string;
  scopes: string[];
  scope_mismatch: boolean;
  label: string | null;
  status: GrantStatus;
  reason: string | null;
  /** Metadata of the access token, so that a list never opens the vault. */
  token_expires_at: number | null;
  refreshable: boolean;
  /** From the session's grant_policy. */
  policy: GrantPolicy | null;
  grant_expires_at: number | null;
  created_at: number;
  updated_at: number;
  revoked_at: number | null;
  revoke_reason: string | null;
  revoked_by: string | null;
  revocation: RevocationState | null;
  /** The row that says how it ended, from that step on until it stands in the audit. */
  unrecorded: AuditRow | null;
}

export interface VaultRow {
  app_id: string;
  grant_id: string;
  /** Grows with every change of the ciphertext; part of the AAD and the fencing number of a refresh. */
  generation: number;
  sealed: Sealed;
  updated_at: number;
}

/** A token call that is about to be made: written before it, and there until its outcome is stored. */
export interface RefreshIntent {
  id: string;
  /** Of the vault row whose refresh token is sent. */
  generation: number;
  /** Hex SHA-256 of that refresh token. */
  token_hash: string;
  /** Just before the call. */
  at: number;
  /** Of a token that was sent before: when it was first. */
  first_at?: number;
  /** The one repetition of a single-use token whose fate is unknown. */
  probe: boolean;
  /** Somebody has met it and recorded that its outcome is not known. */
  unknown: boolean;
  /** Which process wrote it. */
  process: string;
}

/** What all processes must know of a grant's refreshes. */
export interface RefreshMarks {
  intent: RefreshIntent | null;
  /** No token call before this. 0: at any time. */
  next_try_at: number;
  /** The last token call failed because the provider refuses the client. */
  client_refused: boolean;
  /** When a 401 of the provider forced the last refresh. 0: never. */
  forced_at: number;
  /** Why no token call is made for this generation any more: the person has to connect again. */
  ended: string | null;
  /** Refreshes, one after the other, that the provider refused although token and client are good. */
  refusals: number;
  /** Why it cannot be used although nobody ended it; tried again after `next_try_at`. */
  unusable: string | null;
  /** When this generation's refresh token is dead if nobody uses it, as the answer that brought it said. */
  refresh_ends_at?: number;
}

export const noMarks: RefreshMarks = {
  intent: null,
  next_try_at: 0,
  client_refused: false,
  forced_at: 0,
  ended: null,
  refusals: 0,
  unusable: null,
};

/** One refresh that came to an end, or whose end nobody knows. */
export interface RefreshRecord {
  id: string;
  at: number;
  outcome: 'refreshed' | 'failed' | 'unknown' | 'ended';
  /** Of the error; null: none. */
  class: 'permanent' | 'configuration' | 'transient' | 'indeterminate' | null;
  /** The provider's code or ours. */
  error: string | null;
  duration_ms: number;
  /** Token calls that were made. */
  calls: number;
  /** What made it necessary. */
  cause: 'ahead' | 'expired' | 'refused';
  process: string;
}

/** How many records a grant keeps. */
export const refreshRecords = 20;

/** A vault row as it is read: what is written beside the ciphertext, and never by whoever writes that. */
export interface HeldRow extends VaultRow {
  refresh: RefreshMarks;
  /**
   * Audit rows of outcomes that are stored, written in one step with them. Whoever appends one leaves it here; a sweep takes it
   * away when it stands in the audit, and appends it first when a crash came in between.
   */
  owed: AuditRow[];
}

export interface GrantFilter {
  provider_id?: string;
  status?: GrantStatus;
  needs_reconnect?: boolean;
  account?: string;
  label?: string;
  principal?: Principal;
  /** Leaves revoked ones out. */
  live?: boolean;
  /** With `status`: a grant whose time was over at this moment is `expired`, whatever its row says. */
  at?: number;
}

/** Newest first. `after` is the last row of the page before; with it `offset` is 0. */
export interface PageRequest {
  limit: number;
  offset: number;
  after: { created_at: number; id: string } | null;
}

export interface GrantPage {
  rows: GrantRow[];
  /** Matching rows, counted to at most 10,000. */
  total: number;
  has_more: boolean;
}

/** What makes two authorizations the same grant. */
export interface AccountIdentity {
  app_id: string;
  principal: Principal;
  issuer: string;
  client_id: string;
  account_key: string;
}

export type GrantPatch = Partial<Omit<GrantRow, 'id' | 'app_id' | 'principal' | 'issuer' | 'client_id' | 'created_at'>>;

export interface GrantEnd {
  at: number;
  reason: string | null;
  by: string;
  revocation: RevocationState;
  record?: AuditRow;
}

export interface GrantStore {
  /** `conflict`: a live grant of the same account exists (unique: app, principal, issuer, client id, account key). */
  create(grant: GrantRow, vault: VaultRow): Promise<'created' | 'conflict'>;
  find(appId: string, id: string): Promise<GrantRow | null>;
  findAccount(identity: AccountIdentity): Promise<GrantRow | null>;
  list(appId: string, filter: GrantFilter, page: PageRequest): Promise<GrantPage>;
  /**
   * New tokens into a grant that is not revoked: compare-and-set on the vault's generation (`vault.generation - 1`), grant
   * and vault together. Null when revoked, gone or the generation moved.
   *
   * The marks of refreshes go; what is owed to the audit stays. With `refreshed` only the intent that it names is closed, in the
   * same step: null too when another one stands there.
   */
  renew(
    appId: string,
    id: string,
    patch: GrantPatch,
    vault: VaultRow,
    refreshed?: { intent: string | null; marks: RefreshMarks; record: RefreshRecord; owed?: AuditRow },
  ): Promise<GrantRow | null>;
  /**
   * Changes metadata of a grant whose status is one of `from`. Null when it is not; and, with `generation`, when a later
   * ciphertext has come.
   */
  patch(
    appId: string,
    id: string,
    from: readonly GrantStatus[],
    patch: GrantPatch,
    generation?: number,
  ): Promise<GrantRow | null>;
  /**
   * Grants of all apps, `active` or `pending` by their rows, whose own time was over at `now`: longest over first, without
   * the first `skip`.
   */
  timedOut(now: number, limit: number, skip: number): Promise<GrantRow[]>;
  /** One of them becomes `expired`. Null when it is none any more: a person may have connected again meanwhile. */
  expire(appId: string, id: string, now: number): Promise<GrantRow | null>;
  /**
   * Ends the grant, destroys its ciphertext and queues the provider's revocation, in one step. Null when revoked or gone.
   * With `generation`, the one whose tokens `outbox` holds: `moved` when others have taken their place, and nothing happened.
   * The grant keeps `end.record` in the same step, as `unrecorded`, until a patch takes it off.
   */
  revoke(
    appId: string,
    id: string,
    end: GrantEnd,
    outbox: OutboxRow | null,
    generation?: number,
  ): Promise<GrantRow | 'moved' | null>;
  /** Revoked grants of all apps, at `before` or earlier, with an `unrecorded` row: longest first, without the first `skip`. */
  unrecorded(before: number, limit: number, skip: number): Promise<GrantRow[]>;
  /** Is another live grant, in any app, of the same issuer, client and account? */
  shared(account: { issuer: string; client_id: string; account_key: string }, exceptId: string): Promise<boolean>;
}

export interface VaultStore {
  read(appId: string, grantId: string): Promise<HeldRow | null>;
  /**
   * Compare-and-set on the generation and on the id of the intent that stands there (null: none): the marks become `marks`,
   * `record` goes on top of the history, and `owed` to what is owed. Never makes a row. False when something of it was different.
   */
  mark(
    appId: string,
    grantId: string,
    seen: { generation: number; intent: string | null },
    marks: RefreshMarks,
    record: RefreshRecord | null,
    owed?: AuditRow,
  ): Promise<boolean>;
  /** Newest first, at most {@link refreshRecords}. It goes with the row. */
  history(appId: string, grantId: string): Promise<RefreshRecord[]>;
  /** Rows, of all apps, with an intent: oldest first. */
  openIntents(limit: number): Promise<{ app_id: string; grant_id: string; intent: RefreshIntent }[]>;
  /**
   * Audit rows, of all apps, that are owed since `before` or longer: about oldest first, but over several shards in no order.
   * @param limit how many grants they are of, at most
   * @param skip how many grants, of those that owe for longest, are left out
   */
  owing(before: number, limit: number, skip: number): Promise<AuditRow[]>;
  /** They stand in the audit: nothing is owed for them any more. */
  paid(rows: readonly AuditRow[]): Promise<void>;
}

// ---- outbox: provider revocations -----------------------------------------------------------------------------------

/** What a grant knows of its tokens' provider, for tokens that no grant came of. */
export type TokenOrigin = Pick<
  GrantRow,
  'provider_id' | 'config_id' | 'issuer' | 'client_id' | 'variables' | 'account_key'
>;

export interface OutboxRow {
  id: string;
  app_id: string;
  /** Empty when no grant came of the tokens: then `origin` is there. */
  grant_id: string;
  kind: 'revoke';
  /** Tokens to revoke, sealed for this row; die with it. */
  sealed: Sealed;
  attempts: number;
  next_at: number;
  /** After this the row goes, done or not. */
  expires_at: number;
  /** A claim holds until then; a crashed worker's row comes back. */
  claimed_until: number;
  origin: TokenOrigin | null;
}

export interface OutboxStore {
  /** For tokens that came after the revocation, from a refresh that was under way, and for those that no grant came of. */
  add(row: OutboxRow): Promise<void>;
  /** Claims up to `limit` due rows for `holdMs`; two workers never hold the same. */
  claim(now: number, limit: number, holdMs: number): Promise<OutboxRow[]>;
  /** Claims one row by id, due or not; null when held or gone. */
  claimOne(id: string, now: number, holdMs: number): Promise<OutboxRow | null>;
  /** Removes the row and writes the grant's revocation state, in one step. */
  settle(row: OutboxRow, state: RevocationState): Promise<void>;
  postpone(id: string, nextAt: number): Promise<void>;
}

// ---- audit ----------------------------------------------------------------------------------------------------------

/** One record of one thing that happened. Text fields are already redacted and cut to size when they get here. */
export interface AuditRow {
  id: string;
  app_id: string;
  at: number;
  event: AuditEventName;
  request_id: string;
  /** Ties begin, outcome and end rows of one call together: the begin row's id. */
  call_id: string | null;
  key_id: string | null;
  caller: string | null;
  principal: Principal | null;
  grant_id: string | null;
  provider_id: string | null;
  session_id: string | null;
  method: string | null;
  host: string | null;
  path: string | null;
  reason: string | null;
  context: Record<string, string> | null;
  client_ip: string | null;
  /** `allow`, or the code of the refusal. */
  decision: string | null;
  /** The provider's status. */
  status: number | null;
  /** What only this event knows; small, no secrets. */
  detail: Record<string, string | number | boolean | null>;
}

/** A call that was allowed to begin, whatever came of it. One that turned out to be a replay was not. */
export const isUse = ({ event, decision }: Pick<AuditRow, 'event' | 'decision'>): boolean =>
  event === 'request.begun' && decision === 'allow';

export interface NonceClaim {
  key_id: string;
  nonce: string;
  /** Kept until then. */
  until: number;
}

export interface AuditStore {
  /** Durable when it resolves; rows of one call stand in the order given, each chained to the one before it. */
  append(rows: readonly AuditRow[]): Promise<void>;
  /** Those of the rows, each about a grant, whose ids do not stand yet. Resolves with how many they were. */
  appendMissing(rows: readonly AuditRow[]): Promise<number>;
  /** Begin row and nonce in one step: `replayed` when the nonce was used, and then the row says so. */
  claim(row: AuditRow, nonce: NonceClaim | null): Promise<'claimed' | 'replayed'>;
  /** For routes without a begin row. */
  claimNonce(appId: string, nonce: NonceClaim): Promise<boolean>;
  /** Rows about one grant, newest first. */
  ofGrant(
    appId: string,
    grantId: string,
    limit: number,
    before: { at: number; id: string } | null,
  ): Promise<AuditRow[]>;
  /**
   * When each of the grants was last used: the time of its newest call that was allowed to begin ({@link isUse}). Those that
   * never were are not in it. What was refused since costs nothing.
   */
  lastUses(appId: string, grantIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** One app's chains, by writer: many processes write one each. */
  chains(appId: string): Promise<ChainEnd[]>;
  /** Rows of one chain in writing order after `sequence` (0: from its start), with their chain columns. */
  chain(appId: string, writer: string, afterSequence: number, limit: number): Promise<ChainedAuditRow[]>;
}

/** A chain's last row. */
export interface ChainEnd {
  writer: string;
  sequence: number;
  hash: string;
}

export interface ChainedAuditRow {
  row: AuditRow;
  writer: string;
  sequence: number;
  previous_hash: string;
  hash: string;
}

// ---- leases ---------------------------------------------------------------------------------------------------------

/** The right to do one piece of work alone, over all processes, for a time that the store's own clock measures. */
export interface Lease {
  app_id: string;
  /** What the work is: `refresh/<grant id>`, `sweep`. */
  name: string;
  /** Random, of one attempt: two attempts of one process are two owners. */
  owner: string;
  /** Greater than that of every holder before it, also after a release. */
  fence: number;
}

export interface LeaseStore {
  /** One conditional write. Null: somebody holds it. The owner's own live lease is not given twice. */
  acquire(appId: string, name: string, owner: string, holdMs: number): Promise<Lease | null>;
  /** From now on `holdMs` more. False when it was lost: released, run out and taken, or run out. */
  renew(lease: Lease, holdMs: number): Promise<boolean>;
  /** Only by its holder; nothing happens when it was lost. */
  release(lease: Lease): Promise<void>;
  /** Whether anybody holds it at this moment: for people, never to decide what to do next. */
  held(appId: string, name: string): Promise<boolean>;
}
