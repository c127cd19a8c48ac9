import { ConfigMistakes } from '../config.ts';
import type { Catalog } from './catalog.ts';
import type { CustomProvider } from './custom-schema.ts';
import { customEntry, customMistakes, type ServerMetadata } from './custom.ts';
import type { Provider } from './provider.ts';

/** @throws ConfigMistakes when there is no such entry, or the custom one is not sound */
export function entryFor(
  id: string,
  custom: CustomProvider | null,
  metadata: ServerMetadata | null,
  catalog: Catalog,
): Provider {
  if (custom && metadata) {
    const entry = customEntry(id, custom, metadata);
    const mistakes = customMistakes(id, custom, metadata, entry);
    if (mistakes.length > 0) throw new ConfigMistakes(mistakes.map((mistake) => `custom provider ${id}: ${mistake}`));
    return entry;
  }
  const known = catalog.entry(id);
  if (!known) throw new ConfigMistakes([`provider "${id}" is not in the catalog and has no endpoints of its own`]);
  return known;
}
