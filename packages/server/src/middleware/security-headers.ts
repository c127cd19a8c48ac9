import type { Step } from '../state.ts';

const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // The app's logo may stand anywhere on the web; it is fetched without a referrer.
  "img-src 'self' https: data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const everyAnswer = [
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', 'no-store'],
] as const;

/** For every answer: nothing of ours is framed, sniffed, cached or named in a Referer. */
export const securityHeaders: Step = async (ctx, next) => {
  await next();
  // A relayed answer is the provider's and has left; what a route said for itself stands.
  if (ctx.res.headersSent || ctx.respond === false) return;
  for (const [name, value] of everyAnswer) if (!ctx.res.hasHeader(name)) ctx.set(name, value);
};

/**
 * For pages. No Cross-Origin-Opener-Policy `same-origin`: it would cut the page that opened the popup
 * (`mechanisms.md` §1).
 */
export const pageHeaders: Step = async (ctx, next) => {
  ctx.set('Content-Security-Policy', pagePolicy);
  await next();
};
