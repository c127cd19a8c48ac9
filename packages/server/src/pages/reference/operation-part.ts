/** One operation: how it is called, what it takes, what it answers, how it refuses. */
import type { ApiOperation, ApiResponse, JsonSchema } from '@alter/protocol/openapi';
import { fieldOf, shapesOf, type Field, type Shape } from './fields.ts';
import { html, sentence, type Markup } from './html.ts';

/** What the keys of the document's security schemes mean to a caller. */
const bearers: Readonly<Record<string, string>> = {
  key: 'API key',
  ticket: 'Bearer: the watch ticket',
  wallet: 'Bearer: the token of a Wallet session',
};

/** @param shared codes that every call with a key can be refused with: they are listed once, elsewhere */
export function operationPart(
  method: string,
  path: string,
  operation: ApiOperation,
  shared: ReadonlySet<string>,
): Markup {
  const { operationId, summary, parameters, requestBody, responses } = operation;
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter((one) => one.in === 'query');
  const fields = (list: typeof parameters): Field[] =>
    list.map(({ name, schema, required }) => fieldOf(name, schema, required));
  return html`<article aria-labelledby="${operationId}">
    <h3 id="${operationId}">${routeName(method, path)}</h3>
    <p class="summary">${sentence(summary)}</p>
    <p class="caller">${callerWords(operation)}</p>
    ${fieldList('In the path', [fields(inPath)])} ${fieldList('In the query', [fields(inQuery)])}
    ${requestBody ? fieldList('Body', shapesOf(requestBody.content['application/json'].schema)) : null}
    ${answers(responses)} ${refusals(responses, shared)}
  </article>`;
}

const routeName = (method: string, path: string): Markup =>
  html`<span class="method ${method}">${method.toUpperCase()}</span> <code>${breakable(path)}</code>`;

/** A line may break between the parts of a name. */
const breakable = (name: string): Markup[] =>
  name.split(/(?<=[/._])/).map((part, i) => html`${i === 0 ? null : html`<wbr />`}${part}`);

function callerWords({ security, 'x-alter-scope': scope }: ApiOperation): Markup {
  const [kind] = Object.keys(security[0] ?? {});
  if (kind === undefined) return html`Without credentials`;
  const words = bearers[kind] ?? kind;
  return scope === undefined ? html`${words}` : html`${words} with <a href="#scope-${scope}"><code>${scope}</code></a>`;
}

function fieldList(title: string, shapes: readonly Shape[]): Markup | null {
  const told = shapes.filter((shape) => shape.length > 0);
  if (told.length === 0) return null;
  const lists = told.map((shape) => html`<dl>${shape.map(fieldRow)}</dl>`);
  return html`<h4>${title}</h4>
    ${lists.map((list, i) =>
      i === 0
        ? list
        : html`<p class="or">or</p>
            ${list}`,
    )}`;
}

const fieldRow = ({ name, type, required, limits, words }: Field): Markup =>
  html`<div>
    <dt><code>${breakable(name)}</code>${required ? html` <span class="required">required</span>` : null}</dt>
    <dd>
      ${sentence([type, ...limits].join('; '))}${words === '' ? null : html`<span class="words">${sentence(words)}</span>`}
    </dd>
  </div>`;

const codesOf = (response: ApiResponse): readonly string[] => response['x-alter-codes'] ?? [];

function answers(responses: ApiOperation['responses']): Markup[] {
  return Object.entries(responses)
    .filter(([, response]) => codesOf(response).length === 0)
    .map(([status, { description, content }]) => {
      const schema: JsonSchema | undefined = content?.['application/json'].schema;
      return html`<h4>Answer ${status}</h4>
        <p>${sentence(description)}</p>
        ${schema ? shapeLists(shapesOf(schema)) : null}`;
    });
}

/** What an answer always has need not be said: `required` is for what is sent. */
const shapeLists = (shapes: readonly Shape[]): Markup =>
  html`${shapes
    .filter((shape) => shape.length > 0)
    .map(
      (shape, i) =>
        html`${i === 0 ? null : html`<p class="or">or</p>`}
          <dl>${shape.map((field) => fieldRow({ ...field, required: false }))}</dl>`,
    )}`;

function refusals(responses: ApiOperation['responses'], shared: ReadonlySet<string>): Markup | null {
  const rows = Object.entries(responses)
    .map(([status, response]) => ({ status, codes: codesOf(response).filter((code) => !shared.has(code)) }))
    .filter(({ codes }) => codes.length > 0);
  const hasShared = Object.values(responses).some((response) => codesOf(response).some((code) => shared.has(code)));
  if (rows.length === 0 && !hasShared) return null;
  return html`<h4>Refusals</h4>
    <ul class="codes">
      ${rows.map(({ status, codes }) => html`<li><span class="status">${status}</span> ${codes.map(codeLink)}</li>`)}
      ${hasShared ? html`<li><a href="#every-key">and those of every call with a key</a></li>` : null}
    </ul>`;
}

export const codeLink = (code: string): Markup => html`<a href="#error-${code}"><code>${code}</code></a> `;
