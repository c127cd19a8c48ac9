import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '@alter/protocol/openapi';
import { colors } from '../../../ui/src/tokens.ts';
import { shapesOf } from '../../src/pages/reference/fields.ts';
import { html, sentence } from '../../src/pages/reference/html.ts';
import { referenceSheet } from '../../src/pages/reference/sheet.ts';

const rowsOf = (schema: z.ZodType): string[][] =>
  shapesOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema).map((shape) =>
    shape.map(({ name, type, required, limits }) =>
      [name, ...(required ? ['required'] : []), type, ...limits].join(' · '),
    ),
  );

describe('a schema as rows', () => {
  it('says type, limits and default in words, and what a field holds below it', () => {
    const schema = z.object({
      name: z.string().min(1).max(2048),
      count: z.int().min(0).max(10_000).default(3),
      any: z.int().optional(),
      mode: z.enum(['a', 'b']).nullish(),
      code: z.string().regex(/^[a-z]+$/),
      user: z.object({ id: z.uuid() }).nullish(),
      list: z.array(z.object({ at: z.iso.datetime() })).max(5),
      map: z.record(z.string().max(64), z.string().max(512)),
      each: z.record(z.string(), z.object({ ok: z.boolean() })),
      value: z.union([z.string(), z.array(z.number())]),
    });
    expect(rowsOf(schema)).toEqual([
      [
        'name · required · text · 1 to 2,048 characters',
        'count · whole number · 0 to 10,000 · default `3`',
        'any · whole number',
        'mode · `a` or `b`, or null',
        'code · required · text · form `^[a-z]+$`',
        'user · object, or null',
        'user.id · required · UUID',
        'list · required · list of object · at most 5 entries',
        'list[].at · required · time, ISO 8601',
        'map · required · map from text to text · at most 64 characters a name · at most 512 characters a value',
        'each · required · map from text to object',
        'each{}.ok · required · `true` or `false`',
        'value · required · text or list of number',
      ],
    ]);
  });

  it('keeps the choices of a union apart', () => {
    const schema = z.union([z.object({ ids: z.array(z.string()) }), z.object({ filter: z.literal('all') })]);
    expect(rowsOf(schema)).toEqual([['ids · required · list of text'], ['filter · required · `all`']]);
  });
});

describe('text of the document', () => {
  it('cannot become markup, in a sentence neither', () => {
    expect(html`<p title="${'"><b>'}">${sentence('a `<i>` b')}</p>`.text).toBe(
      '<p title="&#34;&#62;&#60;b&#62;">a <code>&#60;i&#62;</code> b</p>',
    );
  });
});

describe('the sheet', () => {
  it('has the colours of every other page', () => {
    const declared = [...referenceSheet.matchAll(/--([a-z-]+): light-dark\((#\w+), (#\w+)\)/g)];
    expect(declared.length).toBeGreaterThan(8);
    for (const [, name, light, dark] of declared)
      expect([name, colors[name as keyof typeof colors]]).toEqual([name, [light, dark]]);
  });
});
