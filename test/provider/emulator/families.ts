/** Grants and their tokens: what is live, what is spent, and what a spent token does. RFC 6749 §6; RFC 9700 §4.14.2 */
import { randomUUID } from 'node:crypto';
import type { Behaviour } from './behaviour.ts';

export interface Family {
  id: string;
  subject: string;
  scopes: readonly string[];
  live: boolean;
  /** One, or with two pairs the person's and the bot's. */
  pairs: Pair[];
  nonce: string | null;
}

export interface Pair {
  access: string;
  /** Null: none is given. */
  refresh: string | null;
  generation: number;
}

/** What a refresh token came to. With `pair`, tokens are answered. */
export type Turn =
  | { outcome: 'rotated' | 'refreshed' | 'grace'; family: Family; pair: Pair }
  | { outcome: 'reused' | 'ended' | 'unknown_token'; family: Family | null };

interface Held {
  family: Family;
  index: number;
}

interface Spent extends Held {
  at: number;
  /** What was answered for it. */
  next: Pair;
}

export class Families {
  readonly #prefix: string;
  readonly #all: Family[] = [];
  /** Epoch milliseconds at which an access token dies. */
  readonly #access = new Map<string, Held & { until: number }>();
  readonly #refresh = new Map<string, Held>();
  readonly #spent = new Map<string, Spent>();

  constructor(tenant: string) {
    this.#prefix = tenant;
  }

  list(): readonly Family[] {
    return this.#all;
  }

  begin(behaviour: Behaviour, grant: Pick<Family, 'subject' | 'scopes' | 'nonce'>): Family {
    const family: Family = { ...grant, id: `${this.#prefix}-${String(this.#all.length + 1)}`, live: true, pairs: [] };
    this.#all.push(family);
    const withRefresh = behaviour.refresh.rotation !== 'none';
    for (let index = 0; index < behaviour.refresh.pairs; index++) {
      const pair = { access: '', refresh: null, generation: 0 };
      family.pairs.push(pair);
      this.#renew(behaviour, { family, index }, withRefresh);
    }
    return family;
  }

  /** The grant of a live access token. */
  byAccess(token: string): Family | null {
    const held = this.#access.get(token);
    return held?.family.live === true && held.until > Date.now() ? held.family : null;
  }

  /** The grant that a token is or was of, whatever became of it. */
  ofToken(token: string): Family | null {
    return (this.#access.get(token) ?? this.#refresh.get(token) ?? this.#spent.get(token))?.family ?? null;
  }

  /** A token that a revocation endpoint knows: not spent, and its grant lives. */
  revocable(token: string): Family | null {
    const family = (this.#access.get(token) ?? this.#refresh.get(token))?.family;
    return family?.live === true ? family : null;
  }

  turn(behaviour: Behaviour, token: string): Turn {
    const spent = this.#spent.get(token);
    if (spent) return this.#again(behaviour, token, spent);
    const held = this.#refresh.get(token);
    if (!held) return { outcome: 'unknown_token', family: null };
    const { family } = held;
    if (!family.live) return { outcome: 'ended', family };
    const { rotation } = behaviour.refresh;
    const pair = this.#renew(behaviour, held, rotation !== 'static');
    if (rotation === 'static') return { outcome: 'refreshed', family, pair };
    if (rotation === 'single-use') {
      this.#refresh.delete(token);
      this.#spent.set(token, { ...held, at: Date.now(), next: pair });
    }
    return { outcome: 'rotated', family, pair };
  }

  #again(behaviour: Behaviour, token: string, spent: Spent): Turn {
    const { family } = spent;
    const { graceMs, grace, reuse } = behaviour.refresh;
    if (!family.live) return { outcome: 'ended', family };
    if (Date.now() - spent.at < graceMs) {
      const pair = grace === 'repeat' ? spent.next : this.#renew(behaviour, spent, true);
      if (grace === 'new') this.#spent.set(token, { ...spent, next: pair });
      return { outcome: 'grace', family, pair };
    }
    if (reuse === 'revoke-family') family.live = false;
    return { outcome: 'reused', family };
  }

  #renew({ access }: Behaviour, { family, index }: Held, withRefresh: boolean): Pair {
    const generation = (family.pairs[index]?.generation ?? 0) + 1;
    const name = (kind: string) => `${kind}-${family.id}-${String(index)}.${String(generation)}-${randomUUID()}`;
    const old = family.pairs[index]?.refresh ?? null;
    const pair = { access: name('access'), refresh: withRefresh ? name('refresh') : old, generation };
    family.pairs[index] = pair;
    const until = access.seconds === null ? Infinity : Date.now() + access.seconds * 1000;
    this.#access.set(pair.access, { family, index, until });
    if (pair.refresh !== null) this.#refresh.set(pair.refresh, { family, index });
    return pair;
  }

  /** A token without a refresh token: of a client that acts for itself. */
  single(behaviour: Behaviour, scopes: readonly string[]): Family {
    const alone = { ...behaviour, refresh: { ...behaviour.refresh, rotation: 'none', pairs: 1 } as const };
    return this.begin(alone, { subject: behaviour.client.id, scopes, nonce: null });
  }

  /** Another access token for a live one; the old one lives on. */
  swap(behaviour: Behaviour, token: string): { family: Family; pair: Pair } | null {
    const held = this.#access.get(token);
    const family = this.byAccess(token);
    if (!held || !family) return null;
    return { family, pair: this.#renew(behaviour, held, false) };
  }

  /** Access tokens that were given so far die now, whatever was said of their life. */
  expire(): void {
    for (const held of this.#access.values()) held.until = 0;
  }

  /** Null: all of them, as when a person removes the app. */
  end(subject: string | null): number {
    const ended = this.#all.filter(({ live, ...one }) => live && (subject === null || one.subject === subject));
    for (const family of ended) family.live = false;
    return ended.length;
  }
}
