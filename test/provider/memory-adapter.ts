/** Storage of one authorization server: the library's own memory adapter is shared by all servers of a process. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

type Stored = { payload: AdapterPayload; until: number };

export class Storage {
  readonly rows = new Map<string, Stored>();

  adapter(name: string): Adapter {
    return new StorageAdapter(name, this.rows);
  }
}

class StorageAdapter implements Adapter {
  readonly #name: string;
  readonly #rows: Map<string, Stored>;

  constructor(name: string, rows: Map<string, Stored>) {
    this.#name = name;
    this.#rows = rows;
  }

  #key(id: string): string {
    return `${this.#name}:${id}`;
  }

  #live(predicate: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload, until }] of this.#rows) {
      if (key.startsWith(`${this.#name}:`) && until > Date.now() && predicate(payload)) return payload;
    }
    return undefined;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const until = expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000;
    this.#rows.set(this.#key(id), { payload, until });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = this.#rows.get(this.#key(id));
    return row && row.until > Date.now() ? row.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#live((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#live((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const row = this.#rows.get(this.#key(id));
    if (row) row.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#rows.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.#rows) {
      if (key.startsWith(`${this.#name}:`) && payload.grantId === grantId) this.#rows.delete(key);
    }
  }
}
