/** The popup's page: speaks to its opener as the hosted page does, then does what the scenario says. */
export const connectPage = `<!doctype html>
<html lang="en"><title>Connect (stand-in)</title><h1>Connect (stand-in)</h1>
<script type="module">
const token = decodeURIComponent(location.hash.replace('#session=', ''));
const control = '/control?token=' + encodeURIComponent(token);
const note = (line) => fetch(control, { method: 'POST', body: JSON.stringify({ log: [line] }) });
const { page = 'stays', hello = 'session-of-' + token } = await (await fetch(control)).json();
addEventListener('message', ({ data }) => note('answered ' + data.type + ' ' + data.session_id + ' ' + data.nonce));
await note('opened' + (opener ? '' : ' without opener'));
opener?.postMessage({ type: 'alter_connect_hello', session_id: hello, nonce: '0'.repeat(32) }, '*');
const grant = { grant_id: 'g-message', provider: 'acme', provider_name: 'Acme', account_identifier: 'from the message',
  timestamp: new Date().toISOString(), operation: 'creation', scopes: [], status: 'active' };
if (page === 'posts-success') opener?.postMessage({ type: 'alter_connect_success', grants: [grant] }, '*');
if (page === 'posts-error')
  opener?.postMessage({ type: 'alter_connect_error', error: 'access_denied', error_description: 'No.' }, '*');
if (page === 'closes') setTimeout(() => close(), 300);
</script>`;
