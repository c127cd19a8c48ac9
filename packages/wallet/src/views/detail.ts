/** The exact facts of a row, in its disclosure. */
import { html, type TemplateResult } from 'lit';
import { sayAny, type Key } from '../words.ts';
import type { Scene } from './scene.ts';

export const detail = (scene: Scene, key: Key & `detail${string}`, value: TemplateResult | string): TemplateResult =>
  html`<div>
    <dt>${sayAny(scene.say, key)}</dt>
    <dd>${value}</dd>
  </div>`;

export const code = (text: string): TemplateResult => html`<code translate="no">${text}</code>`;
