import { expect, it } from 'vitest';
import { frameReader } from '../src/event-stream.ts';

const read = (...pieces: string[]) => {
  const reader = frameReader();
  return pieces.flatMap(reader);
};

it('reads frames with their ids', () => {
  expect(read('id: 1\nevent: state\ndata: {"a":1}\n\nid: 2\ndata: {}\n\n')).toEqual([
    { id: '1', data: '{"a":1}' },
    { id: '2', data: '{}' },
  ]);
});

it('waits for the rest of a frame that came in pieces, down to single letters', () => {
  expect(read(...Array.from('id: 7\ndata: {"b":2}\n\n'))).toEqual([{ id: '7', data: '{"b":2}' }]);
});

it('passes over comments and heartbeats', () => {
  expect(read(': still here\n\n', ':\n\n', 'id: 3\n: between\ndata: {}\n\n')).toEqual([{ id: '3', data: '{}' }]);
});

it.each(['\r\n', '\r'])('accepts the line end %j', (end) => {
  expect(read(['id: 4', 'data: {}', '', ''].join(end))).toEqual([{ id: '4', data: '{}' }]);
});

it('gives nothing for a frame that was cut', () => {
  expect(read('id: 5\ndata: {"half')).toEqual([]);
});
