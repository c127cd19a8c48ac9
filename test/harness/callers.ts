/** Callers of `/request` by the hundred, past any balancer: a connection for each, kept open between storms. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Answer {
  /** 0: the connection ended without an answer. */
  status: number;
  /** The service's error code, or the system's where there is no answer; null when the provider answered. */
  error: string | null;
  /** Milliseconds from the request to the first byte of the answer. */
  firstByteMs: number;
}

export interface Callers {
  /** One GET of the provider's `target`, with this grant, through the server at `server`. */
  call(server: string, grantId: string, target: string): Promise<Answer>;
  close(): void;
}

export function openCallers(key: string): Callers {
  // In turn: one that rests too long is closed by the server just when it is needed.
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity, scheduling: 'fifo' });
  return {
    call(server, grantId, target) {
      const body = JSON.stringify({ method: 'GET', url: target, grant_id: grantId });
      const headers = {
        'x-api-key': key,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      return new Promise((resolve) => {
        const begun = performance.now();
        const asked = request(`${server}/request`, { agent, method: 'POST', headers }, (answer) => {
          const firstByteMs = performance.now() - begun;
          text(answer).then(
            (said) => resolve({ ...answerOf(answer.statusCode ?? 0, said), firstByteMs }),
            () => resolve(cut('mid-answer')),
          );
        });
        asked.once('error', (cause: NodeJS.ErrnoException) => resolve(cut(cause.code ?? cause.message)));
        asked.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

const cut = (error: string): Answer => ({ status: 0, error, firstByteMs: 0 });

/** The provider of these tests says `ok` in every answer of its own. */
function answerOf(status: number, said: string): Pick<Answer, 'status' | 'error'> {
  const { ok, error } = JSON.parse(said) as { ok?: boolean; error?: string };
  if (status === 200 && ok !== true) throw new Error(`not what the provider answers: ${said}`);
  return { status, error: ok === true ? null : (error ?? '') };
}

/** How often each answer was given, e.g. `{ '200': 996, '409 token_refresh_in_progress': 4 }`. */
export function counted(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, error } of answers) {
    const name = [status === 0 ? 'cut' : String(status), error ?? []].flat().join(' ');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
