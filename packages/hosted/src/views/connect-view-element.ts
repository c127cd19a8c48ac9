/** Base of the views: one decision each, with a heading that takes the focus when the view appears. */
import type { ConnectView } from '@alter/protocol';
import { AlterElement, controlSheet, tileSheet } from '@alter/ui';
import type { CSSResultGroup, PropertyDeclarations } from 'lit';
import type { Speech } from '../locales/en.ts';
import { markSheet } from '../parts/marks.ts';
import type { Action } from '../state.ts';
import { viewSheet } from './view-sheet.ts';

export abstract class ConnectViewElement extends AlterElement {
  static override styles: CSSResultGroup = [AlterElement.styles, controlSheet, tileSheet, markSheet, viewSheet];
  static override properties: PropertyDeclarations = { say: { attribute: false }, view: { attribute: false } };

  declare say: Speech;
  declare view: ConnectView;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  /** @fires act with the person's `Action`; stays inside the page */
  protected act(action: Action): void {
    this.emit('act', action);
  }
}
