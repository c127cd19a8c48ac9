/** Every hook of every entry is named by a test of what it changes; a family's hook by one of its members. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entries } from '../../src/providers/index.generated.ts';
import { hookNames, type ProviderHooks } from '../../src/providers/provider.ts';

const folder = import.meta.dirname;
const files = [
  ...readdirSync(folder)
    .filter((name) => name.startsWith('quirks'))
    .map((name) => join(folder, name)),
  join(folder, '../oauth/authorize-url.test.ts'),
];
/** Tests, each with the `describe` that it stands in. */
const tests = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split(/^(?=describe\()/m)
    .flatMap((block) => {
      const heading = /^describe\('([^']+)'/.exec(block)?.[1] ?? '';
      return block.split(/^(?= {2}(?:test|it)\b)/m).map((text) => ({ heading, text }));
    }),
);

/** How a test shows what a hook does: by calling it, or by the step that does. */
const shownBy: Readonly<Record<keyof ProviderHooks, RegExp>> = {
  authorize: /authorizeQuery\(|buildAuthorizeUrl\(/,
  callbackGenuine: /hmac/,
  tokenAnswer: /rewrite\(|refresh(ed)?\(|exchanged\(/,
  tokenFields: /tokenFields/,
  injectField: /injectField/,
  identity: /identity\?\.\(|accountKey\(/,
  errorClass: /errorClass|class: '|refresh(ed)?\(/,
};

const camel = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const isShown = (id: string, hook: keyof ProviderHooks): boolean =>
  tests.some(
    ({ heading, text }) => shownBy[hook].test(text) && (heading === id || new RegExp(`\\b${camel(id)}\\b`).test(text)),
  );

/** Entries by the hook that they share. */
const owners = Map.groupBy(
  entries.flatMap(({ id, hooks }) =>
    Object.entries(hooks).map(([name, hook]) => ({ id, name, hook: hook as unknown })),
  ),
  ({ hook }) => hook,
);

describe('a hook of an entry', () => {
  it.each([...owners.values()].map((same) => [same.map(({ id, name }) => `${id}.${name}`).join(', '), same] as const))(
    '%s is shown by a test',
    (_names, same) => {
      expect(same.some(({ id, name }) => isShown(id, name as keyof ProviderHooks))).toBe(true);
    },
  );

  it('is one of those that are shown somehow', () => {
    expect(Object.keys(shownBy).toSorted()).toEqual(hookNames.toSorted());
  });
});
