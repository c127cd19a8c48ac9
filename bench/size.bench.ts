/** What an app's page loads, gzip -9, against the budget and against the published client. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { sizes } from '../tools/size-budget.ts';

const names: Record<string, string> = {
  'headless.js': 'client_gz',
  'alter-connect.js': 'connect_gz',
  'alter-wallet.js': 'wallet_gz',
};

export default async function size() {
  const measured = sizes(fileURLToPath(new URL('..', import.meta.url)));
  const figures: Record<string, number> = {};
  const lines = measured.map(({ file, bytes, limit }) => {
    const name = names[file.split('/').at(-1) ?? ''] ?? file;
    figures[name] = bytes ?? Number.NaN;
    return `${name.padEnd(11)} ${String(bytes ?? 'not built').padStart(6)} bytes   budget ${limit}`;
  });
  const published = createRequire(import.meta.url).resolve('@alter-ai/connect/dist/alter-connect.umd.js', {
    paths: [fileURLToPath(new URL('../test', import.meta.url))],
  });
  figures['published_client_gz'] = gzipSync(readFileSync(published), { level: 9 }).length;
  return {
    figures,
    table: [
      ...lines,
      `published   ${String(figures['published_client_gz']).padStart(6)} bytes   @alter-ai/connect 0.8.0, no element in it`,
    ].join('\n'),
  };
}
