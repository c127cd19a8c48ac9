/** Fifty callers at once. */
export const callers = 50;

export const race = <T>(call: (caller: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));

export const count = <T>(results: readonly T[], wanted: (result: T) => boolean): number =>
  results.filter(wanted).length;
