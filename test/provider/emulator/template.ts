import type { Json, Template } from './behaviour.ts';

/** What places stand for; undefined: there is none, and its member is left out. */
export type Values = Readonly<Record<string, Json | undefined>>;

/** Fills the places of a template. @throws for a place that nobody knows: a mistake in a test's data */
export function fillTemplate(template: Template, values: Values): Json | undefined {
  if (typeof template === 'string') return fillText(template, values);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    return (template as readonly Template[]).map((one) => fillTemplate(one, values)).filter((one) => one !== undefined);
  }
  const members = Object.entries(template).map(([name, one]) => [name, fillTemplate(one, values)] as const);
  return Object.fromEntries(members.filter((member): member is readonly [string, Json] => member[1] !== undefined));
}

function fillText(text: string, values: Values): Json | undefined {
  const whole = /^\{([a-z0-9_]+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return known(whole, values);
  return text.replace(/\{([a-z0-9_]+)\}/g, (_, name: string) => asText(known(name, values)));
}

function known(name: string, values: Values): Json | undefined {
  if (!(name in values)) throw new Error(`nothing is known as {${name}}`);
  return values[name];
}

/** Of a value as it stands in a text or a form. */
export const asText = (value: Json | undefined): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
