/** What is built, in order: a target's inputs decide whether it is built again, its outputs prove that it was. */
import { cp, rm } from 'node:fs/promises';
import { program } from '../program.ts';
import { inRoot } from '../root.ts';
import { bundleNode } from './bundle-node.ts';

export interface Target {
  name: string;
  /** Files and folders, relative to the clone. */
  inputs: readonly string[];
  /** Folders, or files, relative to the clone. */
  outputs: readonly string[];
  make(): Promise<void>;
}

const shared = ['pnpm-lock.yaml', 'tsconfig.base.json', 'tools/build'];

const serverDist = 'packages/server/dist';
const browserPackages = ['hosted', 'connect-js', 'wallet'];

/** Packages for the browser have a Vite config and a `build` script of their own. */
function page(name: string): Target {
  const folder = `packages/${name}`;
  return {
    name,
    inputs: [...shared, folder, 'packages/ui', 'packages/protocol'],
    outputs: [`${folder}/dist`],
    make: async () => {
      const { code, output } = await program('pnpm', ['--filter', `@alter/${name}`, 'run', 'build'], {
        output: 'keep',
      });
      if (code !== 0) throw new Error(output);
    },
  };
}

interface Bundle {
  name: string;
  entry: string;
  output: string;
  /** Beside it: what is loaded only when it is asked for, and what that shares with it. */
  chunks?: readonly string[];
  inputs: readonly string[];
}

function bundle({ name, entry, output, chunks = [], inputs }: Bundle): Target {
  return {
    name,
    inputs: [...shared, ...inputs],
    outputs: [output, ...chunks].map((file) => `${serverDist}/${file}`),
    make: () => bundleNode(inRoot(entry), inRoot(serverDist, output)),
  };
}

/**
 * Puts what browsers load beside the server bundle, which serves it. `<alter-connect>` comes last: of two files with one
 * name, as `headless.js`, the server serves its.
 */
const besideServer: Target = {
  name: 'pages',
  inputs: ['tools/build', ...browserPackages.map((name) => `packages/${name}/dist`)],
  outputs: [`${serverDist}/hosted`, `${serverDist}/elements`],
  make: async () => {
    await rm(inRoot(serverDist, 'elements'), { recursive: true, force: true });
    await rm(inRoot(serverDist, 'hosted'), { recursive: true, force: true });
    await cp(inRoot('packages/hosted/dist'), inRoot(serverDist, 'hosted'), { recursive: true });
    for (const name of ['wallet', 'connect-js']) {
      await cp(inRoot('packages', name, 'dist'), inRoot(serverDist, 'elements'), { recursive: true });
    }
  },
};

const serverInputs = ['packages/server/src', 'packages/server/package.json', 'packages/protocol'];

const bundles: readonly Bundle[] = [
  {
    name: 'server',
    entry: 'packages/server/src/main.ts',
    output: 'alter.js',
    chunks: ['alter-open-mongodb.js'],
    inputs: serverInputs,
  },
  // The embedded store's writer thread is a file of its own beside the bundle.
  { name: 'writer', entry: 'packages/server/src/stores/embedded/writer.ts', output: 'writer.js', inputs: serverInputs },
  {
    name: 'cli',
    entry: 'packages/cli/src/main.ts',
    output: 'cli.js',
    chunks: ['cli-open-mongodb.js', 'cli-session-change.js'],
    inputs: [...serverInputs, 'packages/cli'],
  },
];

export const targets: readonly Target[] = [...browserPackages.map(page), besideServer, ...bundles.map(bundle)];
