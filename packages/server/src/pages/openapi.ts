import { openapi } from '@alter/protocol/openapi';
import type { Deps, Step } from '../state.ts';

/** The description of the HTTP API; made when it is first asked for. */
export function openapiDocument(deps: Pick<Deps, 'config'>): Step {
  let document: string | null = null;
  return async (ctx) => {
    document ??= JSON.stringify(openapi(deps.config.publicUrl.origin));
    ctx.set('Access-Control-Allow-Origin', '*');
    ctx.type = 'application/json';
    ctx.body = document;
  };
}
