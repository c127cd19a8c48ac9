/**
 * `<alter-wallet>` in a real browser. Stubbed: `fetch`, by the in-memory API of `wallet-api.ts` (wallet routes and
 * `session-url`); nothing else.
 */
import axe from 'axe-core';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import type { AlterErrorDetail, AlterRevokedDetail } from '../src/alter-wallet.events.ts';
import { AlterWalletElement } from '../src/define.ts';
import type { RevocationState } from '../src/headless.ts';
import { ago, sampleActivities, sampleActivity, sampleGrant, sampleGrants, sampleRefreshes } from './samples.ts';
import { WalletApi } from './wallet-api.ts';

let api: WalletApi;
let element: AlterWalletElement;
const realFetch = globalThis.fetch;

function stub(next: WalletApi): void {
  api = next;
  globalThis.fetch = async (input, init) => {
    await new Promise((done) => setTimeout(done, 1));
    init?.signal?.throwIfAborted();
    const headers = new Headers(init?.headers);
    const url = input instanceof Request ? input.url : String(input);
    const answer = api.answer(init?.method ?? 'GET', new URL(url, location.href).href, headers.get('authorization'));
    if (!answer) throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  };
}

async function show(next: WalletApi, attributes: Record<string, string> = {}): Promise<void> {
  stub(next);
  element = document.createElement('alter-wallet');
  const all = { 'session-url': '/wallet-session', 'base-url': 'http://vault.test', ...attributes };
  for (const [name, value] of Object.entries(all)) if (value) element.setAttribute(name, value);
  document.body.append(element);
  await until(() => find('.skeleton') === null && find('h2') !== null, 'the first view');
}

const root = (): ShadowRoot => element.shadowRoot!;
const find = (selector: string): HTMLElement | null => root().querySelector<HTMLElement>(selector);
const all = (selector: string): HTMLElement[] => [...root().querySelectorAll<HTMLElement>(selector)];
const text = (selector: string): string => find(selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const focused = (): Element | null => root().activeElement;
const inFull = (iso: string): string => new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(iso));
const press = (selector: string): void => find(selector)!.click();

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let look = 0; look < 700; look += 1) {
    if (holds()) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(
    `waited for ${what}; there is: ${element.shadowRoot?.querySelector('.wallet')?.textContent.replace(/\s+/g, ' ')}`,
  );
}

function expect(actual: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (is !== should) throw new Error(`is ${is}, should be ${should}`);
}

async function open(n = 0): Promise<void> {
  all('.row')[n]!.click();
  await until(() => find('.activity, section .muted') !== null && focused()?.localName === 'h2', 'the connection');
}

const heard = <T>(name: string): T[] => {
  const details: T[] = [];
  element.addEventListener(name, (event) => details.push((event as CustomEvent<T>).detail));
  return details;
};

function sample(): WalletApi {
  const removed = { status: 'revoked', revoked_at: ago(30), revocation: 'failed' } as const;
  const made = new WalletApi([sampleGrant(0), sampleGrant(1, { status: 'needs_reauth' }), sampleGrant(2, removed)]);
  made.activity.set(sampleGrant(0).grant_id, sampleActivities());
  return made;
}

function renewing(): WalletApi {
  const made = sample();
  made.refreshes.set(sampleGrant(0).grant_id, sampleRefreshes());
  return made;
}

/** What is on its way has neither its colours nor, to the last fraction of a pixel, its size. */
async function settled(): Promise<void> {
  await Promise.all(
    root()
      .getAnimations()
      .map(({ finished }) => finished.catch(() => null)),
  );
}

async function flawless(): Promise<void> {
  await settled();
  const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
    [],
  );
}

beforeEach(() => {
  document.documentElement.lang = 'en';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':root{color-scheme:light dark} body{background:light-dark(#f6f7f9,#0e1013)}');
  document.adoptedStyleSheets = [sheet];
});

afterEach(async () => {
  element.remove();
  globalThis.fetch = realFetch;
  document.documentElement.dir = '';
  await emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
});

