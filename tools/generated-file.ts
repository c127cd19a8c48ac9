import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

/**
 * Writes a generated file, or with `--check` says whether it is current; ends the process with 1 when it is not.
 * @param url where the file stands
 * @param text its content; formatted by Prettier as any other file
 */
export async function generatedFile(url: URL, text: string): Promise<void> {
  const path = url.pathname;
  const options = await resolveConfig(path);
  const wanted = await format(text, { ...options, filepath: path });
  if (!process.argv.includes('--check')) {
    writeFileSync(url, wanted);
    return;
  }
  if (read(url) === wanted) return;
  process.stderr.write(`${path} is not current: run its generator in tools/generate\n`);
  process.exitCode = 1;
}

function read(url: URL): string | null {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return null;
  }
}
