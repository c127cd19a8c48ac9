/** The emulator as a process of its own: `node test/provider/emulator/main.ts [port]`; the first line says where it is. */
import { listen } from './start.ts';

const { origin, close } = await listen(Number(process.argv[2] ?? '0'));
console.log(JSON.stringify({ origin }));
// Whoever started it holds its input: so it ends with them, however they end.
process.stdin.resume().once('end', () => void close().then(() => process.exit(0)));
