import type { CustomProvider } from './custom-schema.ts';
import { oneOf, underSuffix } from './patterns.ts';
import type { Variable } from './provider.ts';

type Given = NonNullable<CustomProvider['variables']>[string];

/** What a kind allows, where nothing narrower is said; `resolve.ts` judges each value by its kind as well. */
const allowed = {
  host: /[a-z0-9.-]+(:[0-9]{1,5})?/,
  label: /[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/,
  path: /[A-Za-z0-9._~-]+/,
  value: /[\x20-\x7e]+/,
} as const;

export const variablesOf = (given: CustomProvider['variables'] = {}): Variable[] =>
  Object.entries(given).map(([name, { pattern, values, under, capture, ...facts }]) => ({
    name,
    ...facts,
    pattern: patternOf({ pattern, values, under, kind: facts.kind }),
    ...(capture === undefined ? {} : { capture: new RegExp(capture) }),
  }));

function patternOf({
  pattern,
  values,
  under,
  kind,
}: { [K in 'pattern' | 'values' | 'under' | 'kind']: Given[K] | undefined }): RegExp {
  if (values) return oneOf(...values);
  if (under) return underSuffix(...under);
  return pattern === undefined ? allowed[kind ?? 'value'] : new RegExp(pattern);
}
