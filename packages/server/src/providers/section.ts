/** A strict object of a declaration: its names in snake_case, as files have them, come out in camelCase, as entries do. */
import { z } from 'zod';

type Camel<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;
/** What is not said is absent, never `undefined`: it must not hide a default. */
type Camelled<T> = { [K in keyof T as K extends string ? Camel<K> : never]: Exclude<T[K], undefined> };

/** A map from names that the provider chose; `most` of them. A name that may not be one is refused in the name's own words. */
export const mapOf = <K extends z.core.$ZodRecordKey, V extends z.ZodType>(key: K, value: V, most: number) =>
  z
    .record(key, value, {
      error: (issue) =>
        issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join('; ') : undefined,
    })
    .refine((given) => Object.keys(given).length <= most, `at most ${String(most)} of them`);

/** A name that is not in the shape is refused with the names that are. Names inside a map, as of headers, stay as they are. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys'
          ? `there is no ${(issue.keys ?? []).map((key) => `"${key}"`).join(' or ')} here; write ${Object.keys(shape).join(', ')}`
          : undefined,
    })
    .transform((given) => camelled(given));

function camelled<T extends object>(given: T): Camelled<T> {
  const named = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]: [string, unknown]) => [camel(key), value]);
  return Object.fromEntries(named) as Camelled<T>;
}

export const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
