/** The two cookies of the vault's own origin. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
afterEach(async () => line.close());

/** Cookies of the popup's first POST, as a page of `origin` gets them. */
async function cookiesOf(origin: string): Promise<string[]> {
  const answer = await fetch(`${line.vault}/sdk/oauth/connect/open`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ session_token: await mint(line) }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie();
}

describe('behind TLS', () => {
  it('both are `__Host-`, Secure, HttpOnly and Lax, for the whole host and no other', async () => {
    const publicUrl = 'https://vault.example.com';
    line = await startLine({
      env: {
        ALTER_MODE: 'production',
        ALTER_HOST: '127.0.0.1',
        ALTER_PUBLIC_URL: publicUrl,
        ALTER_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
        ALTER_UNSAFE_ALLOW_LOOPBACK: '',
      },
      catalog: { google: { client_id: 'client-google', scopes: [] } },
      providers: {},
    });
    const cookies = await cookiesOf(publicUrl);
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-alter-(browser|session-[0-9a-f-]{36})=/);
      for (const part of ['path=/', 'httponly', 'secure', 'samesite=lax'])
        expect(cookie.toLowerCase()).toContain(`; ${part}`);
      expect(cookie.toLowerCase()).not.toContain('domain=');
    }
  });
});

describe('in development', () => {
  it('they promise no prefix that plain http could not keep, and are HttpOnly and Lax all the same', async () => {
    line = await startLine();
    for (const cookie of await cookiesOf(line.vault)) {
      expect(cookie).toMatch(/^alter-(browser|session-[0-9a-f-]{36})=/);
      expect(cookie.toLowerCase()).toContain('; httponly');
      expect(cookie.toLowerCase()).toContain('samesite=lax');
    }
  });

  it('are set by the first POST alone: neither page, ticket trade nor callback gives a browser its id', async () => {
    line = await startLine();
    const session_token = await mint(line);
    const answers = [
      await fetch(`${line.vault}/sdk/oauth/connect`),
      await fetch(`${line.vault}/oauth/callback/anything?state=unknown`, { redirect: 'manual' }),
      await fetch(`${line.vault}/sdk/oauth/connect/start/unknown`, { redirect: 'manual' }),
      await fetch(`${line.vault}/sdk/oauth/connect/ticket`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ session_token }),
      }),
    ];
    for (const answer of answers) expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await line.rows('connect_sessions')).toMatchObject([{ browser_hash: null }]);
  });
});