for (const colorScheme of ['light', 'dark'] as const) {
  describe(`axe finds nothing, ${colorScheme}`, () => {
    beforeEach(() => emulateMedia({ colorScheme, reducedMotion: 'reduce' }));

    it('in the list, with removed and failing connections', async () => {
      await show(sample());
      await flawless();
    });
    it('in a long list with its filter', async () => {
      await show(Object.assign(new WalletApi(sampleGrants(20)), { pageSize: 10 }));
      await flawless();
    });
    it('in the empty list', async () => {
      await show(new WalletApi([]));
      await flawless();
    });
    it('in an error', async () => {
      const broken = sample();
      broken.troubles.set('list', { status: 500, error: 'internal_error' });
      await show(broken);
      await flawless();
    });
    it('in a connection with every disclosure open', async () => {
      await show(renewing());
      await open();
      await until(() => all('.renewals .event').length === 3, 'the renewals');
      press('.renewals + .foot .button');
      await until(() => all('.event').length === 15, 'everything');
      for (const details of root().querySelectorAll('details')) details.open = true;
      await flawless();
    });
    it('in a removed connection', async () => {
      await show(sample());
      await open(2);
      await flawless();
    });
    it('in the question and in the answer', async () => {
      await show(sample());
      await open();
      press('.revoke .button');
      await until(() => find('dialog')!.hasAttribute('open'), 'the dialog');
      await flawless();
      press('dialog .danger');
      await until(() => find('dialog .done') !== null, 'the answer');
      await flawless();
    });
    it('with an accent nobody could read, which is corrected', async () => {
      await show(Object.assign(sample(), { app: { name: 'Acme', logo_url: null, accent: '#fff200' } }));
      await open();
      press('.revoke .button');
      await until(() => find('dialog .danger') !== null, 'the question');
      press('dialog .danger');
      await until(() => find('dialog .primary') !== null, 'the answer');
      await flawless();
    });
  });
}

