import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EmulatorClient } from './client.ts';
import { Emulator } from './emulator.ts';

export interface RunningEmulator extends EmulatorClient {
  close(): Promise<void>;
}

/** In this process. */
export async function startEmulator(): Promise<RunningEmulator> {
  const { origin, close } = await listen(0);
  return Object.assign(new EmulatorClient(origin), { close });
}

/** In a process of its own, which ends with this one. */
export async function startEmulatorProcess(): Promise<RunningEmulator> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { origin } = JSON.parse(line) as { origin: string };
  return Object.assign(new EmulatorClient(origin), {
    close: async () => {
      child.stdin.end();
      await exited;
    },
  });
}

export async function listen(port: number): Promise<{ origin: string; close(): Promise<void> }> {
  const emulator = new Emulator();
  const { server } = emulator;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', 4096, resolve);
  });
  emulator.origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    origin: emulator.origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
