/** The built pages and elements, read into memory once: a handful of small files that every process serves itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../lib/encoding.ts';

export interface StaticFile {
  body: Buffer;
  type: string;
  etag: string;
}

export interface Files {
  page: StaticFile | null;
  /** By path under `/assets/hosted/`. */
  hosted: ReadonlyMap<string, StaticFile>;
  /** By path under `/elements/`. */
  elements: ReadonlyMap<string, StaticFile>;
}

export const fileOf = (body: Buffer, type: string): StaticFile => ({
  body,
  type,
  etag: `"${sha256(body).slice(0, 32)}"`,
});

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Where two have a file of the same name, the last folder's is served: `headless.js` is `<alter-connect>`'s own. In the bundle the files stand beside it; in the source tree in the packages that build them. */
function folders(): { hosted: string; elements: string[] } {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  return import.meta.url.endsWith('.ts')
    ? { hosted: at('../../../hosted/dist/'), elements: [at('../../../wallet/dist/'), at('../../../connect-js/dist/')] }
    : { hosted: at('./hosted/'), elements: [at('./elements/')] };
}

export function readFiles(): Files {
  const from = folders();
  const hosted = readFolder(from.hosted);
  return {
    page: hosted.get('connect.html') ?? null,
    hosted: new Map([...hosted].map(([name, file]) => [name.replace(/^assets\/hosted\//, ''), file])),
    elements: new Map(from.elements.flatMap((folder) => [...readFolder(folder)])),
  };
}

function readFolder(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of entriesOf(folder)) {
    const type = types[/\.[a-z]+$/.exec(entry)?.[0] ?? ''];
    if (!type) continue;
    const body = readFileSync(`${folder}/${entry}`);
    files.set(entry.replaceAll('\\', '/'), fileOf(body, type));
  }
  return files;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
