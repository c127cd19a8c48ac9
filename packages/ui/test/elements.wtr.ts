import { html, render } from 'lit';
import { emulateMedia } from '@web/test-runner-commands';
import { AlterElement } from '../src/base-element.ts';
import { define } from '../src/define.ts';
import { speak, type Language, type WordsLike } from '../src/locale.ts';
import { tile, tileSheet } from '../src/tile.ts';
import { Translation } from '../src/translation.ts';
import { equal, ok, until } from './in-browser.ts';

const english = { hello: 'Hello' } as const;
const loaded: Language[] = [];
const texts: Record<string, WordsLike<typeof english>> = { de: { hello: 'Hallo' }, fr: { hello: 'Bonjour' } };

class Greeting extends AlterElement {
  static override styles = [AlterElement.styles, tileSheet];
  static override properties = { hue: { type: Number } };
  declare hue: number;
  words = new Translation(this, english, async (language) => {
    loaded.push(language);
    const words = texts[language];
    if (!words) throw new Error('no such file');
    return Promise.resolve(words);
  });

  constructor() {
    super();
    this.hue = 0;
  }

  protected override render() {
    return html`<p>${this.words.say('hello')}</p>
      ${tile('Go', this.hue)}`;
  }
}

const text = (element: Element) => element.shadowRoot?.querySelector('p')?.textContent;

async function placed(lang: string | null): Promise<Greeting> {
  const host = document.body.appendChild(document.createElement('div'));
  if (lang !== null) host.lang = lang;
  const element = host.attachShadow({ mode: 'open' }).appendChild(new Greeting());
  await element.updateComplete;
  return element;
}

describe('define', () => {
  it('lets the first copy of a script win and keeps a second one silent', () => {
    class First extends HTMLElement {}
    class Second extends HTMLElement {}
    define('x-twice', First);
    define('x-twice', Second);
    ok(customElements.get('x-twice') === First, 'the first class is registered');
  });

  it('upgrades an element that is in the page already, with the properties it was given before', async () => {
    const early: Element = document.body.appendChild(document.createElement('x-greeting'));
    Object.assign(early, { hue: 120 });
    define('x-greeting', Greeting);
    ok(early instanceof Greeting, 'it is upgraded');
    await early.updateComplete;
    equal(early.shadowRoot?.querySelector<HTMLElement>('.tile')?.style.getPropertyValue('--_hue'), '120');
    early.remove();
  });
});

describe('Translation', () => {
  it('speaks the language around the element, through shadow roots, and loads only that one', async () => {
    loaded.length = 0;
    const element = await placed('de-AT');
    await until(() => text(element) === 'Hallo', 'German words');
    equal(loaded, ['de']);
  });

  it('follows a change of the page’s language', async () => {
    const before = document.documentElement.lang;
    const element = await placed(null);
    document.documentElement.lang = 'fr';
    await until(() => text(element) === 'Bonjour', 'French words');
    document.documentElement.lang = 'en';
    await until(() => text(element) === 'Hello', 'English words');
    document.documentElement.lang = before;
  });

  it('stays with English when a file cannot be loaded', async () => {
    const element = await placed('ja');
    await element.words.ready;
    equal(text(element), 'Hello');
  });

  it('lets the later choice win when files arrive out of order', async () => {
    const { promise, resolve } = Promise.withResolvers<WordsLike<typeof english>>();
    const element = await placed('en');
    const slow = new Translation(element, english, (language) =>
      language === 'de' ? promise : Promise.resolve({ hello: 'Bonjour' }),
    );
    slow.use('de');
    slow.use('fr');
    await slow.ready;
    resolve({ hello: 'Hallo' });
    await promise;
    equal(slow.say('hello'), speak<typeof english>('fr', { hello: 'Bonjour' })('hello'));
  });
});

describe('tokens', () => {
  it('follow the color scheme around the element, and a page’s own value wins', async () => {
    await emulateMedia({ colorScheme: 'light' });
    const element = await placed(null);
    element.style.colorScheme = 'dark';
    equal(getComputedStyle(element).color, 'rgb(236, 238, 242)');
    element.style.colorScheme = 'light';
    equal(getComputedStyle(element).color, 'rgb(20, 23, 28)');
    document.documentElement.style.setProperty('--alter-text', 'rgb(1, 2, 3)');
    equal(getComputedStyle(element).color, 'rgb(1, 2, 3)');
    document.documentElement.style.removeProperty('--alter-text');
  });
});

describe('tile', () => {
  it('takes its size and its hue without a style attribute in the markup', () => {
    const host = document.createElement('div');
    render(tile('Google', 217, 48), host);
    const span = host.querySelector<HTMLElement>('.tile-48');
    equal(span?.textContent.trim(), 'Go');
    equal(span?.getAttribute('aria-hidden'), 'true');
    equal(span?.style.getPropertyValue('--_hue'), '217');
  });
});
