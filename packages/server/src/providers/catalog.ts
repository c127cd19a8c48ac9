import type { Provider } from './provider.ts';
import { mistakesOf } from './validate.ts';

/** The providers that the service knows by itself. */
export interface Catalog {
  /** By id or alias. */
  entry(id: string): Provider | null;
  list(): readonly Provider[];
}

/** Entries that cannot be trusted with a secret: every mistake, in words. */
export class CatalogMistakes extends Error {
  override readonly name = 'CatalogMistakes';
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The provider catalog has mistakes:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`);
    this.mistakes = mistakes;
  }
}

/** @throws CatalogMistakes with every mistake of every entry */
export function loadCatalog(entries: readonly Provider[]): Catalog {
  const mistakes = mistakesOf(entries);
  if (mistakes.length > 0) throw new CatalogMistakes(mistakes);
  const byName = new Map(entries.flatMap((entry) => [entry.id, ...(entry.aliases ?? [])].map((name) => [name, entry])));
  return { entry: (id) => byName.get(id) ?? null, list: () => entries };
}
