import { ConfigMistakes } from '../config.ts';
import type { ProviderConfigRow } from '../stores/store.ts';
import type { Catalog } from './catalog.ts';
import { chosenOf, fromColumns } from './custom-row.ts';
import { entryFor } from './entry-for.ts';
import type { Provider, ProviderConfig } from './provider.ts';

export type StoredEntry = Pick<ProviderConfig, 'flowKinds' | 'ownEndpoints'> & { entry: Provider };

/**
 * Entries of the store's rows. That of a custom provider is made and judged once for each save: the caller has just read
 * the row, and an entry is only answered for the very columns that it was made of. No secret is in them.
 */
export class StoredEntries {
  readonly #catalog: Catalog;
  readonly #limit: number;
  readonly #made = new Map<string, { facts: string; made: StoredEntry }>();

  /** @param limit how many are kept; the one that was made first goes first */
  constructor(catalog: Catalog, limit = 500) {
    this.#catalog = catalog;
    this.#limit = limit;
  }

  /** @throws ConfigMistakes */
  of(row: ProviderConfigRow): StoredEntry {
    const facts = JSON.stringify([row.generation, row.provider_id, row.name, row.hosts, row.endpoints]);
    const known = this.#made.get(row.id);
    if (known?.facts === facts) return known.made;
    const made = storedEntry(row, this.#catalog);
    if (made.ownEndpoints) this.#keep(row.id, { facts, made });
    return made;
  }

  #keep(id: string, made: { facts: string; made: StoredEntry }): void {
    this.#made.delete(id);
    const [first] = this.#made.keys();
    if (first !== undefined && this.#made.size >= this.#limit) this.#made.delete(first);
    this.#made.set(id, made);
  }
}

/** Settings are text that another version may have written: whatever breaks on them, this one row cannot be used. */
function storedEntry(row: ProviderConfigRow, catalog: Catalog): StoredEntry {
  const known = catalog.entry(row.provider_id);
  try {
    const own = fromColumns(row);
    if (own && known) throw new ConfigMistakes([`${known.name} has the id or alias "${row.provider_id}"`]);
    const entry = entryFor(row.provider_id, own?.custom ?? null, own?.metadata ?? null, catalog);
    return { entry, flowKinds: chosenOf(row), ownEndpoints: own !== null };
  } catch (cause) {
    if (cause instanceof ConfigMistakes) throw cause;
    throw new ConfigMistakes(['its stored settings cannot be used by this version']);
  }
}
