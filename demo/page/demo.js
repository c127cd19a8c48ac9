/** The demo's page: three buttons' worth of code, the elements do the rest. */
const byId = (id) => document.getElementById(id);

byId('connect').addEventListener('alter-success', async () => {
  const answer = await fetch('/connected', { method: 'POST' });
  const { grant_id } = await answer.json();
  byId('grant').textContent = grant_id ? `The app now holds ${grant_id}` : 'The vault has not confirmed it.';
  byId('wallet').refresh();
});
byId('connect').addEventListener('alter-error', (event) => {
  byId('grant').textContent = event.detail.message;
});
byId('connect').addEventListener('alter-exit', () => {
  byId('grant').textContent = 'The window was closed. Nothing was connected.';
});

byId('call').addEventListener('click', async () => {
  const answer = await fetch('/call', { method: 'POST' });
  const body = await answer.text();
  const speaker = answer.headers.get('x-alter-outcome') === 'provider' ? 'the provider' : 'the vault';
  byId('status').textContent = `${answer.status} from ${speaker}`;
  byId('answer').hidden = false;
  try {
    byId('answer').textContent = JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    byId('answer').textContent = body;
  }
});
