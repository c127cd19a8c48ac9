/** Cancel while there is something to cancel, the app's privacy page, and the language. */
import { languageNames, languages } from '@alter/ui';
import { html, type TemplateResult } from 'lit';
import { chooseLanguage } from '../language.ts';
import type { Speech } from '../locales/en.ts';
import type { State } from '../state.ts';

export function pageFooter(state: State, say: Speech, cancel: () => void): TemplateResult {
  const privacy = 'view' in state ? state.view?.app.privacy_url : null;
  return html`<footer>
    ${canCancel(state) ? html`<button class="button" type="button" @click=${cancel}>${say('cancel')}</button>` : html`<i></i>`}
    ${
      privacy
        ? html`<a class="button" href=${privacy} target="_blank" rel="noopener noreferrer">${say('privacy')}</a>`
        : null
    }
    ${languageMenu(say)}
  </footer>`;
}

/** Once something is connected, the way to end is Done: Cancel would promise to take it back. */
function canCancel(state: State): boolean {
  const asks =
    state.at === 'code' ||
    state.at === 'pick' ||
    state.at === 'confirm' ||
    state.at === 'failed' ||
    state.at === 'declined';
  return asks && state.view.status === 'open' && state.view.providers.every((one) => one.connected.length === 0);
}

function languageMenu(say: Speech): TemplateResult {
  const choose = (event: Event) => {
    const chosen = languages.find((language) => language === (event.target as HTMLSelectElement).value);
    if (chosen) chooseLanguage(chosen);
  };
  return html`<select aria-label=${say('language')} @change=${choose}>
    ${languages.map(
      (language) =>
        html`<option value=${language} lang=${language} .selected=${language === say.lang}>
          ${languageNames[language]}
        </option>`,
    )}
  </select>`;
}
