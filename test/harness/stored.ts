/** What a store holds, seen past the service. */
export const kinds = [
  'keys',
  'users',
  'connect_sessions',
  'wallet_sessions',
  'tickets',
  'flows',
  'grants',
  'vault',
  'outbox',
  'audit',
] as const;
export type Kind = (typeof kinds)[number];

/** Field names are those of the contract (`stores/store.ts`). */
export type Row = Record<string, unknown>;
/** Every field equal to this; of a list, any. */
export type Where = Readonly<Record<string, string | number | null | readonly string[]>>;

export interface Stored {
  /** Settings of a service on this store. */
  readonly env: Readonly<Record<string, string>>;
  /** In the order in which they were first written; the store may have fields of its own beside the contract's. */
  rows(kind: Kind, where?: Where): Promise<Row[]>;
  /** Puts these fields into the rows, as somebody with the database but without the service would. */
  change(kind: Kind, where: Where, fields: Readonly<Row>): Promise<void>;
  /** Everything it has on disk and, where that is not the same, every document: for greps. */
  bytes(): Promise<Buffer>;
  /** From now on no write succeeds, and reads go on, as on a full disk. @returns ends it; safe to call twice */
  refuseWrites(): Promise<() => Promise<void>>;
  /** Removes all of it. */
  remove(): Promise<void>;
}
