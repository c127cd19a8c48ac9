/**
 * One authorization server that is many: each tenant behaves as one vendor does, with its quirks and its faults, and keeps
 * a log of every call. The map:
 *
 * - `behaviour.ts`   every switch, all of it JSON; `plain` is strict and ordinary, a tenant says what differs
 * - `from-entry.ts`  the switches of one catalog entry; `vendors/` has what an entry cannot say
 * - `tenant.ts`      one vendor: switches, grants (`families.ts`), faults (`faults.ts`)
 * - endpoints        `authorize token swap revoke device api oauth1 discovery`, each a function from a call to a reply
 * - `log.ts`         what came, what became of it; refresh tokens that came more than once
 * - `control.ts`     all of that over HTTP below `/-/`; `client.ts` is its other side, the same in and out of process
 * - `main.ts`        a process of its own; `start.ts` starts one, or one in this process
 *
 * A vendor is found by the Host header and the path, so a service whose connections are led here (`lead-here.ts`) calls the
 * vendor's own URLs. Tenants at the same URL are told apart by the client id, code or token that comes.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { account, api, fixed, places } from './api.ts';
import { authorize } from './authorize.ts';
import type { EndpointName } from './behaviour.ts';
import type { Call, Endpoint } from './call.ts';
import { control, isControl } from './control.ts';
import { deviceAuthorization, verification } from './device.ts';
import { discovery, introspect, jwks } from './discovery.ts';
import { errorAnswer } from './error-answer.ts';
import type { Fault } from './faults.ts';
import type { LogEntry } from './log.ts';
import { authorize1, temporaryCredentials, tokenCredentials } from './oauth1.ts';
import { revoke } from './revoke.ts';
import { swap } from './swap.ts';
import type { Tenant } from './tenant.ts';
import { readGrant, token } from './token.ts';
import { basicOf, lastSegment, Malformed, readAsked, sendReply, type Answer, type Asked } from './wire.ts';

const endpoints: Readonly<Record<EndpointName | 'api', Endpoint>> = {
  authorize,
  token,
  refresh: token,
  swap,
  renew: swap,
  revoke,
  account,
  verify: api,
  places,
  introspect,
  jwks,
  discovery,
  device: deviceAuthorization,
  verification,
  temporary: temporaryCredentials,
  authorize1,
  token1: tokenCredentials,
  api,
};

export class Emulator {
  readonly tenants = new Map<string, Tenant>();
  readonly log: LogEntry[] = [];
  readonly server: Server;
  /** Where it listens; set once it does. */
  origin = '';

  constructor() {
    this.server = createServer((request, response) => {
      this.#respond(request, response).catch((cause: unknown) => {
        const status = cause instanceof Malformed ? 400 : 500;
        if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain' });
        response.end(cause instanceof Error ? (cause.stack ?? cause.message) : 'failed');
      });
    });
    // Longer than any client keeps a connection: a storm must not meet one that is closing.
    this.server.keepAliveTimeout = 120_000;
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readAsked(request);
    if (isControl(asked)) {
      sendReply(response, control(this, asked));
      return;
    }
    const found = this.#find(asked);
    if (!found) {
      sendReply(response, {
        status: 404,
        body: { error: 'not_found', error_description: `nobody is at ${asked.host}` },
      });
      return;
    }
    const call = this.#begin(found, asked);
    const answer = await answerTo(call);
    call.entry.answeredAt = Date.now();
    if (answer === 'cut') request.socket.destroy();
    else {
      call.entry.status = answer.status;
      sendReply(response, answer);
    }
  }

  /** Who is meant, and what is asked of them. */
  #find(asked: Asked): { tenant: Tenant; endpoint: EndpointName | 'api' } | null {
    const here = [...this.tenants.values()].flatMap((tenant) => {
      const endpoint = tenant.endpointOf(asked);
      return endpoint === null ? [] : [{ tenant, endpoint }];
    });
    if (here.length < 2) return here[0] ?? null;
    const texts = credentialsOf(asked);
    return here.find(({ tenant }) => texts.some((text) => tenant.owns(text))) ?? here[0] ?? null;
  }

  #begin({ tenant, endpoint }: { tenant: Tenant; endpoint: EndpointName | 'api' }, asked: Asked): Call {
    const entry: LogEntry = {
      n: this.log.length + 1,
      at: Date.now(),
      answeredAt: null,
      tenant: tenant.id,
      endpoint,
      method: asked.method,
      path: asked.path,
      grantType: null,
      client: null,
      token: null,
      family: null,
      outcome: null,
      why: null,
      status: null,
      fault: false,
    };
    const call = { tenant, behaviour: tenant.behaviour, asked, entry, origin: this.origin };
    if (endpoint === 'token' || endpoint === 'refresh') Object.assign(entry, readGrant(call));
    this.log.push(entry);
    return call;
  }
}

/** Everything in a request that could say whose it is. */
function credentialsOf(asked: Asked): string[] {
  const basic = basicOf(asked);
  const headers = Object.values(asked.headers).filter((value) => typeof value === 'string');
  return [
    ...asked.members.values(),
    ...asked.query.values(),
    lastSegment(asked.path),
    ...(basic ? [basic.name] : []),
    ...headers.flatMap((value) => [value, ...value.split(/[\s"]+/)]),
  ];
}

async function answerTo(call: Call): Promise<Answer> {
  const { tenant, entry, behaviour } = call;
  const fault = tenant.faults.take(entry);
  if (!fault) return endpoints[entry.endpoint](call);
  entry.fault = true;
  const handled = fault.handled || !fault.answer ? endpoints[entry.endpoint](call) : null;
  if (!handled) entry.outcome = 'fault';
  if (fault.delayMs) await sleep(fault.delayMs);
  return faultAnswer(fault) ?? handled ?? errorAnswer(behaviour, 'invalid_request', 'no answer');
}

function faultAnswer({ answer }: Fault): Answer | null {
  if (answer === undefined || answer === 'cut') return answer ?? null;
  if (answer !== 'garbage') return fixed(answer);
  return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"access_token": "half' };
}
