/** How many checks run together, of all and of one provider. */
import { describe, expect, it } from 'vitest';
import { fewAtOnce } from '../../../src/flow/grant-health/few-at-once.ts';

/** Tasks that run until they are told to end, by the name of their item. */
function held() {
  const ends = new Map<string, (error?: Error) => void>();
  const task = (item: string) =>
    new Promise<void>((resolve, reject) => {
      ends.set(item, (error) => {
        ends.delete(item);
        if (error) reject(error);
        else resolve();
      });
    });
  const end = async (item: string, error?: Error) => {
    ends.get(item)!(error);
    await new Promise(setImmediate);
  };
  return { task, end, running: () => [...ends.keys()] };
}

const places = { all: 3, ofOneKind: 2, kindOf: (item: string) => item.charAt(0) };

describe('a few at once', () => {
  it('leaves places for others when one kind takes long, and gives each place to who waits longest', async () => {
    const { task, end, running } = held();
    const done = fewAtOnce(['a1', 'a2', 'a3', 'b1', 'b2'], places, task);
    expect(running()).toEqual(['a1', 'a2', 'b1']);
    await end('b1');
    expect(running()).toEqual(['a1', 'a2', 'b2']);
    await end('b2');
    expect(running()).toEqual(['a1', 'a2']);
    await end('a2');
    expect(running()).toEqual(['a1', 'a3']);
    await end('a1');
    await end('a3');
    await done;
  });

  it('begins nothing more when one has failed', async () => {
    const { task, end, running } = held();
    const done = fewAtOnce(['a1', 'b1', 'c1', 'd1'], places, task).catch((error: unknown) => String(error));
    await end('b1', new Error('no'));
    expect(await done).toBe('Error: no');
    await end('a1');
    expect(running()).toEqual(['c1']);
  });

  it('ends at once with nothing to do', async () => {
    await fewAtOnce([], places, () => Promise.reject(new Error('there is nothing')));
  });
});
