import { Writable } from 'node:stream';

/** Where a server's log goes in tests: its lines, as they come. */
export const sinkOf = (lines: string[]): Writable =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
