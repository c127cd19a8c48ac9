/** The sites, organisations or companies of a grant: kept among its variables, so that a call can name one. */
import type { Provider, Variable } from './provider.ts';

export interface Place {
  /** Judged by the entry: it may stand in a header or a path. */
  id: string;
  /** For people; null: the provider did not say. */
  name: string | null;
}

/** More of one grant are neither kept nor told; a caller may name any that the provider lets the token reach. */
export const mostPlaces = 50;

/** No variable of an entry has such a name. */
const key = 'place:';

/** What an id of a place is called in the entry's headers and paths. */
export const placeVariable = ({ variables }: Provider): Variable | undefined =>
  variables.find(({ from }) => from === 'places');

/** A grant's variables with these places instead of those of before; a single one is the variable's value. */
export function withPlaces(
  entry: Provider,
  variables: Readonly<Record<string, string>>,
  places: readonly Place[],
): Record<string, string> {
  const variable = placeVariable(entry)?.name;
  const others = Object.entries(variables).filter(([name]) => name !== variable && !name.startsWith(key));
  const [only, second] = places;
  return Object.fromEntries([
    ...others,
    ...places.map(({ id, name }): [string, string] => [key + id, name ?? '']),
    ...(variable !== undefined && only && !second ? [[variable, only.id] as const] : []),
  ]);
}

export const placesOf = (variables: Readonly<Record<string, string>>): Place[] =>
  Object.entries(variables)
    .filter(([name]) => name.startsWith(key))
    .map(([name, text]) => ({ id: name.slice(key.length), name: text === '' ? null : text }));

/** A grant's variables as their names are in the entry. */
export const withoutPlaces = (variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith(key)));
