/** What a bench has started and made goes with it, also when it is told to end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const acts = new Set<() => void>();
let listening = false;

/** @returns what takes the act back, for when it was done */
export function atExit(act: () => void): () => void {
  if (!listening) listen();
  acts.add(act);
  return () => void acts.delete(act);
}

/** A new folder for what lasts no longer than the bench. */
export function temporaryFolder(prefix: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = atExit(removeFolder);
  const remove = (): void => {
    removeFolder();
    forget();
  };
  return { folder, remove };
}

function listen(): void {
  listening = true;
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  // The last first: a server is told to end before the folder goes that it has open.
  process.once('exit', () => [...acts].reverse().forEach((act) => act()));
}
