import { systemClock } from '@alter/server';

export interface MovableClock {
  now(): number;
  monotonic(): number;
  /** Lets time pass at once, for whoever asks this clock. */
  advance(ms: number): void;
}

/** The vault's time, ahead of this machine's by what a test says. Durations stay true. */
export function movableClock(): MovableClock {
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    monotonic: () => systemClock.monotonic(),
    advance: (ms) => {
      ahead += ms;
    },
  };
}

export const minutes = (n: number): number => n * 60_000;
