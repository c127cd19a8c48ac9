/** The page's four calls, all to its own origin with the session's cookie. */
import { routes, type ConnectFlowAnswer, type ConnectView } from '@alter/protocol';

/** What a call was refused with. `offline`: no answer came that could be read. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;

  constructor(code: string, status: number, requestId: string | null) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
  }
}

export interface FlowRequest {
  session_id: string;
  provider_id: string;
  consent: 'handshake' | 'click';
  display: 'popup' | 'page';
  variables?: Record<string, string>;
}

export interface ConnectApi {
  /** Trades the link's token for the cookie that binds the session to this browser. */
  open(token: string): Promise<ConnectView>;
  /** @param seen the `sequence` of the view before: the answer then waits a while for news */
  resume(sessionId: string, seen?: number): Promise<ConnectView>;
  /** Either a start URL, which works once, or the view to go on with. */
  flow(request: FlowRequest): Promise<ConnectFlowAnswer>;
  done(sessionId: string, cancelled: boolean): Promise<ConnectView>;
}

const timeoutMs = 30_000;

export const connectApi: ConnectApi = {
  open: (token) => post<ConnectView>(routes.connectOpen, { session_token: token }),
  resume: (sessionId, seen) =>
    post<ConnectView>(routes.connectResume, { session_id: sessionId, ...(seen !== undefined && { seen }) }),
  flow: (request) => post<ConnectFlowAnswer>(routes.connectFlow, request),
  done: (sessionId, cancelled) =>
    post<ConnectView>(routes.connectDone, { session_id: sessionId, ...(cancelled && { cancelled }) }),
};

async function post<T>(route: string, body: unknown): Promise<T> {
  const offline = () => {
    throw new Refusal('offline', 0, null);
  };
  const response = await fetch(route, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(offline);
  const answer = (await response.json().catch(offline)) as Record<string, unknown>;
  if (response.ok) return answer as T;
  throw new Refusal(String(answer['error']), response.status, readReference(answer['request_id']));
}

/** A request id as it may be shown: it can also come from the address, where anybody could have written it. */
export function readReference(value: unknown): string | null {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? value : null;
}
