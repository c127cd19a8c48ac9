import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errors, type ErrorBody, type ErrorCode } from '@alter/protocol';
import type { Logger } from 'pino';
import { newId } from '../lib/random.ts';

/** Time that the caller has to read the answer, in milliseconds. */
const lingerMs = 2_000;

/** What Node's parser refuses before there is a request: the same envelope as everything else, and the connection ends. */
export const answerUnreadable =
  (log: Logger) =>
  (fault: NodeJS.ErrnoException, socket: Duplex): void => {
    const code = codeOf(fault);
    const request_id = newId();
    log.info({ request_id, code, fault: fault.code }, 'request refused');
    if (!socket.writable || fault.code === 'ECONNRESET' || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const { status, message } = errors[code];
    const body = JSON.stringify({ error: code, message, request_id, ...fieldsOf(code) } satisfies ErrorBody);
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n` +
        `x-alter-outcome: alter\r\nX-Request-ID: ${request_id}\r\nConnection: close\r\n\r\n${body}`,
    );
    setTimeout(() => socket.destroy(), lingerMs).unref();
  };

/** The body of a request turned bad while its answer was on the way: a second head would stand inside that answer. */
const isAnswering = (socket: Duplex & { _httpMessage?: { headersSent: boolean } | null }): boolean =>
  socket._httpMessage?.headersSent === true;

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_incomplete' : 'invalid_request';
}

const fieldsOf = (code: ErrorCode): Record<string, unknown> =>
  code === 'invalid_request' ? { issues: [{ path: '', message: 'must be an HTTP/1.1 request' }] } : {};
