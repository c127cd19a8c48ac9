/** One view for each state. */
import { html, type TemplateResult } from 'lit';
import type { Speech } from '../locales/en.ts';
import type { State } from '../state.ts';

export function viewOf(state: State, say: Speech): TemplateResult {
  switch (state.at) {
    case 'loading':
      return html`<alter-loading-view aria-busy="true" .say=${say}></alter-loading-view>`;
    case 'pick':
      return html`<alter-picker-view .say=${say} .view=${state.view}></alter-picker-view>`;
    case 'confirm':
      return html`<alter-confirm-view
        .say=${say}
        .view=${state.view}
        .provider=${state.provider}
        .entered=${state.entered}
      ></alter-confirm-view>`;
    case 'leaving':
      return html`<alter-leaving-view
        .say=${say}
        .view=${state.view}
        .provider=${state.provider}
      ></alter-leaving-view>`;
    case 'code':
      return html`<alter-code-view
        .say=${say}
        .view=${state.view}
        .provider=${state.provider}
        .code=${state.code}
      ></alter-code-view>`;
    case 'connected':
      return html`<alter-connected-view .say=${say} .view=${state.view} .way=${state.way}></alter-connected-view>`;
    case 'declined':
      return html`<alter-declined-view
        .say=${say}
        .view=${state.view}
        .provider=${state.provider}
      ></alter-declined-view>`;
    case 'failed':
      return html`<alter-failed-view
        .say=${say}
        .view=${state.view}
        .provider=${state.provider}
        .problem=${state.problem}
        .detail=${state.detail}
      ></alter-failed-view>`;
    case 'over':
      return html`<alter-over-view .say=${say} .view=${state.view} .way=${state.way}></alter-over-view>`;
    case 'problem':
      return html`<alter-problem-view
        .say=${say}
        .known=${state.view}
        .problem=${state.problem}
        .canRetry=${state.canRetry}
      ></alter-problem-view>`;
    default:
      return state satisfies never;
  }
}
