import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { printed } from '../edges/breach.ts';
import { findBreaches } from '../import-edges.ts';

let base = '';
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

/** What is printed for a clone with these files. */
function breachesOf(files: Record<string, string>): string[] {
  base = mkdtempSync(join(tmpdir(), 'alter-edges-'));
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), source);
  }
  return findBreaches(base).map(printed);
}

const server = (file: string): string => `packages/server/src/${file}`;

describe('between packages', () => {
  it('accepts what the table allows', () => {
    expect(
      breachesOf({
        'packages/protocol/src/schemas/grant.ts': "import { z } from 'zod';",
        'packages/protocol/src/index.ts': "export type * from './schemas/grant.ts';",
        'packages/connect-js/src/a.ts':
          "import { routes } from '@alter/protocol';\nimport type { Grant } from '@alter/protocol/schemas';\nimport { html } from 'lit';",
        'packages/cli/src/main.ts':
          "import { readFile } from 'node:fs/promises';\nimport { start } from '@alter/server';",
      }),
    ).toEqual([]);
  });

  it('refuses the schemas at run time in a browser package, with file and line', () => {
    const source = "import { html } from 'lit';\n\nimport { grant, type Grant } from '@alter/protocol/schemas';";
    expect(breachesOf({ 'packages/wallet/src/view.ts': source })).toEqual([
      'packages/wallet/src/view.ts:3  wallet may import @alter/protocol/schemas in types only',
    ]);
  });

  it.each([
    ['packages/ui/src/a.ts', "import { routes } from '@alter/protocol';", 'ui may not import @alter/protocol'],
    [
      'packages/hosted/src/a.ts',
      "const later = () => import('node:fs');",
      'hosted runs in browsers and may not import node:fs',
    ],
    ['packages/connect-js/src/a.ts', "export * from 'zod';", 'connect-js may not import zod'],
    [
      'packages/protocol/src/a.ts',
      "export { z } from './schemas/z.ts';",
      'outside schemas/ the protocol may import schemas in types only',
    ],
    ['packages/server/src/lib/a.ts', "import fs from 'fs';", 'write node:fs'],
    ['packages/new/src/a.ts', 'export {};', 'package new is not in the table of edges'],
  ])('refuses %s: %s', (file, source, message) => {
    expect(breachesOf({ [file]: source })).toEqual([`${file}:1  ${message}`]);
  });
});

describe('inside the server', () => {
  it('accepts downward imports, and types from any noun', () => {
    expect(
      breachesOf({
        [server('flow/request.ts')]:
          "import { open } from '../grants/open.ts';\nimport { body } from '../middleware/body.ts';",
        [server('vault/seal.ts')]:
          "import type { Sealed } from '../stores/store.ts';\nimport { random } from '../lib/random.ts';",
        [server('lib/random.ts')]: "import { randomBytes } from 'node:crypto';\nexport const a = Math.random();",
        [server('lib/clock.ts')]: 'export const now = () => Date.now() + performance.now() + new Date(0).getTime();',
        [server('config.ts')]: 'export const env = process.env;',
        [server('egress/send.ts')]: "import { Pool } from 'undici';",
      }),
    ).toEqual([]);
  });

  it.each([
    [
      'grants/a.ts',
      "import { run } from '../flow/request.ts';",
      'grants may not import flow: flow/request.ts is above it',
    ],
    [
      'grants/a.ts',
      "import type { Run } from '../flow/request.ts';",
      'grants may not import flow: flow/request.ts is above it',
    ],
    [
      'audit/a.ts',
      "import '../middleware/body.ts';",
      'audit may not import middleware: middleware/body.ts is above it',
    ],
    [
      'vault/a.ts',
      "import { type Row, save } from '../stores/store.ts';",
      'vault may not import stores: stores/store.ts is above it',
    ],
    [
      'stores/mongodb/calls/a.ts',
      "import type { Stored } from '../documents/shape.ts';",
      'stores/mongodb/calls may not import stores/mongodb/documents/shape.ts, which is above it',
    ],
    [
      'stores/mongodb/audit/a.ts',
      "import { flows } from '../flows.ts';",
      'stores/mongodb/audit may not import stores/mongodb/flows.ts, which is above it',
    ],
    [
      'stores/mongodb/flows.ts',
      "import './attic/a.ts';",
      'stores/mongodb/attic/a.ts is in no room; add its folder to tools/edges/server-edges.ts',
    ],
    [
      'extras/a.ts',
      "import '../lib/clock.ts';",
      'extras/a.ts is in no layer; add its folder to tools/edges/server-edges.ts',
    ],
    ['flow/a.ts', 'const key = process.env.KEY;', 'process.env: the environment is read in config.ts only'],
    ['flow/a.ts', "import { env } from 'node:process';", 'node:process env: the environment is read in config.ts only'],
    [
      'flow/a.ts',
      "import { randomUUID } from 'node:crypto';",
      'node:crypto randomUUID: randomness comes from lib/random.ts only',
    ],
    ['flow/a.ts', 'const id = crypto.randomUUID();', 'crypto.randomUUID: randomness comes from lib/random.ts only'],
    ['flow/a.ts', 'const jitter = Math.random();', 'Math.random: randomness comes from lib/random.ts only'],
    ['flow/a.ts', 'const at = Date.now();', 'Date.now: time comes from lib/clock.ts only'],
    ['flow/a.ts', 'const at = new Date();', 'new Date(): time comes from lib/clock.ts only'],
    ['oauth/a.ts', "import { fetch } from 'undici';", 'undici is imported in egress/ only'],
    ['grants/a.ts', "import { DatabaseSync } from 'node:sqlite';", 'node:sqlite is imported in stores/ only'],
  ])('refuses %s: %s', (file, source, message) => {
    expect(breachesOf({ [server(file)]: source })).toEqual([`${server(file)}:1  ${message}`]);
  });

  it('refuses a provider id outside providers/, whether id or alias', () => {
    expect(
      breachesOf({
        [server('providers/acme.ts')]: "export default {\n  id: 'acme',\n  aliases: ['acme-mail'],\n};",
        [server('flow/a.ts')]: "if (provider.id === 'acme') go();\nif (provider.id === `acme-mail`) go();",
      }),
    ).toEqual([
      `${server('flow/a.ts')}:1  provider id 'acme' outside providers/: ask the resolved entry by property`,
      `${server('flow/a.ts')}:2  provider id 'acme-mail' outside providers/: ask the resolved entry by property`,
    ]);
  });
});

it('refuses a file name that does not say what is inside', () => {
  expect(breachesOf({ 'bench/load-helpers.ts': '', 'demo/serviceable.ts': '', 'tools/utils/a.ts': '' })).toEqual([
    'bench/load-helpers.ts:1  "load-helpers" does not say what is inside',
  ]);
});
