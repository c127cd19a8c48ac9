/** The two cookies of the vault's own origin (`mechanisms.md` §1). Both are HttpOnly and SameSite=Lax. */
import type { Config } from '../config.ts';
import { sha256 } from '../lib/encoding.ts';
import { randomToken } from '../lib/random.ts';
import type { Ctx } from '../state.ts';

const browserDays = 30;
const sessionMinutes = 30;

/** `__Host-` needs https; in development over http cookies reach every port, so the prefix would be a false promise. */
const prefix = (config: Config): string => (config.publicUrl.protocol === 'https:' ? '__Host-alter' : 'alter');

const options = (config: Config, maxAge: number) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: config.publicUrl.protocol === 'https:',
  path: '/',
  overwrite: true,
  signed: false,
  maxAge,
});

/** Hash of this browser's id, or null when it has none yet. */
export function browserHash(ctx: Ctx, config: Config): string | null {
  const id = ctx.cookies.get(`${prefix(config)}-browser`);
  return id && /^[A-Za-z0-9_-]{22,64}$/.test(id) ? sha256(id) : null;
}

/** Only the popup's first POST sets it. Returns the hash. */
export function ensureBrowser(ctx: Ctx, config: Config): string {
  const known = browserHash(ctx, config);
  if (known) return known;
  const id = randomToken(24);
  setCookie(ctx, `${prefix(config)}-browser`, id, options(config, browserDays * 86_400_000));
  return sha256(id);
}

/** The session's token, traded from the fragment into a cookie named by the session's public id. */
export function keepSession(ctx: Ctx, config: Config, sessionId: string, token: string): void {
  setCookie(ctx, `${prefix(config)}-session-${sessionId}`, token, options(config, sessionMinutes * 60_000));
}

export const keptSession = (ctx: Ctx, config: Config, sessionId: string): string | null =>
  ctx.cookies.get(`${prefix(config)}-session-${sessionId}`) ?? null;

/** Koa refuses `secure` cookies when it does not see TLS itself; here TLS ends in front of us. */
function setCookie(ctx: Ctx, name: string, value: string, given: ReturnType<typeof options>): void {
  ctx.cookies.secure = given.secure;
  ctx.cookies.set(name, value, given);
}
