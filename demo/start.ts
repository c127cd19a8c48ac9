/** `npm start`: the demo until Ctrl-C. */
import { fileURLToPath } from 'node:url';
import { startDemo } from './demo.ts';

const dataDir = process.env['ALTER_DEMO_DATA_DIR'] ?? fileURLToPath(new URL('./.data', import.meta.url));
const storeUrl = process.env['ALTER_STORE_URL'] ?? null;
const demo = await startDemo({ dataDir, storeUrl, log: 'inherit' });

console.log(`
  Alter is running.

    Open this     ${demo.app}
    The vault     ${demo.vault}    (its API: ${demo.vault}/openapi.json)
    The provider  ${demo.provider}    (any user name and password)

  To try the examples of the README in another shell:

    export ALTER_URL=${demo.vault} ALTER_BASE_URL=${demo.vault} PROVIDER=meadow API_URL=${demo.provider}
    export ALTER_API_KEY=$(cat ${demo.keyFile})

  Ctrl-C ends all of it.
`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void demo.stop().then(() => process.exit(0));
  });
}
