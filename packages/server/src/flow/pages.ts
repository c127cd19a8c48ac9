/** What browsers load: the hosted page, its assets, the elements. */
import { Refusal } from '../lib/assert.ts';
import { fileOf, type Files, type StaticFile } from '../pages/files.ts';
import type { Reference } from '../pages/reference/reference.ts';
import { monogramSvg } from '../providers/logo.ts';
import type { Ctx, Deps, Step } from '../state.ts';

/** Names with a content hash never change. */
const hashed = /-[A-Za-z0-9_-]{8}\.[a-z]+$/;

export function connectPage(files: Files): Step {
  return async (ctx) => {
    if (!files.page)
      throw new Refusal(
        'internal_error',
        {},
        { cause: new Error('the hosted pages are not built: run npm run build') },
      );
    send(ctx, files.page, 'no-store');
  };
}

export function hostedAsset(files: Files): Step {
  return async (ctx) => serve(ctx, files.hosted);
}

/** Elements are loaded by pages of any origin. */
export function elementAsset(files: Files): Step {
  return async (ctx) => {
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    serve(ctx, files.elements);
  };
}

/** Of the catalog only: that an app has a server of its own is nobody else's to know. */
export function providerLogo(deps: Pick<Deps, 'providers'>): Step {
  const drawn = new Map<string, StaticFile>();
  return async (ctx) => {
    const entry = deps.providers.entry(ctx.params['provider_id'] ?? '');
    if (!entry) throw new Refusal('not_found');
    const logo = drawn.get(entry.id) ?? fileOf(Buffer.from(monogramSvg(entry)), 'image/svg+xml');
    drawn.set(entry.id, logo);
    // Opened as a page of its own, it is one that may do nothing.
    ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'; sandbox");
    ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
    send(ctx, logo, 'public, max-age=86400');
  };
}

/** A page without script: it may load its style sheet and nothing else. */
const referencePolicy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function referencePage(reference: () => Reference): Step {
  return async (ctx) => {
    ctx.set('Content-Security-Policy', referencePolicy);
    send(ctx, reference().page, 'public, max-age=300');
  };
}

export function referenceStyle(reference: () => Reference): Step {
  return async (ctx) => send(ctx, reference().sheet, 'public, max-age=300');
}

function serve(ctx: Ctx, from: ReadonlyMap<string, StaticFile>): void {
  const { folder, file: last } = ctx.params;
  const name = [folder, last].filter(Boolean).join('/');
  const file = from.get(name);
  if (!file) throw new Refusal('not_found');
  send(ctx, file, hashed.test(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
}

function send(ctx: Ctx, file: StaticFile, caching: string): void {
  ctx.set('Cache-Control', caching);
  ctx.set('ETag', file.etag);
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = file.type;
  ctx.body = file.body;
}