describe('the list', () => {
  it('says who, what, whose and when, with the exact time beside the words', async () => {
    await show(sample());
    expect(text('.row .name'), 'Google Calendar');
    expect(text('.row .who > .muted'), 'alice@example.com');
    expect(text('.row .can'), 'Read your calendar · add and change events · send mail as you');
    expect(text('.row time'), 'Last used 2 hours ago');
    expect(Boolean(find('.row time')!.title.match(/\d{4}/)), true);
    expect(text('.head .small'), 'Signed in to Acme as Alice');
  });

  it('shows removed connections apart, and a connection that needs its person as such', async () => {
    await show(sample());
    expect(
      all('.rows').map((rows) => rows.querySelectorAll('li').length),
      [2, 1],
    );
    expect(text('.group'), 'Removed');
    expect(text('.row.needs_reauth .badge'), 'Sign in again');
  });

  it('says that no app can act when nothing is connected', async () => {
    await show(new WalletApi([]));
    expect(text('.empty'), 'No app can act for you. When you connect an account at Acme, it appears here.');
  });

  it('loads further pages and puts the focus on the first new row', async () => {
    await show(Object.assign(new WalletApi(sampleGrants(12)), { pageSize: 5 }));
    press('.foot .button');
    await until(() => all('.row').length === 10, 'the second page');
    await until(() => focused()?.getAttribute('data-grant') === sampleGrant(5).grant_id, 'the focus');
    press('.foot .button');
    await until(() => all('.row').length === 12 && find('.foot') === null, 'the last page');
  });

  it('finds a connection on a page that was not loaded yet', async () => {
    await show(Object.assign(new WalletApi(sampleGrants(40)), { pageSize: 10 }));
    const input = find('input') as HTMLInputElement;
    input.value = 'TEAM-37';
    input.dispatchEvent(new InputEvent('input'));
    await until(() => all('.row').length === 1 && text('[role=status]') === '1 connection', 'the one row');
    expect(text('.row .who > .muted'), 'team-37@example.com');
  });

  it('offers a filter from eight connections on, and a way out when nothing matches', async () => {
    await show(new WalletApi(sampleGrants(7)));
    expect(find('input'), null);
    element.remove();
    await show(new WalletApi(sampleGrants(8)));
    const input = find('input') as HTMLInputElement;
    input.value = 'fax';
    input.dispatchEvent(new InputEvent('input'));
    await until(() => find('.empty') !== null, 'no match');
    press('.empty .button');
    await until(() => all('.row').length === 8 && focused() === input, 'all rows');
  });

  it('keeps what it has when a further page fails, and asks again', async () => {
    await show(Object.assign(new WalletApi(sampleGrants(12)), { pageSize: 6 }));
    const errors = heard<AlterErrorDetail>('alter-error');
    api.troubles.set('list', { status: 503, error: 'store_unavailable' });
    press('.foot .button');
    await until(() => find('.problem-line') !== null, 'the problem');
    expect(all('.row').length, 6);
    expect(errors, [{ code: 'store_unavailable', message: 'Words for the log.', requestId: 'req_7f3k9' }]);
    press('.problem-line .button');
    await until(() => all('.row').length === 12, 'the rest');
  });

  it('stays usable with thousands of rows: those out of sight are not laid out', async () => {
    await show(Object.assign(new WalletApi(sampleGrants(3000)), { pageSize: 3000 }));
    expect(all('.row').length, 3000);
    expect(getComputedStyle(find('.rows li')!).contentVisibility, 'auto');
    expect(all('.row .name').at(-1)!.checkVisibility({ contentVisibilityAuto: true }), false);
  });

  it('fits 300 px without scrolling sideways', async () => {
    await setViewport({ width: 316, height: 700 });
    await show(renewing());
    await open();
    await until(() => all('.event').length === 10, 'the activity and the renewals');
    for (const details of root().querySelectorAll('details')) details.open = true;
    expect(find('.wallet')!.scrollWidth <= find('.wallet')!.clientWidth, true);
    await setViewport({ width: 800, height: 600 });
  });

  it('gives every target 44 px', async () => {
    const many = new WalletApi(sampleGrants(9));
    many.refreshes.set(sampleGrant(0).grant_id, sampleRefreshes());
    await show(many);
    await open();
    await until(() => find('.renewals') !== null, 'the renewals');
    press('.revoke .button');
    await until(() => find('dialog')!.hasAttribute('open'), 'the dialog');
    await settled();
    const small = all('button, summary, input, a').filter((each) => {
      const { height, width } = each.getBoundingClientRect();
      return width > 0 && (height < 44 || width < 44);
    });
    expect(
      small.map(({ outerHTML }) => outerHTML),
      [],
    );
  });
});

describe('a session', () => {
  it('is renewed once when the service says that it has expired', async () => {
    await show(sample());
    api.token = 'wsess_second';
    await open();
    await until(() => all('.event').length === 7, 'the activity');
    expect(api.asked.filter(({ path }) => path === '/wallet-session').length, 2);
    expect(find('.problem-line'), null);
  });

  it('that cannot be renewed says so and offers to reload', async () => {
    await show(sample(), { 'session-url': '', 'session-token': 'wsess_old' });
    expect(text('.problem .button'), 'Reload the page');
    expect(text('.problem .muted').startsWith('This page was open for a long time.'), true);
  });

  it('of another person takes everything of the first away', async () => {
    await show(sample());
    await open();
    api.grants = [sampleGrant(4)];
    element.setAttribute('session-url', '/other/wallet-session');
    await until(() => text('.name') === 'Linear', 'the other list');
    expect(all('.row').length, 1);
    expect(find('dialog'), null);
  });

  it('leaves nothing in web storage', async () => {
    await show(sample());
    expect([localStorage.length, sessionStorage.length], [0, 0]);
  });

  it('given after the element was made is used', async () => {
    await show(sample(), { 'session-url': '' }).catch(() => null);
    expect(find('.skeleton') === null && text('.problem .muted').includes('session-url'), true);
    element.sessionToken = 'wsess_first';
    await until(() => all('.row').length === 3, 'the list');
  });
});

