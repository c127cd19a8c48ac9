/** The sign-in and consent pages of the local provider: plain forms, for people and for scripts. */

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${String(char.charCodeAt(0))};`);

const style = `
:root { color-scheme: light dark; --ink: #14171c; --muted: #5b6472; --page: #f6f7f9; --card: #fff; --line: #8a93a0; --act: #1f5f4a; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef2; --muted: #a2abb8; --page: #0e1013; --card: #1b1e24; --line: #6b7482; --act: #7fd1b3; --on: #0c1f18 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, sans-serif }
main { width: min(380px, 100%); padding: 32px; background: var(--card); border-radius: 12px }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 8px }
p { margin: 0 0 24px; color: var(--muted) }
label { display: block; margin-bottom: 16px }
input { display: block; width: 100%; margin-top: 4px; padding: 12px; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px }
ul { margin: 0 0 24px; padding-inline-start: 20px }
.actions { display: flex; gap: 12px; flex-direction: row-reverse }
button { flex: 1; min-height: 44px; font: inherit; font-weight: 600; border: 1px solid var(--act); border-radius: 8px; background: var(--act); color: var(--on); cursor: pointer }
button.quiet { background: transparent; color: var(--act) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px }`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>`;

const actions = (id: string, label: string): string => `<div class="actions">
<button id="${id}" name="action" value="${id}">${label}</button>
<button id="deny" class="quiet" name="action" value="deny" formnovalidate>Cancel</button></div>`;

export interface PageFacts {
  /** What the provider calls itself. */
  provider: string;
  client: string;
  uid: string;
}

export const signInPage = ({ provider, client, uid }: PageFacts, login: string): string =>
  page(
    `Sign in to ${provider}`,
    `<h1>Sign in to ${escape(provider)}</h1><p>to continue to ${escape(client)}</p>
<form method="post" action="/interaction/${uid}">
<label>User name <input id="login" name="login" value="${escape(login)}" autocomplete="username" autofocus required pattern="[A-Za-z0-9._\\-]+"></label>
<label>Password <input id="password" name="password" type="password" value="anything" autocomplete="off"></label>
${actions('sign-in', 'Sign in')}</form>`,
  );

export const consentPage = ({ provider, client, uid }: PageFacts, login: string, scopes: readonly string[]): string =>
  page(
    `Allow ${client}?`,
    `<h1>Allow ${escape(client)}?</h1><p>${escape(provider)} will let it do this as ${escape(login)}:</p>
<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
<form method="post" action="/interaction/${uid}">
${actions('allow', 'Allow')}</form>`,
  );
