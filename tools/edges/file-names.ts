import { basename } from 'node:path';
import type { Breach } from './breach.ts';

const empty = /(^|[-.])(utils?|helpers?|common|managers?|services?)([-.]|$)/;

/** A file that is named after nothing collects everything. */
export function fileNameBreaches(file: string): Breach[] {
  const name = basename(file).replace(/\.[a-z]+$/, '');
  return empty.test(name) ? [{ file, line: 1, message: `"${name}" does not say what is inside` }] : [];
}