describe('a connection', () => {
  it('shows what it can do in words, the exact permission one disclosure away', async () => {
    await show(sample());
    await open();
    expect(
      all('.abilities li').map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim()),
      ['Read your calendar', 'Add and change events', 'Send mail as you Wide access'],
    );
    expect(find('code')!.checkVisibility(), false);
    press('.exact summary');
    expect(text('.exact code'), 'https://www.googleapis.com/auth/calendar.readonly');
  });

  it('tells its activity in words and never claims what did not happen', async () => {
    await show(sample());
    await open();
    await until(() => all('.event').length === 7, 'the activity');
    expect(
      all('.what > :first-child').map(({ textContent }) => textContent),
      [
        'Read from www.googleapis.com',
        'Sent something to www.googleapis.com',
        'Tried to delete something at www.googleapis.com',
        'Tried to change something at www.googleapis.com',
        'Tried to read from www.googleapis.com',
        'Renewed the sign-in at Google Calendar',
        'Connected the account',
      ],
    );
    expect(
      all('.answer').map(({ textContent }) => textContent),
      ['Done', 'Done', 'Refused by Google Calendar', 'Not allowed', 'No answer'],
    );
    press('.event summary');
    expect(text('.event code'), 'GET www.googleapis.com/calendar/v3/calendars/primary/events');
  });

  it('loads older activity and says when there is none', async () => {
    const busy = Object.assign(new WalletApi(sampleGrants(2)), { pageSize: 20 });
    busy.activity.set(
      sampleGrant(0).grant_id,
      Array.from({ length: 30 }, (_, n) => sampleActivity(n)),
    );
    await show(busy);
    await open();
    await until(() => all('.event').length === 20, 'the first page');
    press('.activity .foot .button');
    await until(() => all('.event').length === 30 && focused()?.localName === 'summary', 'the second page');
    press('[part=back]');
    await element.updateComplete;
    await open(1);
    await until(() => text('section:nth-of-type(2) .muted').startsWith('Nothing has been done'), 'the empty sentence');
  });

  it('that is gone says so and leads back', async () => {
    await show(sample());
    api.grants = api.grants.slice(1);
    all('.row')[0]!.click();
    await until(
      () => text('.view:not([hidden]) .problem .muted') === 'This connection is no longer there.',
      'the problem',
    );
    press('.view:not([hidden]) .problem .button');
    await until(() => find('.view[hidden]') === null, 'the list');
  });

  it('never turns an address that is no web address into a link', async () => {
    const hostile = sample();
    hostile.grants[2] = { ...hostile.grants[2]!, provider_settings_url: 'javascript:alert(1)' };
    await show(hostile);
    await open(2);
    expect(all('a').length, 0);
    expect(text('.there'), 'To be sure, remove it in your settings at GitHub too.');
  });
});

