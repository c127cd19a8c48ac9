/** What the page does. The server's API is a stub and the window is recorded (see `stage.ts`). */
import { routes, type ConnectMessage, type HandshakeAsk } from '@alter/protocol';
import { sendKeys } from '@web/test-runner-commands';
import { deep, equal, focused, ok, until } from '../../ui/test/in-browser.ts';
import {
  codeFor,
  denial,
  everyState,
  google,
  lastOf,
  sessionId,
  shop,
  slack,
  success,
  viewWith,
  withAccount,
} from './fixtures.ts';
import { clearStage, control, flowStarted, openerWindow, shown, stage, startUrl, words, type Stage } from './stage.ts';

afterEach(clearStage);

const origin = location.origin;
const flows = ({ calls }: Stage) => calls.filter(({ route }) => route === routes.connectFlow).map(({ body }) => body);
const flowBody = (consent: string, rest: object = {}) => ({
  session_id: sessionId,
  provider_id: 'google',
  consent,
  display: 'page',
  ...rest,
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An opener that answers each question as told. */
function answering(answer: (ask: HandshakeAsk) => unknown) {
  const opener = openerWindow();
  opener.window.addEventListener('message', ({ data }: MessageEvent<ConnectMessage>) => {
    if (data.type === 'alter_connect_hello') opener.say(answer(data));
  });
  return opener;
}
const honest = (ask: HandshakeAsk) => ({ ...ask, type: 'alter_connect_here' });

describe('opening', () => {
  it('trades the fragment’s token once and takes it out of the address', async () => {
    const { page, calls, moves } = await stage({ query: '#session=sess_abc', view: viewWith() });
    await shown(page, 'confirm');
    equal(calls, [{ route: routes.connectOpen, body: { session_token: 'sess_abc' } }]);
    equal(moves, [`rewrite ${routes.connectPage}?id=${sessionId}`]);
  });

  it('remembers in the address that it is a popup', async () => {
    const { page, moves } = await stage({ query: '#session=sess_abc', view: viewWith(), around: { popup: true } });
    await shown(page, 'confirm');
    equal(moves, [`rewrite ${routes.connectPage}?id=${sessionId}&display=popup`]);
  });

  it('goes on with the session’s public id after a reload', async () => {
    const { page, calls } = await stage({ view: viewWith() });
    await shown(page, 'confirm');
    equal(calls, [{ route: routes.connectResume, body: { session_id: sessionId } }]);
  });

  it('says that the link is not known when the address names nothing, and asks nobody', async () => {
    const { page, calls } = await stage({ query: '' });
    ok(words(await shown(page, 'problem')).includes('This link is not known'), 'the page says so');
    equal(calls, []);
  });
});

describe('the handshake', () => {
  it('leaves at once for a single provider when the opener proves itself', async () => {
    const { window: opener } = answering(honest);
    const scene = await stage({ view: viewWith({ allowed_origin: origin }), around: { opener, popup: true } });
    await shown(scene.page, 'leaving');
    await until(() => scene.moves.length > 0, 'the page leaves');
    equal(scene.moves, [`replace ${startUrl}`]);
    equal(flows(scene), [flowBody('handshake', { display: 'popup' })]);
  });

  it('asks exactly the session’s origin', async () => {
    const opener = openerWindow();
    const { page } = await stage({
      view: viewWith({ allowed_origin: 'https://elsewhere.example' }),
      around: { opener: opener.window },
    });
    await shown(page, 'confirm');
    equal(opener.heard.length, 0);
  });

  const refused: Record<string, (ask: HandshakeAsk) => unknown> = {
    'another nonce': (ask) => ({ ...honest(ask), nonce: '0'.repeat(32) }),
    'another session': (ask) => ({ ...honest(ask), session_id: '00000000-0000-4000-8000-000000000000' }),
    'its own question': (ask) => ask,
    'nothing that can be read': () => null,
  };
  for (const [what, answer] of Object.entries(refused)) {
    it(`shows the page with the click when the opener answers with ${what}`, async () => {
      const opener = answering(answer);
      const scene = await stage({ view: viewWith({ allowed_origin: origin }), around: { opener: opener.window } });
      await shown(scene.page, 'confirm');
      equal(opener.heard.length, 1, 'questions heard');
      equal(flows(scene), []);
    });
  }

  it('shows the page with the click when another window answers', async () => {
    const opener = openerWindow();
    const stranger = openerWindow();
    opener.window.addEventListener('message', ({ data }: MessageEvent<HandshakeAsk>) => stranger.say(honest(data)));
    const scene = await stage({ view: viewWith({ allowed_origin: origin }), around: { opener: opener.window } });
    await shown(scene.page, 'confirm');
    equal(opener.heard.length, 1, 'questions heard');
    equal(flows(scene), []);
  });

  it('shows the page with the click when the opener is on another origin, though it knows the nonce', async () => {
    const realRandom = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
      if (array instanceof Uint8Array) array.fill(7);
      return array;
    };
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    const answer = JSON.stringify({ type: 'alter_connect_here', session_id: sessionId, nonce: '07'.repeat(16) });
    // Opaque origin: the source is right, the origin is not.
    frame.srcdoc = `<script>setInterval(() => parent.postMessage(${answer}, '*'), 20)</script>`;
    document.body.append(frame);
    const heard: string[] = [];
    const listen = ({ origin: from, source }: MessageEvent) => source === frame.contentWindow && heard.push(from);
    addEventListener('message', listen);
    await until(() => heard.length > 0, 'the frame speaks');
    const scene = await stage({ view: viewWith({ allowed_origin: origin }), around: { opener: frame.contentWindow } });
    await shown(scene.page, 'confirm');
    crypto.getRandomValues = realRandom;
    removeEventListener('message', listen);
    equal(heard[0], 'null');
    equal(flows(scene), []);
  });

  it('ignores an answer that comes after the page with the click is shown', async () => {
    let late: HandshakeAsk | undefined;
    const opener = openerWindow();
    opener.window.addEventListener('message', ({ data }: MessageEvent<HandshakeAsk>) => (late = data));
    const scene = await stage({ view: viewWith({ allowed_origin: origin }), around: { opener: opener.window } });
    await shown(scene.page, 'confirm');
    ok(late, 'the opener was asked');
    opener.say(honest(late));
    await pause(100);
    equal(scene.page.state.at, 'confirm');
    equal(flows(scene), []);
  });

  it('is not even asked when the session always wants the click', async () => {
    const opener = answering(honest);
    const scene = await stage({
      view: viewWith({ allowed_origin: origin, confirm: 'always' }),
      around: { opener: opener.window },
    });
    await shown(scene.page, 'confirm');
    equal(opener.heard.length, 0);
    equal(flows(scene), []);
  });

  it('does not leave by itself again after a flow came back', async () => {
    const opener = answering(honest);
    const scene = await stage({
      view: viewWith({ allowed_origin: origin, last: lastOf('failed') }),
      around: { opener: opener.window },
    });
    await shown(scene.page, 'failed');
    equal(flows(scene), []);
  });

  it('spares the confirm view behind a picker’s row', async () => {
    const { window: opener } = answering(honest);
    const scene = await stage({
      view: viewWith({ allowed_origin: origin, providers: [google, slack] }),
      around: { opener },
    });
    await shown(scene.page, 'pick');
    deep(scene.page.renderRoot, '.rows button')[0]?.click();
    await shown(scene.page, 'leaving');
    equal(flows(scene), [flowBody('handshake')]);
  });

  it('gives way to the click when the server insists on it', async () => {
    const { window: opener } = answering(honest);
    const refusal = { status: 400, body: { error: 'invalid_request', message: '', request_id: 'r1' } };
    const scene = await stage({
      view: viewWith({ allowed_origin: origin }),
      around: { opener },
      flow: refusal,
    });
    await shown(scene.page, 'confirm');
    scene.answer(routes.connectFlow, flowStarted);
    control(scene.page, 'Connect Google').click();
    await until(() => scene.moves.length > 0, 'the page leaves');
    equal(
      flows(scene).map(({ consent }) => consent),
      ['handshake', 'click'],
    );
  });
});

describe('the click', () => {
  it('leaves for the provider once, however often it is pressed', async () => {
    const scene = await stage({ view: viewWith() });
    await shown(scene.page, 'confirm');
    const button = control(scene.page, 'Connect Google');
    button.click();
    button.click();
    await shown(scene.page, 'leaving');
    await until(() => scene.moves.length > 0, 'the page leaves');
    equal(flows(scene), [flowBody('click')]);
    equal(scene.moves, [`assign ${startUrl}`]);
  });

  it('comes after the row when nobody proved anything', async () => {
    const scene = await stage({ view: viewWith({ providers: [google, slack] }) });
    await shown(scene.page, 'pick');
    deep(scene.page.renderRoot, '.rows button')[1]?.click();
    ok(words(await shown(scene.page, 'confirm')).includes('Connect Slack to Acme'), 'the provider is named');
    equal(flows(scene), []);
    control(scene.page, 'Choose another').click();
    await shown(scene.page, 'pick');
  });

  it('goes nowhere when the start URL is on another origin', async () => {
    const flow = { status: 201, body: { start_url: 'https://elsewhere.example/start' } };
    const { page, moves } = await stage({ view: viewWith(), flow });
    await shown(page, 'confirm');
    control(page, 'Connect Google').click();
    await shown(page, 'problem');
    equal(moves, []);
  });

  it('is done by keyboard alone', async () => {
    const scene = await stage({ view: viewWith({ providers: [google, slack] }) });
    await shown(scene.page, 'pick');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    ok(focused()?.textContent.includes('Slack'), 'the second row has the focus');
    await sendKeys({ press: 'Enter' });
    await shown(scene.page, 'confirm');
    equal(focused()?.localName, 'h1');
    await sendKeys({ press: 'Tab' });
    equal(focused()?.textContent, 'Exact permissions');
    await sendKeys({ press: 'Tab' });
    equal(focused()?.textContent.trim(), 'Connect Slack');
    await sendKeys({ press: 'Space' });
    await shown(scene.page, 'leaving');
    equal(flows(scene), [flowBody('click', { provider_id: 'slack' })]);
  });
});

describe('a label that is asked of the person', () => {
  const ready = async (flow = flowStarted) => {
    const { window: opener } = answering(honest);
    const scene = await stage({
      view: viewWith({ allowed_origin: origin, providers: [shop] }),
      around: { opener },
      flow,
    });
    await shown(scene.page, 'confirm');
    const field = deep<HTMLInputElement>(scene.page.renderRoot, 'input')[0];
    ok(field, 'there is a field');
    equal(field.labels?.[0]?.textContent, 'Your shop');
    return { scene, field, go: () => control(scene.page, 'Connect Shopify').click() };
  };

  it('is asked even when the opener proved itself, and sent without its suffix', async () => {
    const { scene, field, go } = await ready();
    field.value = ' https://My-Shop.myshopify.com/admin ';
    go();
    await shown(scene.page, 'leaving');
    equal(flows(scene), [flowBody('click', { provider_id: 'shopify', variables: { shop: 'my-shop' } })]);
  });

  for (const wrong of ['', 'two words', 'evil.example', 'shop.evil.example/.myshopify.com', '-shop', 'shop@evil']) {
    it(`is refused as “${wrong}”, with the focus on the field and nothing sent`, async () => {
      const { scene, field, go } = await ready();
      field.value = wrong;
      go();
      await until(() => focused() === field, 'the field has the focus');
      equal(field.ariaInvalid, 'true');
      equal(flows(scene), []);
    });
  }

  it('is asked again, as it was typed, when the server does not take it', async () => {
    const refusal = { status: 400, body: { error: 'invalid_request', message: '', request_id: 'r1' } };
    const { scene, field, go } = await ready(refusal);
    field.value = 'my-shop';
    go();
    await until(() => flows(scene).length === 1, 'the server is asked');
    await shown(scene.page, 'confirm');
    const again = await until(() => deep<HTMLInputElement>(scene.page.renderRoot, 'input')[0], 'the field is back');
    equal(again.value, 'my-shop');
    equal(again.ariaInvalid, 'true');
  });
});

describe('a finished session', () => {
  const final = (changes = {}) => viewWith({ ...everyState['connected'], allowed_origin: origin, ...changes });

  it('posts its result once, to exactly the session’s origin, and closes by itself', async () => {
    const opener = openerWindow();
    const { page, moves } = await stage({ view: final(), around: { opener: opener.window, popup: true } });
    ok(words(await shown(page, 'connected')).includes('This window closes by itself.'), 'it says what happens');
    await until(() => moves.length > 0, 'the window closes');
    equal(moves, ['close']);
    equal(
      opener.heard.map(({ data, origin: from }) => [data, from]),
      [[success(google), origin]],
    );
  });

  it('does not post it again after a reload', async () => {
    const opener = openerWindow();
    const { page } = await stage({ view: final(), around: { opener: opener.window, popup: true, delivered: true } });
    await shown(page, 'connected');
    await pause(100);
    equal(opener.heard.length, 0);
  });

  it('does not post it to an opener on another origin', async () => {
    const opener = openerWindow();
    const { page } = await stage({
      view: final({ allowed_origin: 'https://elsewhere.example' }),
      around: { opener: opener.window, popup: true },
    });
    await shown(page, 'connected');
    await pause(100);
    equal(opener.heard.length, 0);
  });

  it('goes back to the return URL when the whole page was used', async () => {
    const { page, moves } = await stage({ view: final({ redirect_to: 'https://acme.example/back?x=1' }) });
    await shown(page, 'connected');
    await until(() => moves.length > 0, 'the page goes back');
    equal(moves, ['replace https://acme.example/back?x=1']);
  });

  it('closes a popup whose opener was cut, and never loads the app in it', async () => {
    const view = final({ redirect_to: 'https://acme.example/back' });
    const { page, moves } = await stage({ view, around: { popup: true } });
    await shown(page, 'connected');
    await until(() => page.state.at === 'over', 'the window stayed, so the page says what to do');
    equal(moves, ['close']);
    ok(words(page).includes('You can close this window.'), words(page));
  });

  it('says that the window can be closed when nobody is to be told', async () => {
    const { page, moves } = await stage({ view: final({ allowed_origin: null }) });
    const view = await shown(page, 'connected');
    ok(words(view).includes('You can close this window.'), words(view));
    control(page, 'Done').click();
    await shown(page, 'over');
    equal(moves, ['close']);
  });

  it('tells of a denial at once, stays to be read, and goes back on a click', async () => {
    const opener = openerWindow();
    const view = viewWith({ ...everyState['declined'], allowed_origin: origin });
    const { page, moves } = await stage({ view, around: { opener: opener.window, popup: true } });
    ok(words(await shown(page, 'declined')).includes('Nothing was connected.'), 'it says what did not happen');
    await until(() => opener.heard.length > 0, 'the opener is told');
    equal(
      opener.heard.map(({ data }) => data),
      [denial],
    );
    equal(moves, []);
    control(page, 'Back to Acme').click();
    equal(moves, ['close']);
  });

  it('offers no second try when a retry cannot help', async () => {
    const { page } = await stage({ view: everyState['failed-final'] ?? 'never' });
    const text = words(await shown(page, 'failed'));
    ok(!text.includes('Try again'), text);
    ok(text.includes('Its developers can put this right.'), text);
  });
});

describe('a session that goes on', () => {
  it('returns a denied provider with a second try and the others, and tells nobody', async () => {
    const opener = openerWindow();
    const view = viewWith({
      providers: [google, slack],
      last: lastOf('declined'),
      allowed_origin: origin,
      confirm: 'always',
    });
    const { page } = await stage({ view, around: { opener: opener.window } });
    await shown(page, 'declined');
    control(page, 'Choose another').click();
    await shown(page, 'pick');
    equal(opener.heard.length, 0);
  });

  it('shows a failure’s detail and reference one disclosure away', async () => {
    const { page } = await stage({ view: everyState['failed'] ?? 'never' });
    await shown(page, 'failed');
    const detail = deep(page.renderRoot, 'blockquote')[0];
    ok(detail && !detail.checkVisibility(), 'closed at first');
    control(page, 'Details').click();
    ok(detail.textContent.includes('the code was already redeemed'), 'the provider’s words');
    ok(detail.textContent.includes('Reference for support: req_7f3a9c20'), 'the reference');
    control(page, 'Try again').click();
    await shown(page, 'confirm');
  });

  it('ends with Done: the session is final before the one message is posted', async () => {
    const opener = openerWindow();
    const providers = [withAccount(google, 'alice@example.com'), slack];
    const open = viewWith({ providers, last: lastOf('granted'), allowed_origin: origin, confirm: 'always' });
    const done = viewWith({ ...open, status: 'final', result: success(google) });
    const { page, calls } = await stage({ view: open, done, around: { opener: opener.window, popup: true } });
    const view = await shown(page, 'pick');
    ok(words(view).includes('alice@example.com') && words(view).includes('Reconnect'), words(view));
    equal(opener.heard.length, 0);
    control(page, 'Done').click();
    await shown(page, 'connected');
    equal(calls.at(-1), { route: routes.connectDone, body: { session_id: sessionId } });
    await until(() => opener.heard.length > 0, 'the opener is told');
    equal(
      opener.heard.map(({ data }) => data),
      [success(google)],
    );
  });

  it('offers no Cancel once something is connected', async () => {
    const { page } = await stage({ view: everyState['picker-connected'] ?? 'never' });
    await shown(page, 'pick');
    ok(!words(page).includes('Cancel'), words(page));
  });

  it('ends with Cancel: tells that nothing was connected and closes', async () => {
    const opener = openerWindow();
    const open = viewWith({ allowed_origin: origin, confirm: 'always' });
    const done = viewWith({ ...open, status: 'final', result: denial });
    const { page, calls, moves } = await stage({ view: open, done, around: { opener: opener.window, popup: true } });
    await shown(page, 'confirm');
    control(page, 'Cancel').click();
    ok(words(await shown(page, 'over')).includes('Nothing was connected.'), 'it says what did not happen');
    equal(calls.at(-1), { route: routes.connectDone, body: { session_id: sessionId, cancelled: true } });
    await until(() => opener.heard.length > 0, 'the opener is told');
    equal(
      opener.heard.map(({ data }) => data),
      [denial],
    );
    equal(moves, ['close']);
  });
});

describe('a problem', () => {
  const refusal = (status: number, error: string) => ({ status, body: { error, message: '', request_id: 'req_1' } });
  const pages: [string, ReturnType<typeof refusal>, string][] = [
    ['an expired session', refusal(401, 'session_expired'), 'This link has expired'],
    ['an unknown session', refusal(401, 'invalid_token'), 'This link is not known'],
    ['another browser', refusal(403, 'other_browser'), 'This is another browser'],
    ['a finished session', refusal(409, 'session_final'), 'This sign-in was already used'],
    ['a code without words', refusal(418, 'constructor'), 'That did not work'],
  ];
  for (const [what, answer, title] of pages) {
    it(`has a page for ${what}, with the reference and without a retry that cannot help`, async () => {
      const { page } = await stage({ view: answer });
      const text = words(await shown(page, 'problem'));
      ok(text.includes(title) && text.includes('Reference for support: req_1'), text);
      ok(!text.includes('Try again'), text);
    });
  }

  it('that passes is tried again with the token that is still there', async () => {
    const scene = await stage({ query: '#session=sess_abc', view: refusal(503, 'store_unavailable') });
    ok(words(await shown(scene.page, 'problem')).includes('Not available right now'), 'it says so');
    scene.answer(routes.connectOpen, 'no network');
    control(scene.page, 'Try again').click();
    await until(() => words(scene.page).includes('No connection'), 'it says that the network is gone');
    scene.answer(routes.connectOpen, viewWith());
    control(scene.page, 'Try again').click();
    await shown(scene.page, 'confirm');
    equal(
      scene.calls.map(({ body }) => body['session_token']),
      ['sess_abc', 'sess_abc', 'sess_abc'],
    );
  });

  it('that the address names is shown in our words, and no word of the address but a plain reference', async () => {
    const query = '?problem=state_consumed&ref=call%20%2B1%20555';
    const { page, calls } = await stage({ query });
    const text = words(await shown(page, 'problem'));
    ok(text.includes('This sign-in was already used') && !text.includes('555'), text);
    ok(!text.includes('Nothing was connected'), 'a used sign-in may have connected something');
    equal(calls, []);
  });

  it('that ended the session tells the opener too', async () => {
    const opener = openerWindow();
    const view = viewWith({ ...everyState['expired'], allowed_origin: origin });
    const { page } = await stage({ view, around: { opener: opener.window, popup: true } });
    ok(words(await shown(page, 'problem')).includes('Go back to Acme and start again.'), 'it says what to do');
    await until(() => opener.heard.length > 0, 'the opener is told');
    equal(opener.heard.length, 1);
  });
});

describe('a code to enter at the provider', () => {
  const coded = viewWith({ code: codeFor(google) });
  const resumes = ({ calls }: Stage) => calls.filter(({ route }) => route === routes.connectResume);

  it('is shown instead of leaving, when the provider works that way', async () => {
    const scene = await stage({ view: viewWith(), flow: { status: 201, body: { start_url: null, view: coded } } });
    await shown(scene.page, 'confirm');
    scene.answer(routes.connectResume, 'never');
    control(scene.page, 'Connect Google').click();
    const text = words(await shown(scene.page, 'code'));
    ok(text.includes('BQZF-KRTP-XW'), 'the code is there');
    ok(text.includes('accounts.example/device'), 'and where to enter it elsewhere');
    equal(scene.moves, []);
  });

  it('waits for the server’s news, and goes on by itself', async () => {
    const done = viewWith({
      status: 'final',
      sequence: 1,
      last: lastOf('granted'),
      providers: [withAccount(google, 'alice@example.com')],
      result: success(google),
    });
    const scene = await stage({ view: coded });
    await shown(scene.page, 'code');
    scene.answer(routes.connectResume, done);
    await shown(scene.page, 'connected');
    equal(resumes(scene).at(-1)?.body, { session_id: sessionId, seen: 0 });
  });

  it('goes on waiting when an answer does not come', async () => {
    const scene = await stage({ view: coded });
    await shown(scene.page, 'code');
    scene.answer(routes.connectResume, 'no network');
    await until(() => resumes(scene).length >= 2, 'the page has asked');
    equal(scene.page.state.at, 'code');
  });

  it('opens the provider in a tab of its own that cannot reach back', async () => {
    const { page } = await stage({ view: coded });
    const view = await shown(page, 'code');
    const links = deep<HTMLAnchorElement>(view, 'a');
    equal(
      links.map(({ href, target, rel }) => [href, target, rel]),
      [
        ['https://accounts.example/device', '_blank', 'noopener noreferrer'],
        ['https://accounts.example/device?user_code=BQZF-KRTP-XW', '_blank', 'noopener noreferrer'],
      ],
    );
  });

  it('can be cancelled', async () => {
    const scene = await stage({ view: coded, done: viewWith({ status: 'final', result: denial }) });
    await shown(scene.page, 'code');
    control(scene.page, 'Cancel').click();
    await shown(scene.page, 'over');
  });
});

describe('an app that asks for more', () => {
  it('has what is new shown apart from what is allowed already', async () => {
    const { page } = await stage({ view: everyState['confirm-more'] ?? 'never' });
    const view = await shown(page, 'confirm');
    const [fresh, known] = deep(view, '.scopes').map(({ textContent }) => textContent);
    ok(fresh?.includes('send mail as you') && !fresh.includes('read your calendars'), 'the new one alone');
    ok(known?.includes('read your calendars') && !known.includes('send mail'), 'the known ones alone');
    ok(control(page, 'Allow more at Google'), 'the button says what it does');
  });

  it('is told apart from a connection that is only to work again', async () => {
    const { page } = await stage({ view: everyState['confirm-again'] ?? 'never' });
    await shown(page, 'confirm');
    ok(control(page, 'Reconnect Google'), 'the button says what it does');
  });

  it('asks which account was meant, and leaves at once for the one that is named', async () => {
    const scene = await stage({ view: everyState['failed-account'] ?? 'never' });
    const text = words(await shown(scene.page, 'failed'));
    ok(text.includes('bob@example.com') && text.includes('alice@example.com'), 'both accounts are named');
    control(scene.page, 'Sign in as alice@example.com').click();
    await until(() => scene.moves.length > 0, 'the page leaves');
    equal(flows(scene), [flowBody('click')]);
  });
});
