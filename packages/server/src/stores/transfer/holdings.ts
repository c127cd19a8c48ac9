/**
 * All that a store keeps, kind by kind and in key order, to be read, counted, compared and put into another store as it
 * is. For an operator's tools: the service never uses it. Ciphertext is bytes here and is never opened.
 */
import {
  readableAfterMs,
  type ChainedAuditRow,
  type ConfigFlag,
  type ConnectSessionRow,
  type FlowRow,
  type GrantRow,
  type HeldRow,
  type KeyRow,
  type NonceClaim,
  type OutboxRow,
  type ProviderConfigRow,
  type RefreshRecord,
  type TicketRow,
  type UserRow,
  type WalletSessionRow,
} from '../store.ts';

/** What stands under each kind. Leases are not among them: they end with the processes that held them. */
export interface Held {
  keys: KeyRow;
  provider_configs: ProviderConfigRow;
  provider_config_flags: ConfigFlag;
  users: UserRow;
  /** What a session's row alone does not tell: how long a final one is readable, and how many tickets were given. */
  connect_sessions: ConnectSessionRow & { readable_until: number; tickets_given: number };
  wallet_sessions: WalletSessionRow;
  tickets: TicketRow;
  flows: FlowRow;
  grants: GrantRow;
  vault: HeldRow & { history: RefreshRecord[] };
  outbox: OutboxRow;
  nonces: NonceClaim;
  audit: ChainedAuditRow;
}

export type Kind = keyof Held;

/** What a row is found by, and sorted by: texts by their UTF-8 bytes, numbers by size. */
type Key = readonly (string | number)[];

interface KindFacts<Row> {
  key: (row: Row) => Key;
  /** From then on no read gives the row; null: it stays. */
  endOf: (row: Row) => number | null;
}

const stays = (): null => null;

const facts: { readonly [K in Kind]: KindFacts<Held[K]> } = {
  keys: { key: ({ hash }) => [hash], endOf: stays },
  provider_configs: { key: ({ id }) => [id], endOf: stays },
  provider_config_flags: { key: ({ app_id, config_id }) => [app_id, config_id], endOf: stays },
  users: { key: ({ id }) => [id], endOf: stays },
  connect_sessions: { key: ({ hash }) => [hash], endOf: ({ readable_until }) => readable_until },
  wallet_sessions: { key: ({ hash }) => [hash], endOf: ({ expires_at }) => expires_at },
  tickets: { key: ({ hash }) => [hash], endOf: ({ expires_at }) => expires_at },
  flows: { key: ({ state_hash }) => [state_hash], endOf: ({ expires_at }) => expires_at + readableAfterMs },
  grants: { key: ({ id }) => [id], endOf: stays },
  vault: { key: ({ grant_id }) => [grant_id], endOf: stays },
  outbox: { key: ({ id }) => [id], endOf: stays },
  nonces: { key: ({ key_id, nonce }) => [key_id, nonce], endOf: ({ until }) => until },
  audit: { key: ({ row, writer, sequence }) => [row.app_id, writer, sequence], endOf: stays },
};

/** In an order in which they can be written: a grant before its ciphertext. */
export const kinds = Object.keys(facts) as readonly Kind[];

export const keyOf = <K extends Kind>(kind: K, row: Held[K]): Key => facts[kind].key(row);

/** Whether the row's time was over at `now`, so that nobody misses it. */
export function isOver<K extends Kind>(kind: K, row: Held[K], now: number): boolean {
  const end = facts[kind].endOf(row);
  return end !== null && end <= now;
}

/** Negative, zero or positive, as `sort` wants it. */
export function compareKeys(a: Key, b: Key): number {
  for (const [i, one] of a.entries()) {
    const other = b[i]!;
    if (one === other) continue;
    if (typeof one === 'number') return one - Number(other);
    return Buffer.compare(Buffer.from(one), Buffer.from(String(other)));
  }
  return 0;
}

export interface Batch<Row> {
  rows: Row[];
  /** Rows that are no part of what the store means: half of an act that was broken off or is under way. */
  halves: Half[];
  /** Of the rows, which are given all the same: those that stand where nobody looks for them. Absent: none. */
  misplaced?: Finding[];
}

export interface Half {
  key: string;
  /** Ends a sentence that begins with the row: `whose grant was never written`. */
  why: string;
  since: number;
}

/** One thing that is not as it has to be. */
export interface Finding {
  what: string;
  /** What a person can do about it. */
  todo: string;
}

export interface TableStats {
  name: string;
  rows: number;
  bytes: number;
  indexBytes: number;
}

export interface StoreStats {
  /** Of all tables or collections; for a file, its size with its log. */
  bytes: number;
  tables: TableStats[];
  audit: { oldest: number; newest: number } | null;
  /** Begun, not ended, and not over. */
  openFlows: number;
}

/** What a store lacks of what this version declares. */
export interface SchemaState {
  /** What a migration would do, one sentence each. */
  todo: string[];
  /** What somebody else makes at this moment; a migration waits for it. */
  building: string[];
  /** What no migration mends. */
  wrong: Finding[];
}

export interface Holdings {
  /** Where it is, without a password. */
  readonly place: string;
  read<K extends Kind>(kind: K): AsyncIterable<Batch<Held[K]>, undefined>;
  /** Those whose key is there already are left as they are. @throws Error when a row breaks another rule of the store */
  insert<K extends Kind>(kind: K, rows: readonly Held[K][]): Promise<void>;
  /** About how many, for a progress line. */
  estimate(kind: Kind): Promise<number>;
  /** What only the store itself can tell about its soundness. */
  inspect(): Promise<Finding[]>;
  stats(now: number): Promise<StoreStats>;
  /** A sign that a service works on it at `now`, in words; null: none was seen, which proves nothing. */
  inUse(now: number): Promise<string | null>;
  /** Whether somebody else wrote to it since it was opened; null: it cannot tell. */
  writtenSince(): Promise<boolean | null>;
  close(): Promise<void>;
}

/** How long an act may be under way; what is half-done for longer should have been swept. */
export const underWayMs = 15 * 60_000;
