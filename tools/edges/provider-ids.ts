/** No branch on a provider's id: outside its own file the id is not even written down. */
import type { Breach } from './breach.ts';
import type { ModuleFacts } from './module-facts.ts';

const home = 'packages/server/src/providers/';
const idLine = /^\s*id: '([a-z0-9_-]+)',$/gm;
const aliasLine = /^\s*aliases: \[([^\]]*)\],$/gm;

/** Ids and aliases that the files of `providers/` declare. */
export function declaredProviderIds(sources: ReadonlyMap<string, string>): Set<string> {
  const ids = new Set<string>();
  for (const [file, source] of sources) {
    if (!file.startsWith(home)) continue;
    for (const [, id = ''] of source.matchAll(idLine)) ids.add(id);
    for (const [, list = ''] of source.matchAll(aliasLine)) {
      for (const [, alias = ''] of list.matchAll(/'([^']+)'/g)) ids.add(alias);
    }
  }
  // Too common words to tell apart: `custom` is a credential type as well, `close` an event of every stream.
  for (const word of ['custom', 'close']) ids.delete(word);
  return ids;
}

export function providerIdBreaches(facts: ModuleFacts, ids: ReadonlySet<string>): Breach[] {
  if (facts.file.startsWith(home)) return [];
  return facts.texts
    .filter(({ text }) => ids.has(text))
    .map(({ text, line }) => ({
      file: facts.file,
      line,
      message: `provider id '${text}' outside providers/: ask the resolved entry by property`,
    }));
}
