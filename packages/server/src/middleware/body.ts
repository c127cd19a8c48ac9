/** Request bodies: read whole with a limit, decoded, validated. */
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { assert, Refusal } from '../lib/assert.ts';
import type { Ctx, Step } from '../state.ts';
import { issueWords, type SchemaIssue } from './issue-words.ts';

/** Issues that one answer lists. */
const issueLimit = 20;

/** Time that a body read whole may take, and that a refused one may go on for, in milliseconds. */
const arriveMs = 120_000;
const lingerMs = 5_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the body for {@link parseBody}, on routes that no API key authenticates. @param limit bytes */
export function readJson(limit: number): Step {
  return async (ctx, next) => {
    ctx.state.rawBody = await readBody(ctx.req, limit);
    await next();
  };
}

/**
 * The whole body as it was sent.
 * @param limit bytes
 * @throws Refusal `body_too_large`, `unsupported_media_type`, `invalid_request` when it does not arrive whole
 */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  assertIdentity(req);
  const announced = Number(req.headers['content-length'] ?? 0);
  assert(announced <= limit, 'body_too_large', { limit });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (refusal: Refusal): void => {
      stop();
      reject(refusal);
      // What still comes is let run dry for a while, so that the caller can read the answer.
      req.on('error', () => undefined).resume();
      setTimeout(() => req.complete || req.destroy(), lingerMs).unref();
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) refuse(new Refusal('body_too_large', { limit }));
      else chunks.push(chunk);
    };
    const done = (): void => {
      stop();
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
    };
    const cut = (): void => refuse(incomplete('the body ended before its announced length'));
    const late = (): void => refuse(incomplete(`the body did not arrive within ${arriveMs / 1000} seconds`));
    const timer = setTimeout(late, arriveMs);
    const stop = (): void => {
      clearTimeout(timer);
      req.off('data', take).off('end', done).off('error', cut).off('close', cut);
    };
    if (req.destroyed) cut();
    else req.on('data', take).on('end', done).on('error', cut).on('close', cut);
  });
}

const incomplete = (message: string): Refusal => new Refusal('invalid_request', { issues: [{ path: '', message }] });

/** A compressed body could grow a thousandfold behind the limit; no published client sends one. */
export function assertIdentity(req: IncomingMessage): void {
  const encoding = req.headers['content-encoding']?.trim().toLowerCase() ?? '';
  assert(encoding === '' || encoding === 'identity', 'unsupported_media_type', {
    problem: 'send the body without Content-Encoding',
  });
}

/**
 * Parses `ctx.state.rawBody` by a schema. No body counts as `{}`, so that a route whose fields are all optional can be
 * called without one.
 * @throws Refusal `unsupported_media_type`, `invalid_json`, `invalid_request` with `issues`
 */
export function parseBody<T extends z.ZodType>(ctx: Ctx, schema: T): z.output<T> {
  const value = jsonOf(ctx);
  // The answer may take long, and the body be large.
  delete ctx.state.json;
  return parseValue(value, schema);
}

/**
 * The body as JSON, which is kept until {@link parseBody} takes it.
 * @throws Refusal `unsupported_media_type`, `invalid_json`
 */
export function jsonOf(ctx: Ctx): unknown {
  ctx.state.json ??= { value: decode(ctx) };
  return ctx.state.json.value;
}

/**
 * The query of a GET by a schema whose fields are strings; a repeated name is a list and fails there.
 * @throws Refusal `invalid_request` with `issues`
 */
export const parseQuery = <T extends z.ZodType>(ctx: Ctx, schema: T): z.output<T> =>
  parseValue({ ...ctx.query }, schema);

/**
 * Validates a value that is already parsed.
 * @throws Refusal `invalid_request` with `issues`
 */
export function parseValue<T extends z.ZodType>(value: unknown, schema: T): z.output<T> {
  const parsed = withinDepth(() => schema.safeParse(value));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues as readonly SchemaIssue[];
  throw new Refusal('invalid_request', { issues: issues.slice(0, issueLimit).map(issueWords) });
}

function decode(ctx: Ctx): unknown {
  const bytes = ctx.state.rawBody;
  if (bytes.length === 0) return {};
  const type = ctx.get('Content-Type').split(';');
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(type.slice(1).join(';'))?.[1]?.toLowerCase() ?? 'utf-8';
  assert(type[0]?.trim().toLowerCase() === 'application/json', 'unsupported_media_type');
  assert(charset === 'utf-8' || charset === 'utf8', 'unsupported_media_type', { problem: 'the charset must be utf-8' });
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    // The cause quotes the body, and the log would keep it.
    throw new Refusal('invalid_json');
  }
}

/** A body nested ten thousand deep ends the stack of a recursive validator: the caller's fault, not ours. */
function withinDepth<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('invalid_request', { issues: [{ path: '', message: 'is nested too deeply' }] });
  }
}
