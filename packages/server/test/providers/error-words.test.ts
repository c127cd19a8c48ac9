import { describe, expect, it } from 'vitest';
import { entries } from '../../src/providers/index.generated.ts';

describe('a provider’s own error words', () => {
  it.each(['constructor', '__proto__', 'toString', 'valueOf'])('are not members that every object has: %s', (word) => {
    const classes = entries.map(({ id, hooks }) => [id, hooks.errorClass?.(word, {}) ?? null]);
    expect(classes.filter(([, errorClass]) => errorClass !== null)).toEqual([]);
  });
});
