/** The demo's back end: all that an app needs to connect an account, call with it, show it and take it back. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';

const types: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css' };
// A real app has its own sign-in; here everybody is this one person.
const user = { reference: 'demo-user', display_name: 'demo@example.com' };

export function createDemo(at: { vault: string; key: string; api: string; provider: string }): Server {
  let session = ''; // the connect session opened last
  let grant = ''; // the grant id, once the vault has confirmed it: all that the app keeps

  const vault = (path: string, body: object) =>
    fetch(at.vault + path, {
      method: 'POST',
      headers: { 'x-api-key': at.key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const actions: Record<string, (origin: string) => Promise<Response>> = {
    // 1. <alter-connect> fetches a session when it is clicked.
    '/connect-session': async (origin) => {
      const asked = { allowed_providers: [at.provider], allowed_origin: origin, return_url: `${origin}/`, user };
      const answer = await vault('/sdk/oauth/connect/session', asked);
      if (answer.ok) session = (await answer.clone().json()).session_token;
      return answer;
    },
    // 2. What the browser says is confirmed with the vault before it is believed.
    '/connected': async () => {
      const answer = await vault('/sdk/oauth/connect/session/poll', { session_token: session });
      grant = (await answer.json()).grants?.[0]?.grant_id ?? grant;
      return Response.json({ grant_id: grant || null });
    },
    // 3. A call to the provider's API: there is no token anywhere in this process.
    '/call': () =>
      vault('/request', { method: 'GET', url: `${at.api}/api/me`, grant_id: grant, reason: 'Show a profile' }),
    // 4. <alter-wallet> shows the person what the app may do, and takes it back.
    '/wallet-session': (origin) => vault('/sdk/wallet/session', { user, allowed_origin: origin }),
  };

  return createServer(async (req, res) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/';
    const act = req.method === 'POST' ? actions[path] : undefined;
    const file = path === '/' ? 'index.html' : path.slice(1);
    if (act) {
      const answer = await act(`http://${req.headers.host}`);
      const outcome = answer.headers.get('x-alter-outcome') ?? '';
      res.writeHead(answer.status, { 'content-type': 'application/json', 'x-alter-outcome': outcome });
      return res.end(await answer.text());
    }
    if (!['index.html', 'demo.js', 'demo.css'].includes(file)) return res.writeHead(404).end();
    const own = `'self' ${at.vault}`;
    const csp = `default-src 'none'; script-src ${own}; style-src 'self'; connect-src ${own}; img-src data:`;
    const type = types[file.split('.')[1] ?? ''] ?? '';
    const page = await readFile(new URL(`./page/${file}`, import.meta.url), 'utf8');
    return res
      .writeHead(200, { 'content-type': type, 'content-security-policy': csp })
      .end(page.replaceAll('{{vault}}', at.vault));
  });
}
