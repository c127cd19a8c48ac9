/** The whole page: how to call, then every route by station, then what refusals and scopes mean. */
import type { ApiDocument, ApiOperation } from '@alter/protocol/openapi';
import { html, sentence, type Markup } from './html.ts';
import { codeLink, operationPart } from './operation-part.ts';

interface Route {
  method: string;
  path: string;
  operation: ApiOperation;
}

interface Station {
  id: string;
  name: string;
  words: string;
  routes: readonly Route[];
}

/** @param sheet address of the style sheet */
export function referenceHtml(document: ApiDocument, sheet: string): string {
  const stations = stationsOf(document);
  const shared = sharedCodes(stations.flatMap(({ routes }) => routes));
  const [server] = document.servers;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${document.info.title} HTTP API</title>
        <link rel="stylesheet" href="${sheet}" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>${document.info.title} HTTP API</h1>
          <p>${document.info.version} · <a href="/openapi.json">openapi.json</a></p>
        </header>
        <nav aria-label="Contents">${contents(stations)}</nav>
        <main id="content" tabindex="-1">
          ${introduction(server?.url ?? '', shared)} ${stations.map((station) => stationPart(station, shared))}
          ${errorPart(document)} ${scopePart(document)}
        </main>
      </body>
    </html>`.text;
}

function stationsOf({ tags, paths }: ApiDocument): Station[] {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return tags.map((tag) => ({
    id: tag.name,
    name: tag['x-displayName'],
    words: tag.description,
    routes: routes.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
}

const codesOf = ({ operation }: Route): string[] =>
  Object.values(operation.responses).flatMap((response) => response['x-alter-codes'] ?? []);

/** Codes that every call with an API key can be refused with. */
function sharedCodes(routes: readonly Route[]): ReadonlySet<string> {
  const [first = [], ...rest] = routes.filter(({ operation }) => 'x-alter-scope' in operation).map(codesOf);
  return new Set(first.filter((code) => rest.every((codes) => codes.includes(code))));
}

/** `grantsHealth`: “Grants health”. */
const nameOf = ({ operationId }: ApiOperation): string => {
  const words = operationId.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const contents = (stations: readonly Station[]): Markup =>
  html`<ul>
    <li><a href="#calling">Calling</a></li>
    ${stations.map(
      ({ id, name, routes }) =>
        html`<li>
          <a href="#station-${id}">${name}</a>
          <ul>
            ${routes.map(
              ({ operation }) => html`<li><a href="#${operation.operationId}">${nameOf(operation)}</a></li>`,
            )}
          </ul>
        </li>`,
    )}
    <li><a href="#errors">Error codes</a></li>
    <li><a href="#scopes">Key scopes</a></li>
  </ul>`;

const introduction = (server: string, shared: ReadonlySet<string>): Markup =>
  html`<section aria-labelledby="calling">
    <h2 id="calling">Calling</h2>
    <p>
      JSON over HTTP at <code>${server}</code>. Names are <code>snake_case</code>, times are ISO 8601 in UTC, ids are
      lower-case UUIDs. A field that is not listed is refused, not ignored.
    </p>
    <pre><code>curl -H "x-api-key: $ALTER_API_KEY" \\
  '${server}/sdk/oauth/provider-catalog?configured=true'</code></pre>
    <p>
      An API key goes into <code>x-api-key</code> or <code>Authorization: Bearer</code>, never into a query string. A
      refusal is an object with <code>error</code>, <code>message</code>, <code>request_id</code> and the fields of its
      code, and has the header <code>x-alter-outcome: alter</code>; what a provider answered says <code>provider</code>
      there.
    </p>
    <h3 id="every-key">Refusals of every call with a key</h3>
    <p class="codes">${[...shared].map(codeLink)}</p>
  </section>`;

const stationPart = ({ id, name, words, routes }: Station, shared: ReadonlySet<string>): Markup =>
  html`<section aria-labelledby="station-${id}">
    <h2 id="station-${id}">${name}</h2>
    <p>${sentence(words)}</p>
    ${routes.map(({ method, path, operation }) => operationPart(method, path, operation, shared))}
  </section>`;

const errorPart = ({ components }: ApiDocument): Markup =>
  html`<section aria-labelledby="errors">
    <h2 id="errors">Error codes</h2>
    <dl>
      ${Object.entries(components['x-alter-errors']).map(
        ([code, { status, message }]) =>
          html`<div id="error-${code}">
            <dt><code>${code}</code> <span class="status">${status}</span></dt>
            <dd>${sentence(message)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;

const scopePart = ({ components }: ApiDocument): Markup =>
  html`<section aria-labelledby="scopes">
    <h2 id="scopes">Key scopes</h2>
    <dl>
      ${Object.entries(components['x-alter-scopes']).map(
        ([scope, words]) =>
          html`<div id="scope-${scope}">
            <dt><code>${scope}</code></dt>
            <dd>${sentence(words)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
