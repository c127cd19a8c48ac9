/** A balancer in front of several servers: each request goes to the next of them, or to the one that a test names. */
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  port: number;
  /** Where requests go, in order; a test may change it while it runs. */
  targets: URL[];
  /** Every request goes to this one, by its place, until it is null again: then in turn. */
  pin(place: number | null): void;
  close(): Promise<void>;
}

/** On every answer: the place of the server that gave it. */
export const servedBy = 'x-served-by';

/** Requests and answers are passed on as they are, answers as they come; what a server may have read is never sent twice. */
export async function startRoundRobin(port = 0): Promise<RoundRobin> {
  const agent = new Agent({ keepAlive: true });
  const targets: URL[] = [];
  let pinned: number | null = null;
  let turn = 0;
  const server = createServer((asked, answered) => {
    const first = pinned ?? turn++ % targets.length;
    // Who refuses a connection is passed over, as by every balancer; a test that names one wants that one.
    const places = pinned === null ? targets.map((_, i) => (first + i) % targets.length) : [first];
    const choices = places.map((place) => ({ place, target: targets[place]! }));
    buffer(asked).then(
      (body) => pass({ agent, asked, body, answered }, choices),
      () => answered.destroy(),
    );
  });
  // What is behind it decides how long a request may take.
  server.requestTimeout = 0;
  // Longer than any client keeps an idle connection, so that none is closed under a request that was just sent.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    targets,
    pin: (place) => {
      pinned = place;
    },
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Choice {
  place: number;
  target: URL;
}

interface Passed {
  agent: Agent;
  asked: IncomingMessage;
  body: Buffer;
  answered: ServerResponse;
}

function pass(passed: Passed, [choice, ...others]: readonly Choice[]): void {
  const { agent, asked, body, answered } = passed;
  if (choice === undefined) return badGateway(answered, 'no server behind the balancer takes connections');
  const { hostname, port } = choice.target;
  const onward = request({ agent, hostname, port, method: asked.method, path: asked.url, setHost: false });
  for (let i = 0; i < asked.rawHeaders.length; i += 2)
    onward.appendHeader(asked.rawHeaders[i]!, asked.rawHeaders[i + 1]!);
  onward.once('response', (answer) => {
    answered.writeHead(answer.statusCode ?? 502, [...answer.rawHeaders, servedBy, String(choice.place)]);
    answer.pipe(answered);
    answer.once('error', () => answered.destroy());
  });
  onward.once('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ECONNREFUSED') pass(passed, others);
    else if (answered.headersSent) answered.destroy();
    else badGateway(answered, cause.message);
  });
  answered.once('close', () => onward.destroy());
  onward.end(body);
}

function badGateway(answered: ServerResponse, words: string): void {
  answered.writeHead(502, { 'content-type': 'text/plain' }).end(words);
}
