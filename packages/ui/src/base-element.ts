/** The base of our elements: tokens and base sheet adopted, events that cross shadow roots. No decorators. */
import { LitElement, type CSSResultGroup } from 'lit';
import { baseSheet } from './base-sheet.ts';
import { tokenSheet } from './tokens.ts';

export class AlterElement extends LitElement {
  static override styles: CSSResultGroup = [tokenSheet, baseSheet];

  /** Of the text around the element; layout itself uses logical properties and need not ask. */
  get direction(): 'ltr' | 'rtl' {
    return getComputedStyle(this).direction === 'rtl' ? 'rtl' : 'ltr';
  }

  /** Bubbles and is composed. False when a cancelable event was cancelled. */
  protected emit(name: string, detail?: unknown, cancelable = false): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }
}
