/** What is built, in order: a target's inputs decide whether it is built again, its outputs prove that it was. */
import { existsSync } from 'node:fs';
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

function bundle(name: string, entry: string, output: string, inputs: readonly string[]): Target {
  return {
    name,
    inputs: [...shared, ...inputs],
    outputs: [output],
    make: () => bundleNode(inRoot(entry), inRoot(output)),
  };
}

const serverInputs = ['packages/server/src', 'packages/server/package.json', 'packages/protocol'];
const serverDist = 'packages/server/dist';

const all: readonly { needs: string; target: Target }[] = [
  ...['hosted', 'connect-js', 'wallet'].map((name) => ({
    needs: `packages/${name}/vite.config.ts`,
    target: page(name),
  })),
  ...[
    { name: 'server', entry: 'packages/server/src/main.ts', output: 'alter.js', inputs: serverInputs },
    // The embedded store's writer thread is a file of its own beside the bundle.
    {
      name: 'writer',
      entry: 'packages/server/src/stores/embedded/writer.ts',
      output: 'writer.js',
      inputs: serverInputs,
    },
    { name: 'cli', entry: 'packages/cli/src/main.ts', output: 'cli.js', inputs: [...serverInputs, 'packages/cli'] },
  ].map(({ name, entry, output, inputs }) => ({
    needs: entry,
    target: bundle(name, entry, `${serverDist}/${output}`, inputs),
  })),
];

/** Those whose sources are there. */
export const targets = (): Target[] => all.filter(({ needs }) => existsSync(inRoot(needs))).map(({ target }) => target);