describe('the renewals of a connection', () => {
  const said = () => all('.renewals .what').map(({ textContent }) => textContent);

  it('say in words what became of them, newest first, and when; the rest is one button away', async () => {
    await show(renewing());
    await open();
    await until(() => all('.renewals .event').length === 3, 'the renewals');
    expect(said(), ['Ended by Google Calendar', 'Could not be renewed: Google Calendar did not answer', 'Renewed']);
    expect(text('.renewals time'), '1 hour ago');
    expect(Boolean(find('.renewals time')!.title.match(/\d{4}/)), true);
    press('.renewals + .foot .button');
    await until(() => all('.renewals .event').length === 8, 'all of them');
    await until(() => focused() === all('.renewals summary')[3], 'the focus on the first that came');
    expect(find('.renewals + .foot'), null);
    expect(said().slice(3), [
      'Could not be renewed: Google Calendar refused for now',
      'Could not be renewed: Google Calendar does not accept how Acme is set up',
      'Perhaps not renewed: Google Calendar gave no clear answer',
      'Could not be renewed: something is wrong at the service',
      'Ended: you have to sign in again',
    ]);
  });

  it('keep duration, class and process in the details that open, by keyboard too', async () => {
    await show(renewing());
    await open();
    await until(() => all('.renewals .event').length === 3, 'the renewals');
    const facts = (): string[] =>
      all('.renewals li:nth-child(2) dl div')
        .filter((each) => each.checkVisibility())
        .map(({ innerText }) => innerText.replace(/\s+/g, ' ').trim());
    expect(facts(), []);
    all('.renewals summary')[1]!.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => facts().length === 6, 'the details');
    expect(facts().slice(1, 5), [
      'Duration 10.2 sec',
      'Class transient',
      'Reason unreachable',
      'Process 5d1c6f2e-7a40-4c1b-9a55-3f0f6f1f2a10',
    ]);
  });

  it('are not there yet, quietly', async () => {
    await show(sample());
    await open(1);
    await until(() => text('section:nth-of-type(3)') === 'Renewals Not renewed yet.', 'the sentence');
  });

  it('are none where nothing renews the access: it says so, and when it ends, before the history is here', async () => {
    const only = { refreshable: false, token_expires_at: ago(-24 * 30) };
    await show(new WalletApi([sampleGrant(0, only), sampleGrant(1, { ...only, token_expires_at: ago(-2.5) })]));
    const late = globalThis.fetch;
    globalThis.fetch = (input, init) =>
      new Request(input).url.endsWith('/refreshes') ? new Promise(() => {}) : late(input, init);
    await open();
    const sentence = 'Renewals Access does not renew itself. Once it has ended, connect the account again in Acme.';
    await until(() => text('section:nth-of-type(3)') === sentence, 'the sentence');
    expect(find('section:nth-of-type(3) .ghost'), null);
    const [, , end] = all('.facts time');
    expect(end!.getAttribute('datetime'), only.token_expires_at);
    expect(text('.facts div:last-child'), `Ends ${inFull(only.token_expires_at)} (${end!.title})`);
    press('[part=back]');
    await element.updateComplete;
    await open(1);
    expect(text('.facts div:last-child time'), 'In 2 hours');
  });

  it('are none where there is nothing to renew', async () => {
    await show(new WalletApi([sampleGrant(0, { refreshable: false, token_expires_at: null })]));
    await open();
    const sentence = 'Renewals Google Calendar set no end date for this access, so there is nothing to renew.';
    await until(() => text('section:nth-of-type(3)') === sentence, 'the sentence');
    expect(
      all('.facts dt').map(({ textContent }) => textContent),
      ['Connected', 'Last used'],
    );
  });

  it('that were there before nothing renewed the access stay below what is true now', async () => {
    const ended = renewing();
    ended.grants[0] = sampleGrant(0, { status: 'needs_reauth', refreshable: false, token_expires_at: ago(5) });
    await show(ended);
    await open();
    await until(() => said().length === 3, 'the renewals');
    expect(text('section:nth-of-type(3) .muted').startsWith('Access does not renew itself.'), true);
    expect(text('.facts div:last-child dt'), 'Ended');
  });

  it('that could not be loaded leave what is known of the access', async () => {
    const broken = new WalletApi([sampleGrant(0, { refreshable: false, token_expires_at: null })]);
    broken.troubles.set('refreshes', { status: 503, error: 'store_unavailable' });
    await show(broken);
    await open();
    await until(() => find('.problem-line') !== null, 'the problem');
    expect(text('section:nth-of-type(3) .muted').startsWith('Google Calendar set no end'), true);
  });

  it('show the shape of what comes while they load', async () => {
    await show(renewing());
    const late = globalThis.fetch;
    let answer = () => {};
    const held = new Promise<void>((done) => (answer = done));
    globalThis.fetch = async (input, init) => {
      if (new Request(input).url.endsWith('/refreshes')) await held;
      return late(input, init);
    };
    await open();
    await until(() => find('.ghost') !== null && all('.event').length === 7, 'the shape');
    expect(text('section:nth-of-type(3)'), 'Renewals Loading');
    answer();
    await until(() => find('.ghost') === null && said().length === 3, 'the renewals');
  });

  it('that could not be loaded say so beside everything else, and are asked for again', async () => {
    const broken = renewing();
    broken.troubles.set('refreshes', { status: 503, error: 'store_unavailable' });
    await show(broken);
    await open();
    await until(() => find('.problem-line') !== null && all('.event').length === 7, 'the problem');
    expect(text('.problem-line p').startsWith('The renewals could not be loaded.'), true);
    press('.problem-line .button');
    await until(() => focused() === find('.renewals summary') && said().length === 3, 'the renewals');
  });

  it('are gone with the access', async () => {
    await show(renewing());
    await open(2);
    expect(
      all('section h3').map(({ textContent }) => textContent),
      ['What it could do', 'Activity'],
    );
  });
});

