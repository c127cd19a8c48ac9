/** Nothing is left to do here: for browsers that keep the window open, and for tabs that nobody opened. */
import { html, type TemplateResult } from 'lit';
import type { WayOut } from '../deliver.ts';
import { backAction } from '../parts/back-action.ts';
import { drawn } from '../parts/marks.ts';
import { ConnectViewElement } from './connect-view-element.ts';

export class OverView extends ConnectViewElement {
  static override properties = { ...ConnectViewElement.properties, way: { attribute: false } };

  declare way: WayOut;

  protected override render(): TemplateResult {
    const { say, view } = this;
    const connected = view.result?.type === 'alter_connect_success';
    const app = view.app.name;
    return html`
      <div class="center result">
        <span class="emblem ${connected ? 'good' : ''}">${drawn(connected ? 'check' : 'cross', 26)}</span>
        <h1 tabindex="-1">${say(connected ? 'connectedMany' : 'cancelledTitle')}</h1>
        <p class="muted">${connected ? say('takeBack') : say('cancelledText', { app })}</p>
        <p class="muted">${this.way.by === 'address' ? say('takingBack', { app }) : say('canClose')}</p>
      </div>
      <div class="actions">${backAction(view, say, null)}</div>
    `;
  }
}
