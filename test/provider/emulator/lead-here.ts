/** Leads a service's connections to the emulator: it calls `https://vendor.example/token`, and no name is ever asked for. */
import { connect } from 'node:net';
import { request } from 'node:http';
import type { Dialer, Resolve } from '../../../packages/server/src/egress/connect.ts';

/** What `start` takes beside its config: every host but loopback is the emulator's. */
export function leadHere(origin: string): { resolve: Resolve; dialer: Dialer } {
  const { port } = new URL(origin);
  return {
    resolve: (_hostname, done) => {
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    },
    // Plain bytes where TLS would be: the emulator has no certificate of the vendor's.
    dialer: (lookup) => (target, callback) => {
      lookup(target.hostname, { all: true }, (error) => {
        if (error) {
          callback(error, null);
          return;
        }
        const own = /^(127\.|localhost$|\[?::1)/.test(target.hostname);
        const socket = connect(own ? Number(target.port) : Number(port), '127.0.0.1');
        socket.once('connect', () => callback(null, socket)).once('error', (cause) => callback(cause, null));
      });
    },
  };
}

/** A person's browser goes to a vendor's page. @returns where it is sent next @throws with the page's text */
export async function visitVendor(origin: string, url: URL): Promise<URL> {
  const { location, status, text } = await pageOf(origin, url);
  if (location !== undefined) return new URL(location);
  throw new Error(`${url.host} says (${String(status)}): ${text}`);
}

/** The same for a page that leads nowhere. @throws with the page's text when it is a refusal */
export async function openVendor(origin: string, url: URL): Promise<void> {
  const { status, text } = await pageOf(origin, url);
  if (status !== 200) throw new Error(`${url.host} says (${String(status)}): ${text}`);
}

interface Page {
  location: string | undefined;
  status: number | undefined;
  text: string;
}

async function pageOf(origin: string, url: URL): Promise<Page> {
  const { hostname, port } = new URL(origin);
  // A single-page app's route stands in the fragment, with the query: its script asks the server with both.
  const path = url.hash.includes('?') ? url.hash.slice(1) : url.pathname + url.search;
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { host: url.host }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => {
        const { location } = answer.headers;
        resolve({ location, status: answer.statusCode, text: Buffer.concat(chunks).toString() });
      });
    });
    asked.once('error', reject).end();
  });
}
