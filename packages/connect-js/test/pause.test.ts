import { expect, it } from 'vitest';
import { backOff, pause } from '../src/pause.ts';

it.each([
  [0, 500],
  [1, 1_000],
  [3, 4_000],
  [5, 10_000],
  [50, 10_000],
])('after %i failures waits at most %i ms, and spares a random half at most', (failures, most) => {
  const waits = Array.from({ length: 200 }, () => backOff(failures));
  expect(Math.max(...waits)).toBeLessThanOrEqual(most);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2);
  expect(new Set(waits).size).toBeGreaterThan(1);
});

it('ends at once when the attempt is over', async () => {
  const over = new AbortController();
  const waiting = pause(3_600_000, over.signal);
  over.abort();
  await waiting;
  await pause(3_600_000, over.signal);
});
