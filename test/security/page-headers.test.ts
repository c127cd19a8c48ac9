/** What every page and answer says about itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
let pages: [string, Response][];

beforeAll(async () => {
  line = await startLine();
  const { person, sessionId } = await connectOverHttp(line);
  const get = (target: string) => person.ask('GET', target);
  pages = [
    ['the page', await get('/sdk/oauth/connect')],
    ['the page of a session', await get(`/sdk/oauth/connect?id=${sessionId}`)],
    ['the page of a problem', await get('/sdk/oauth/connect?problem=state_consumed&ref=x')],
    ['the way to the provider', await get('/sdk/oauth/connect/start/unknown')],
    ['the way back', await get('/oauth/callback/unknown?state=unknown&code=unknown')],
    ['an answer to the page', await person.ask('POST', '/sdk/oauth/connect/resume', { session_id: sessionId })],
    ['a list', await line.post('/sdk/grants/list', {})],
    ['a refusal', await line.post('/sdk/grants/list', { nothing: 1 })],
    ['nothing at all', await get('/no/such/route')],
  ];
});
afterAll(async () => line.close());

const policyOf = (answer: Response): Map<string, string> =>
  new Map(
    (answer.headers.get('content-security-policy') ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('every page and answer', () => {
  it('is framed by nobody, kept by no cache, sniffed by no browser, and named in no Referer', () => {
    for (const [what, answer] of pages) {
      const { headers } = answer;
      expect(policyOf(answer).get('frame-ancestors'), what).toBe("'none'");
      expect(policyOf(answer).get('default-src'), what).toBe("'none'");
      expect(headers.get('cache-control'), what).toBe('no-store');
      expect(headers.get('x-content-type-options'), what).toBe('nosniff');
      expect(headers.get('referrer-policy'), what).toBe('no-referrer');
    }
  });

  it('allows nothing unsafe: no inline script or style, no eval, no foreign script', () => {
    for (const [what, answer] of pages) {
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy, what).not.toMatch(/unsafe|\*/);
      expect(policyOf(answer).get('script-src') ?? "'self'", what).toBe("'self'");
    }
  });

  it('keeps its opener: a Cross-Origin-Opener-Policy of ours would cut the page that waits', () => {
    for (const [what, answer] of pages) {
      expect(answer.headers.get('cross-origin-opener-policy'), what).not.toBe('same-origin');
    }
  });

  it('says nothing of what it is made of', () => {
    for (const [what, { headers }] of pages) {
      expect(headers.get('server'), what).toBeNull();
      expect(headers.get('x-powered-by'), what).toBeNull();
    }
  });
});

describe('the pages themselves', () => {
  it('hold no inline script, style or event handler that the policy would have to allow', async () => {
    const html = await (await fetch(`${line.vault}/sdk/oauth/connect`)).text();
    expect(html).toContain('<script');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i);
  });

  it('send the callback on to an address without state, code or error text', () => {
    const [, back] = pages.find(([what]) => what === 'the way back')!;
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toMatch(/^\/sdk\/oauth\/connect\?problem=state_unknown&ref=[0-9a-f-]{36}$/);
  });
});

describe('the files of our elements', () => {
  it('are loaded by pages of any origin, and are the only thing that is', async () => {
    for (const file of ['alter-connect.js', 'alter-wallet.js']) {
      const answer = await fetch(`${line.vault}/elements/${file}`, { headers: { origin: 'https://acme.example' } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    }
    for (const [what, answer] of pages) expect(answer.headers.get('access-control-allow-origin'), what).toBeNull();
  });

  it('are not a way to other files of the server', async () => {
    for (const path of [
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '....//package.json',
      '%00',
      'constructor',
    ]) {
      for (const folder of ['elements', 'assets/hosted']) {
        expect((await fetch(`${line.vault}/${folder}/${path}`)).status).toBe(404);
      }
    }
  });
});
