import { MongoNetworkError } from 'mongodb';
// @ts-expect-error the package describes its root only
import { Connection } from 'mongodb/lib/cmap/connection.js';

interface DriverConnection {
  once(event: 'close', listener: () => void): void;
  off(event: 'close', listener: () => void): void;
}
type Write = (this: DriverConnection, ...args: unknown[]) => Promise<void>;

/**
 * Mends a fault of the driver (7.9.0): between the end of a socket and its `close` event, a command can still be written
 * into it; nothing is sent, and `writeCommand` then waits for a `drain` that never comes, past all of the driver's timeouts.
 * Here it fails with the connection, as a command does that was written a moment before, and is repeated as those are. A
 * killed primary met it in one kill of three. `no-answer.test.ts` fails when this is needed and missing.
 */
export function mendDriver(): void {
  const { prototype } = Connection as { prototype: { writeCommand: Write & { mended?: true } } };
  const write = prototype.writeCommand;
  if (write.mended) return;
  prototype.writeCommand = Object.assign(
    async function (this: DriverConnection, ...args: unknown[]): Promise<void> {
      const closed = Promise.withResolvers<never>();
      const fail = (): void => closed.reject(new MongoNetworkError('the connection closed while it was written to'));
      this.once('close', fail);
      try {
        await Promise.race([write.apply(this, args), closed.promise]);
      } finally {
        this.off('close', fail);
      }
    },
    { mended: true as const },
  );
}
