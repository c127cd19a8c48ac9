/** Which sites, organisations or companies tokens are for, where the entry says that calls name one. */
import { mostPlaces, placeVariable, type Place } from '../providers/places.ts';
import { valueMistake, withValues } from '../providers/resolve.ts';
import { fill } from '../providers/template.ts';
import { askProvider, type AskRequest } from './ask-provider.ts';
import { memberAt, valueAt } from './member.ts';
import { plainLabel } from './plain-label.ts';

export type PlacesOutcome =
  | { kind: 'known'; places: Place[] }
  /** The connection works all the same: a caller may name one itself. */
  | { kind: 'unknown'; error: string };

/** Null: this provider has none. */
export async function lookUpPlaces(request: AskRequest): Promise<PlacesOutcome | null> {
  const provider = withValues(request.provider, request.tokens.variables);
  const { places } = provider.entry.api;
  const variable = placeVariable(provider.entry);
  if (!places || !variable) return null;
  const asked = { url: fill(places.url, provider.variables), method: 'GET' } as const;
  const said = await askProvider({ ...request, provider }, asked, 'list of places');
  if (said.kind === 'failed') return { kind: 'unknown', error: said.error };
  const list = places.list === undefined ? said.body : valueAt(said.body, places.list);
  if (!Array.isArray(list)) return { kind: 'unknown', error: 'the list of places is none' };
  const found = new Map<string, Place>();
  for (const item of list as readonly unknown[]) {
    const id = memberAt(item, variable.at ?? variable.name);
    // One that could not stand in a header or a path is none that a call can name. Some are listed for each product again.
    if (id === null || valueMistake(variable, id) !== null || found.has(id)) continue;
    found.set(id, { id, name: plainLabel(memberAt(item, places.name) ?? '') });
  }
  return { kind: 'known', places: [...found.values()].slice(0, mostPlaces) };
}
