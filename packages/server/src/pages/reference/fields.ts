/** JSON Schema as rows that a person reads: name, type, limits. */
import type { JsonSchema } from '@alter/protocol/openapi';

export interface Field {
  /** Dotted from the top; `[]` stands for each of a list, `{}` for each of a map. */
  name: string;
  type: string;
  required: boolean;
  limits: readonly string[];
  words: string;
}

/** One list of fields; several where the schema is one of several objects. */
export type Shape = readonly Field[];

export function shapesOf(schema: JsonSchema): Shape[] {
  const choices = schema.anyOf ?? schema.oneOf;
  return choices ? choices.map((one) => fieldsOf(one, '')) : [fieldsOf(schema, '')];
}

/** A field by itself, e.g. a query parameter. */
export function fieldOf(name: string, schema: JsonSchema, required: boolean): Field {
  const { inner, nullable } = withoutNull(schema);
  return {
    name,
    type: typeWords(inner) + (nullable ? ', or null' : ''),
    required,
    limits: limitsOf(inner, schema.default),
    words: schema.description ?? '',
  };
}

function fieldsOf(schema: JsonSchema, prefix: string): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    fieldOf(prefix + name, property, schema.required?.includes(name) ?? false),
    ...below(property, prefix + name),
  ]);
}

/** The fields of what a field holds. */
function below(schema: JsonSchema, name: string): Field[] {
  const { inner } = withoutNull(schema);
  if (inner.properties) return fieldsOf(inner, `${name}.`);
  if (inner.items?.properties) return fieldsOf(inner.items, `${name}[].`);
  const each = inner.additionalProperties;
  if (typeof each === 'object' && each.properties) return fieldsOf(each, `${name}{}.`);
  return [];
}

function withoutNull(schema: JsonSchema): { inner: JsonSchema; nullable: boolean } {
  const choices = schema.anyOf?.filter((one) => one.type !== 'null');
  if (schema.anyOf && choices && choices.length < schema.anyOf.length) {
    const [only] = choices;
    return { inner: choices.length === 1 && only ? only : { ...schema, anyOf: choices }, nullable: true };
  }
  if (!Array.isArray(schema.type)) return { inner: schema, nullable: false };
  const types = schema.type.filter((type) => type !== 'null');
  const [type = ''] = types;
  return { inner: { ...schema, type: types.length === 1 ? type : types }, nullable: types.length < schema.type.length };
}

const plain: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true` or `false`',
  null: 'null',
  object: 'object',
};
const formats: Readonly<Record<string, string>> = { uuid: 'UUID', 'date-time': 'time, ISO 8601', base64: 'base64' };

function typeWords(schema: JsonSchema): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return anyOf(schema.enum.map(code));
  if (schema.anyOf ?? schema.oneOf) return anyOf((schema.anyOf ?? schema.oneOf ?? []).map(typeWords));
  if (Array.isArray(schema.type)) return anyOf(schema.type.map((type) => plain[type] ?? type));
  if (schema.format && formats[schema.format]) return formats[schema.format] ?? '';
  if (schema.type === 'array')
    return `list of ${schema.items ? typeWords(withoutNull(schema.items).inner) : 'anything'}`;
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object' && !schema.properties)
    return `map from text to ${typeWords(schema.additionalProperties)}`;
  return schema.type === undefined ? 'any JSON' : (plain[schema.type] ?? schema.type);
}

const code = (value: unknown): string => `\`${String(value)}\``;
const anyOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

function limitsOf(schema: JsonSchema, preset: unknown): string[] {
  const { minimum, maximum, exclusiveMinimum, pattern, format } = schema;
  const each = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1;
  return [
    range(schema.minLength, schema.maxLength, 'characters'),
    // Zod writes the bounds of a safe integer where nobody gave any.
    range(safe(least), safe(maximum), ''),
    range(schema.minItems, schema.maxItems, 'entries'),
    range(schema.items?.minLength, schema.items?.maxLength, 'characters each'),
    range(schema.propertyNames?.minLength, schema.propertyNames?.maxLength, 'characters a name'),
    range(each.minLength, each.maxLength, 'characters a value'),
    ...(pattern && !(format && formats[format]) ? [`form ${code(pattern)}`] : []),
    ...(preset === undefined ? [] : [`default ${code(preset)}`]),
  ].filter((limit) => limit !== '');
}

const safe = (bound: number | undefined): number | undefined =>
  bound !== undefined && Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;

function range(least: number | undefined, most: number | undefined, unit: string): string {
  const number = (value: number): string => value.toLocaleString('en-US');
  if (least !== undefined && most !== undefined)
    return least === most ? `${number(most)} ${unit}` : `${number(least)} to ${number(most)} ${unit}`.trimEnd();
  if (most !== undefined) return `at most ${number(most)} ${unit}`.trimEnd();
  return least === undefined ? '' : `at least ${number(least)} ${unit}`.trimEnd();
}
