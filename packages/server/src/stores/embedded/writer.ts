/**
 * The writer thread: the only connection of this process that writes. What arrives while a transaction commits goes into
 * the next one, so that many callers share one fsync. The build makes this file `dist/writer.js`, beside the server.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { emptyLog } from './checkpoint.ts';
import { Connection } from './connection.ts';
import { commitGroup, type Outcome } from './group-commit.ts';
import type { Batch } from './verbs.ts';

/** `close` is the last message. */
export type ToWriter = Batch | 'close';

/**
 * `ready` once; an outcome per transaction; `cleaned` after one that destroyed ciphertext, when the log that may still hold
 * it was emptied, or could not be because another process reads (it is tried again).
 */
export type FromWriter = 'ready' | 'cleaned' | Outcome;

const port = parentPort;
if (!port) throw new Error('the writer runs as a worker thread of the embedded store');

const db = new Connection((workerData as { file: string }).file, 'write');
const cleaner = emptyLog(db);
const tell = (message: FromWriter): void => port.postMessage(message);

port.on('message', (first: ToWriter) => {
  const { batch, closing } = drain(first);
  if (batch.length > 0) {
    const outcome = commitGroup(db, batch);
    tell(outcome);
    if (outcome.destroyed) {
      cleaner.run();
      tell('cleaned');
    }
  }
  if (closing) {
    cleaner.stop();
    db.close();
    port.close();
  }
});

cleaner.run();
tell('ready');

/** Everything that waits in the port, as one batch. */
function drain(first: ToWriter): { batch: Batch; closing: boolean } {
  const batch: Batch = [];
  for (let message: ToWriter | undefined = first; message !== undefined; message = next()) {
    if (message === 'close') return { batch, closing: true };
    batch.push(...message);
  }
  return { batch, closing: false };
}

function next(): ToWriter | undefined {
  return (receiveMessageOnPort(port!) as { message: ToWriter } | undefined)?.message;
}
