import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const channel = 'http.server.request.start';

/** Notes the target of every request that a server of this process receives at `origin`, as it came over the wire. */
export function requestLinesAt(origin: string): { targets: string[]; stop(): void } {
  const { host } = new URL(origin);
  const targets: string[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.headers.host === host) targets.push(`${request.method ?? ''} ${request.url ?? ''}`);
  };
  subscribe(channel, note);
  return { targets, stop: () => unsubscribe(channel, note) };
}