describe('revoking', () => {
  const answers: Record<RevocationState, { later?: RevocationState; lines: string[]; link: boolean }> = {
    confirmed: { lines: ['Removed here', 'Google Calendar told', 'Google Calendar confirmed'], link: false },
    queued: {
      later: 'confirmed',
      lines: ['Removed here', 'Google Calendar told', 'Google Calendar confirmed'],
      link: false,
    },
    failed: { lines: ['Removed here', 'Google Calendar could not be told.'], link: true },
    not_called: { lines: ['Removed here', 'Google Calendar was not told.'], link: true },
    no_endpoint: { lines: ['Removed here', 'Google Calendar has no way to be told.'], link: true },
  };

  for (const [state, { later, lines, link }] of Object.entries(answers)) {
    it(`${state}: says what is true, line by line`, async () => {
      const answering = Object.assign(sample(), { revocation: state, later: later ?? state });
      await show(answering);
      const revoked = heard<AlterRevokedDetail>('alter-revoked');
      await open();
      press('.revoke .button');
      await until(() => focused()?.id === 'dialog-title', 'the question');
      expect(
        all('.stops li').map(({ textContent }) => textContent),
        ['Read your calendar', 'Add and change events', 'Send mail as you'],
      );
      press('dialog .danger');
      if (state === 'queued') {
        await until(() => text('dialog .busy') === 'Telling Google Calendar', 'the provider being told');
        expect(all('dialog .done').length, 1);
      }
      await until(
        () =>
          all('dialog .steps li')
            .map((each) => each.innerText.trim())
            .join() === lines.join(),
        'the lines',
      );
      expect(find('dialog a') !== null, link);
      expect(revoked, [{ grant_id: sampleGrant(0).grant_id, revocation: state }]);
      expect(text('dialog [role=status]').startsWith('Removed here. Google Calendar'), true);
      press('dialog .primary');
      await until(() => focused()?.textContent === 'Google Calendar', 'the focus on the heading');
      expect(find('.revoke'), null);
      press('[part=back]');
      await until(() => all('.rows:last-of-type .row').length === 2, 'the removed group');
      expect(
        all('.rows').map((rows) => rows.querySelectorAll('li').length),
        [1, 2],
      );
    });
  }

  it('changes nothing when it is not confirmed, and gives the focus back', async () => {
    await show(sample());
    await open();
    press('.revoke .button');
    await until(() => focused()?.id === 'dialog-title', 'the question');
    await sendKeys({ press: 'Escape' });
    await until(() => !find('dialog')!.hasAttribute('open'), 'the dialog to close');
    expect(
      api.asked.some(({ path }) => path.endsWith('/revoke')),
      false,
    );
    await until(() => focused() === find('.revoke .button'), 'the focus on the button');
  });

  it('says that the outcome is unknown when the answer is lost, and takes the second answer for the first', async () => {
    await show(sample());
    const revoked = heard<AlterRevokedDetail>('alter-revoked');
    await open();
    press('.revoke .button');
    api.troubles.set('revoke', 'cut');
    press('dialog .danger');
    await until(() => text('dialog h2') === 'It is not certain that access was removed', 'the doubt');
    api.grants = api.grants.map((grant, n) =>
      n === 0 ? { ...grant, status: 'revoked', revoked_at: ago(0), revocation: 'confirmed' } : grant,
    );
    api.troubles.set('revoke', { status: 404, error: 'grant_not_found' });
    press('dialog .danger');
    await until(() => all('dialog .done').length === 3, 'the answer');
    expect(revoked.length, 1);
  });

  it('that is refused says that access was not removed', async () => {
    await show(sample());
    await open();
    press('.revoke .button');
    api.troubles.set('revoke', { status: 429, error: 'rate_limit_exceeded' });
    press('dialog .danger');
    await until(() => text('dialog h2') === 'Access was not removed', 'the refusal');
    expect(text('dialog .reference'), 'Reference for support: req_7f3k9');
  });
});

