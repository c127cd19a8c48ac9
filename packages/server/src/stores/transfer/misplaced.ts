/**
 * What stands where nobody looks for it. Both stores find a grant and its ciphertext by a number made of the id, and MongoDB the
 * audit rows of a grant too: whoever writes past the service can leave one that is not found by it.
 */
import type { Finding, Kind } from './holdings.ts';

const todo =
  'Copy everything into a new store ("alter store copy"), which makes every place anew, or restore a backup.';

export const misplacedGrant = (id: string, appId: string): Finding => ({
  what: `grant ${id} of app ${appId} stands at a place that is not that of its id: no call finds it`,
  todo,
});

export const misplacedCiphertext = (grantId: string, appId: string): Finding => ({
  what: `the ciphertext of grant ${grantId} of app ${appId} stands at a place that is not that of its id: no call finds it`,
  todo,
});

/** @param id the page's, which is that of its first row */
export const misplacedPage = (id: string, appId: string): Finding => ({
  what: `the audit page ${id} of app ${appId} stands at places that are not those of its rows: a list of the rows of a grant may leave them out`,
  todo,
});

/** All rows of a store may be misplaced: so many of a kind are named, and the others counted. */
const mostNamed = 10;

export class MisplacedList {
  readonly #kind: Kind;
  readonly #named: Finding[] = [];
  #more = 0;

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  add(found: readonly Finding[] = []): void {
    const fitting = found.slice(0, mostNamed - this.#named.length);
    this.#named.push(...fitting);
    this.#more += found.length - fitting.length;
  }

  findings(): Finding[] {
    if (this.#more === 0) return this.#named;
    return [...this.#named, { what: `${this.#more} more of "${this.#kind}" stand at other places than theirs`, todo }];
  }
}
