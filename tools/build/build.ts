import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { underLock } from '../bootstrap/lock.mjs';
import { inRoot } from '../root.ts';
import { outputsFingerprint, sourcesFingerprint } from './fingerprint.ts';
import { targets, type Target } from './targets.ts';

const stamps = inRoot('node_modules', '.cache', 'alter-build');

/** Builds every target whose sources or results changed since it was last built. @throws with the tool's own words */
export async function build(): Promise<void> {
  await underLock(join(stamps, 'lock'), async () => {
    for (const target of targets) await bringUpToDate(target);
  });
}

async function bringUpToDate(target: Target): Promise<void> {
  const stamp = join(stamps, target.name);
  const sources = sourcesFingerprint(target.inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state(target, sources)) return;
  rmSync(stamp, { force: true });
  const begun = performance.now();
  try {
    await target.make();
  } catch (error) {
    throw new Error(`Building ${target.name} failed:\n${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (outputsFingerprint(target.outputs) === null)
    throw new Error(`Building ${target.name} left no ${target.outputs.join(' or ')}.`);
  // With the sources as they were before: an edit during the build makes the next one build again.
  writeFileSync(stamp, state(target, sources));
  console.log(`built ${target.name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
}

const state = (target: Target, sources: string): string =>
  `${sources} ${outputsFingerprint(target.outputs) ?? 'absent'}`;
