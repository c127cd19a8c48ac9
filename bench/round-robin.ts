/**
 * The balancer of a bench, as a process of its own: arguments `<port> <server port>…`. Each connection goes to the next
 * server.
 */
import { connect, createServer } from 'node:net';

const [port, ...servers] = process.argv.slice(1).map(Number);
let next = 0;

const balancer = createServer({ noDelay: true }, (near) => {
  const target = servers[next++ % servers.length] ?? 0;
  const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
  near.pipe(far).pipe(near);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
});
balancer.listen(port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
