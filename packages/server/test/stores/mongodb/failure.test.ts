import { MongoServerError } from 'mongodb';
import { expect, it } from 'vitest';
import { errorOf } from '../../../src/stores/mongodb/calls/failure.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';

const answered = (code: number, message: string): unknown => errorOf(new MongoServerError({ message, code }));
const badHint =
  'error processing query: ns=alter.grants limit=1Tree: principal $eq "ada"\n' +
  'planner returned error :: caused by :: hint provided does not correspond to an existing index';

it.each([
  [2, badHint, 'an index of "grants" is missing, hidden or being built; "alter store verify" says which'],
  [291, 'hint provided does not correspond to an existing index', 'an index is missing, hidden or being built;'],
  [43, 'cursor id 7 not found', 'a long read was cut short, as an election does; ask again'],
  [134, 'Read concern majority reads are currently not possible.', 'does not know yet what a majority of it has'],
  [13297, 'db already exists with different case', 'differs in upper and lower case alone'],
])(
  'an answer with the code %i is a store that cannot be used, in words that say what to do',
  (code, message, words) => {
    const error = answered(code, message);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toContain('ada');
  },
);

it('any other bad value is a mistake of ours', () => {
  const error = answered(2, 'unknown operator: $wrong');
  expect(error).not.toBeInstanceOf(StoreUnavailable);
  expect((error as Error).message).toBe('the store failed: unknown operator: $wrong');
});
