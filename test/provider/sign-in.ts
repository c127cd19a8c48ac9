/** Walks the provider's pages as a browser without scripts would: cookies, redirects, forms. */

export interface SignInOptions {
  login?: string;
  /** Where the person says no. */
  deny?: 'sign-in' | 'consent';
}

/** Follows an authorize URL through sign-in and consent. Returns the callback URL it ends at, unvisited. */
export async function signIn(authorizeUrl: URL | string, options: SignInOptions = {}): Promise<URL> {
  const cookies = new Map<string, string>();
  const { origin } = new URL(authorizeUrl);
  let at = new URL(authorizeUrl);
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 20; step++) {
    const response: Response = await fetch(at, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { body: form } : {}),
    });
    keepCookies(response, cookies);
    const location = response.headers.get('location');
    if (location !== null) {
      at = new URL(location, at);
      form = null;
      if (at.origin !== origin) return at;
      continue;
    }
    const html = await response.text();
    if (!html.includes('<form')) throw new Error(`the provider says (${String(response.status)}): ${html}`);
    form = answerTo(html, options);
  }
  throw new Error('the provider keeps asking');
}

function answerTo(html: string, { login = 'alice', deny }: SignInOptions): URLSearchParams {
  const page = html.includes('id="login"') ? 'sign-in' : 'consent';
  if (deny === page) return new URLSearchParams({ action: 'deny' });
  return page === 'sign-in'
    ? new URLSearchParams({ login, password: 'anything', action: 'sign-in' })
    : new URLSearchParams({ action: 'allow' });
}

function keepCookies(response: Response, cookies: Map<string, string>): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}