describe('by keyboard', () => {
  it('opens a connection, revokes it and returns to its row', async () => {
    await show(sample());
    find('.row')!.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => focused()?.localName === 'h2', 'the connection');
    await until(() => all('.event').length === 7, 'the activity');
    for (let tabs = 0; tabs < 20 && focused() !== find('.revoke .button'); tabs += 1) await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => focused()?.id === 'dialog-title', 'the question');
    await sendKeys({ press: 'Tab' });
    expect(focused()?.textContent, 'Cancel');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => find('dialog .primary') !== null, 'the answer');
    await sendKeys({ press: 'Escape' });
    await until(() => focused()?.textContent === 'Google Calendar', 'the heading');
    find('[part=back]')!.focus();
    await sendKeys({ press: 'Space' });
    await until(() => focused()?.getAttribute('data-grant') === sampleGrant(0).grant_id, 'the row');
  });
});

describe('in a page', () => {
  it('speaks the language around it, and changes with it', async () => {
    document.documentElement.lang = 'de';
    await show(sample());
    await until(() => text('.head h2') === 'Verbundene Konten', 'German');
    document.documentElement.lang = 'ja';
    await until(() => text('.head h2') === '接続済みのアカウント', 'Japanese');
  });

  it('reads from right to left where the page does', async () => {
    document.documentElement.dir = 'rtl';
    await show(sample());
    const [tile, next] = [find('.row .tile')!, find('.row .next')!].map((each) => each.getBoundingClientRect().x);
    expect(tile! > next!, true);
    expect(getComputedStyle(find('.row .next')!).scale, '-1 1');
  });

  it('moves nothing where the person wants no motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    await show(sample());
    await open();
    expect(root().getAnimations().length, 0);
  });

  it('is defined once: a second copy of the script does nothing', async () => {
    const before = customElements.get('alter-wallet');
    const second = '../src/define.ts?second';
    await import(second);
    expect(customElements.get('alter-wallet') === before && before === AlterWalletElement, true);
  });

  it('uses properties that were set before it was defined', async () => {
    stub(sample());
    element = document.createElement('alter-wallet');
    element.sessionToken = api.token;
    element.baseUrl = 'http://vault.test';
    document.body.append(element);
    await until(() => all('.row').length === 3, 'the list');
    expect(api.asked[0]!.authorization, 'Bearer wsess_first');
  });

  it('carries no style attribute and no script', async () => {
    await show(sample());
    await open();
    expect(root().querySelectorAll('style, script, [style]:not(.tile)').length, 0);
  });

  it('works under a strict content security policy, without one violation', async () => {
    stub(sample());
    const frame = document.createElement('iframe');
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
    frame.srcdoc = `<meta http-equiv="content-security-policy" content="${policy}">
      <alter-wallet session-url="/wallet-session" base-url="${location.origin}"></alter-wallet>`;
    document.body.append(frame);
    await new Promise((done) => frame.addEventListener('load', done, { once: true }));
    const { contentDocument: inner, contentWindow: view } = frame as {
      contentDocument: Document;
      contentWindow: Window;
    };
    const violations: string[] = [];
    inner.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    view.fetch = globalThis.fetch;
    const script = inner.createElement('script');
    Object.assign(script, { type: 'module', src: new URL('../src/define.ts', import.meta.url).href });
    inner.body.append(script);
    element = inner.querySelector('alter-wallet')!;
    await until(() => element.shadowRoot !== null && all('.row').length === 3, 'the list');
    await open();
    await until(() => all('.event').length === 7, 'the activity');
    press('.revoke .button');
    await until(() => find('dialog .danger') !== null, 'the question');
    press('dialog .danger');
    await until(() => all('dialog .done').length === 3, 'the answer');
    expect(violations, []);
    inner.body.setAttribute('style', 'color:red');
    await until(() => violations.length === 1, 'the one violation that proves that they are seen');
    frame.remove();
  });

  it('goes on after it was moved', async () => {
    await show(sample());
    const box = document.createElement('div');
    document.body.append(box);
    box.append(element);
    await open();
    await until(() => all('.event').length === 7, 'the activity');
    box.remove();
  });
});
