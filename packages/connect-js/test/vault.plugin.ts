/** For the test runner: starts the stand-in vault, and tells the tests where it is. */
import type { TestRunnerPlugin } from '@web/test-runner';
import { VaultServer } from './stand-in/vault-server.ts';

export default function vault(): TestRunnerPlugin {
  const server = new VaultServer();
  let origin = '';
  return {
    name: 'connect-js-vault',
    async serverStart() {
      origin = await server.start();
    },
    serverStop: () => server.stop(),
    serve: ({ path }) =>
      path === '/__alter-test/vault.js'
        ? { type: 'js', body: `export const vaultOrigin = ${JSON.stringify(origin)};` }
        : undefined,
  };
}
