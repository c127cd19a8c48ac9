import { expect, it } from 'vitest';
import { sweep } from '../../src/stores/embedded/sweep.ts';
import type { Writer } from '../../src/stores/embedded/writer-client.ts';

it('a part that fails keeps no other from being swept, and the sweep says that it failed', async () => {
  const swept: number[] = [];
  const writer = {
    destroy: () => Promise.reject(new Error('a damaged page')),
    run: (_name: string, part: number) => {
      swept.push(part);
      return part === 1 ? Promise.reject(new Error('another')) : Promise.resolve(1);
    },
  } as unknown as Writer;
  await expect(sweep(writer, 1)).rejects.toThrow('a damaged page');
  expect(swept).toEqual([0, 1, 2, 3, 4, 5]);
});
