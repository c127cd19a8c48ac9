/**
 * Writes `providers/index.generated.ts` from the files in `providers/entries/`: a provider is added by its file alone.
 * `--check` writes nothing and fails when the index is not what it should be.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../packages/server/src/providers');
const target = join(folder, 'index.generated.ts');

/** `cal-com` is no identifier; `calCom` is. */
const identifier = (id: string): string => id.replace(/-([a-z0-9])/g, (_, next: string) => next.toUpperCase());

export function index(files: readonly string[]): string {
  const ids = files.map((file) => basename(file, '.ts')).sort();
  return [
    '/** Made by tools/generate/providers.ts from the files in entries/. Do not edit. */',
    ...ids.map((id) => `import ${identifier(id)} from './entries/${id}.ts';`),
    "import type { Provider } from './provider.ts';",
    '',
    'export const entries: readonly Provider[] = [',
    ...ids.map((id) => `  ${identifier(id)},`),
    '];',
    '',
  ].join('\n');
}

const wanted = index(readdirSync(join(folder, 'entries')).filter((file) => file.endsWith('.ts')));

if (!process.argv.includes('--check')) {
  writeFileSync(target, wanted);
} else if (readFileSync(target, 'utf8') !== wanted) {
  console.error(
    'packages/server/src/providers/index.generated.ts is not current: run node tools/generate/providers.ts',
  );
  process.exitCode = 1;
}
