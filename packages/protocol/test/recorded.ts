/**
 * The 14 exchanges recorded from the published Python SDK 0.29.0 (`wire.md` §14.1), without what was the same in all of
 * them: the timestamp, the key and the transport's own headers.
 */
export interface Recorded {
  number: number;
  title: string;
  method: string;
  target: string;
  headers: Record<string, string>;
  /** As sent; empty: none. */
  body: string;
  status: number;
  /** JSON of the recorded answer. */
  answer: string | null;
}

export const recordedTimestamp = '1795348800';
export const recordedKey = (number: number): string =>
  number < 13 ? 'alter_rk_exampleexampleexample2_y4fcqm' : 'alter_ak_exampleexampleexample2_fvbxp2';

export const recorded: readonly Recorded[] = [
  {
    number: 1,
    title: 'open a Connect session',
    method: 'POST',
    target: '/sdk/oauth/connect/session',
    headers: {
      'x-alter-nonce': '00000000000000000000000000000001',
      'x-alter-content-sha256': '12188611068e4516434112f3c3913c4e5a43036f48ce163f8fdc0ff0c0c9a62f',
      'x-alter-signature': '6cb0da58f848ca2098c8e572ea61d2999e088c70863ca153207abe2133aaba63',
    },
    body: '{"allowed_providers":["github"],"return_url":"https://shop.example.com/connected","allowed_origin":"https://shop.example.com","metadata":null}',
    status: 201,
    answer:
      '{"session_token":"sess_7f3a9c51e2d84b60","connect_url":"https://vault.example.test/sdk/oauth/connect#session=sess_7f3a9c51e2d84b60","expires_in":600,"expires_at":"2026-11-22T12:10:00Z","single_provider":true,"direct":false,"scope_constraint_warnings":[]}',
  },
  {
    number: 2,
    title: 'poll, nothing yet',
    method: 'POST',
    target: '/sdk/oauth/connect/session/poll',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '00000000000000000000000000000002',
      'x-alter-content-sha256': 'ef256b0c8191379ace18f9981f095065726bd33289bb70fe03400f82e3844994',
      'x-alter-signature': 'f0bb1e805eac5b86490ce75cfeb90f7218ae010c7f1c333e94bd98f1773fc3a3',
      'x-alter-signature-v2': 'f0bb1e805eac5b86490ce75cfeb90f7218ae010c7f1c333e94bd98f1773fc3a3',
    },
    body: '{"session_token":"sess_7f3a9c51e2d84b60"}',
    status: 200,
    answer: '{"status":"pending"}',
  },
  {
    number: 3,
    title: 'poll, finished',
    method: 'POST',
    target: '/sdk/oauth/connect/session/poll',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '00000000000000000000000000000004',
      'x-alter-content-sha256': 'ef256b0c8191379ace18f9981f095065726bd33289bb70fe03400f82e3844994',
      'x-alter-signature': '62a0d9a4132ad48a9fba0c8a3b5d6b09cfc444bd452f2a85d72a1066d4334762',
      'x-alter-signature-v2': '62a0d9a4132ad48a9fba0c8a3b5d6b09cfc444bd452f2a85d72a1066d4334762',
    },
    body: '{"session_token":"sess_7f3a9c51e2d84b60"}',
    status: 200,
    answer:
      '{"status":"completed","grants":[{"grant_id":"11111111-1111-4111-8111-111111111111","provider_id":"github","account_identifier":"octo@example.com","scopes":["repo"],"operation":"creation","grant_policy":null,"api_base_url":null,"delegation":null}],"failed_grants":[]}',
  },
  {
    number: 4,
    title: '`request()`, first leg: fetch the credential',
    method: 'POST',
    target: '/sdk/token',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-context': '{"tool":"profile","run_id":"run_1"}',
      'x-alter-nonce': '00000000000000000000000000000005',
      'x-alter-content-sha256': '953b652f1aeb504c859f7b34b15778b3d68719c4a634a61d13bf71a82fcbceca',
      'x-alter-signature': '546cc2df0657e2998170aa2d9faa9afb4fc7bfbaacaa7959695c2fb954e492cf',
      'x-alter-signature-v2': '546cc2df0657e2998170aa2d9faa9afb4fc7bfbaacaa7959695c2fb954e492cf',
    },
    body: '{"grant_id":"11111111-1111-4111-8111-111111111111","reason":"show profile","request":{"method":"GET","url":"https://api.github.com/user"}}',
    status: 200,
    answer:
      '{"access_token":"gho_stub_token","token_type":"Bearer","expires_in":3599,"expires_at":"2026-11-22T14:00:00Z","scopes":["repo"],"grant_id":"11111111-1111-4111-8111-111111111111","provider_id":"github","token_generation":"55555555-5555-4555-8555-555555555555","scope_mismatch":false,"injection_header":"Authorization","injection_format":"Bearer {token}","additional_credentials":null,"additional_injections":null,"retry_info":null}',
  },
  {
    number: 5,
    title: '`request()`, last leg: report the call (in the background, after the provider answered)',
    method: 'POST',
    target: '/sdk/oauth/audit/api-call',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-context': '{"tool":"profile","run_id":"run_1"}',
      'x-alter-nonce': '00000000000000000000000000000006',
      'x-alter-content-sha256': 'a42bb39f030f6807cfbe81610e624ef02f44348c5075aaec2a4ed384c03b9086',
      'x-alter-signature': '74d5eb4cabe0c84ec02d035f8ef155ccece17008fd0271f51ec9e33fa3edd4f1',
      'x-alter-signature-v2': '74d5eb4cabe0c84ec02d035f8ef155ccece17008fd0271f51ec9e33fa3edd4f1',
    },
    body: '{"grant_id":"11111111-1111-4111-8111-111111111111","provider_id":"github","token_generation":"55555555-5555-4555-8555-555555555555","method":"GET","url":"https://api.github.com/user","request_headers":{"User-Agent":"alter-sdk-python/0.29.0"},"request_body":null,"response_status":200,"response_headers":{"date":"Sun, 22 Nov 2026 12:00:00 GMT","content-length":"16","content-type":"application/json"},"response_body":"{\\"login\\":\\"octo\\"}","latency_ms":0,"reason":"show profile","context":{"tool":"profile","run_id":"run_1"}}',
    status: 201,
    answer: '{"success":true}',
  },
  {
    number: 6,
    title: '`proxy_request()`, answered at once',
    method: 'POST',
    target: '/sdk/proxy',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '00000000000000000000000000000007',
      'x-alter-content-sha256': 'fc579b64740b44f9abcd8a5a4634eff666b8fefe1a399759f1695b91d9709c76',
      'x-alter-signature': '23268386280763bfee6a2eda39ed44f39f96eb9a918341e4f944cf958377b936',
      'x-alter-signature-v2': '23268386280763bfee6a2eda39ed44f39f96eb9a918341e4f944cf958377b936',
    },
    body: '{"method":"POST","url":"https://api.github.com/repos/octo/a%20b/issues","grant_id":"11111111-1111-4111-8111-111111111111","body":{"title":"hi"},"headers":{"Accept":"application/vnd.github+json"},"query_params":{"x":1},"reason":"file a bug"}',
    status: 200,
    answer:
      '{"status_code":201,"headers":{"content-type":"application/json; charset=utf-8"},"body_b64":"eyJsb2dpbiI6Im9jdG8ifQ==","body_truncated":false,"duration_ms":41}',
  },
  {
    number: 7,
    title: '`proxy_request()`, held for approval',
    method: 'POST',
    target: '/sdk/proxy',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '00000000000000000000000000000008',
      'x-alter-content-sha256': '6da156cc5763f9f5ef06cc748fa6ad35411f9a6418cd5f4a144e9946b3395b02',
      'x-alter-signature': 'b2e819cf2e36a213f79b69c52f7a4ff6b2bd8749269fb2a2f06af73b05e43153',
      'x-alter-signature-v2': 'b2e819cf2e36a213f79b69c52f7a4ff6b2bd8749269fb2a2f06af73b05e43153',
    },
    body: '{"method":"POST","url":"https://api.github.com/gists","grant_id":"33333333-3333-4333-8333-333333333333","body":{"a":1},"reason":"needs a person"}',
    status: 202,
    answer:
      '{"approval_id":"66666666-6666-4666-8666-666666666666","approval_group_id":"77777777-7777-4777-8777-777777777777","status":"pending","expires_at":"2026-11-22T12:15:00Z","expires_in":900,"approval_url":"https://vault.example.test/wallet/approvals/66666666-6666-4666-8666-666666666666","gates":[{"approval_id":"66666666-6666-4666-8666-666666666666","expires_at":"2026-11-22T12:15:00Z","expires_in":900,"approval_url":"https://vault.example.test/wallet/approvals/66666666-6666-4666-8666-666666666666"}]}',
  },
  {
    number: 8,
    title: 'approval status (long poll, `await_approval`)',
    method: 'GET',
    target: '/sdk/approvals/66666666-6666-4666-8666-666666666666?wait=25',
    headers: {
      'x-alter-nonce': '00000000000000000000000000000009',
      'x-alter-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-alter-signature': '4ca4b5862489b32ac787457936a8f080f7b349263bdbfa8a4f693b1ef8bcc8a8',
    },
    body: '',
    status: 200,
    answer:
      '{"approval_id":"66666666-6666-4666-8666-666666666666","status":"executed","approval_group_id":"77777777-7777-4777-8777-777777777777","gates":[{"approval_id":"66666666-6666-4666-8666-666666666666","status":"executed","expires_at":"2026-11-22T12:15:00Z","decided_at":"2026-11-22T12:00:00Z"}],"expires_at":"2026-11-22T12:15:00Z","decided_at":"2026-11-22T12:00:00Z","decision_reason":null,"executed_at":"2026-11-22T12:00:00Z","execution_error":null,"has_result":true}',
  },
  {
    number: 9,
    title: 'approval result',
    method: 'GET',
    target: '/sdk/approvals/66666666-6666-4666-8666-666666666666/result',
    headers: {
      'x-alter-nonce': '0000000000000000000000000000000a',
      'x-alter-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-alter-signature': 'c0f25510915aed2be8c5c6ec6cb45f5262254c17463d9976052a799c1397324b',
    },
    body: '',
    status: 200,
    answer:
      '{"approval_id":"66666666-6666-4666-8666-666666666666","status_code":201,"headers":{"content-type":"application/json; charset=utf-8"},"body_b64":"eyJsb2dpbiI6Im9jdG8ifQ==","body_truncated":false,"duration_ms":41}',
  },
  {
    number: 10,
    title: 'list grants',
    method: 'POST',
    target: '/sdk/grants/list',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '0000000000000000000000000000000b',
      'x-alter-content-sha256': 'bc90f6f6a891e32538bf50136a492f6f80bf0a321ed84ecdaab86b59e78f0070',
      'x-alter-signature': '0d37b74f5b0390081b404f4b80f5cbf7f23652b6b3c90ce6c35f7a6ebca64389',
      'x-alter-signature-v2': '0d37b74f5b0390081b404f4b80f5cbf7f23652b6b3c90ce6c35f7a6ebca64389',
    },
    body: '{"limit":2,"offset":0}',
    status: 200,
    answer:
      '{"grants":[{"grant_kind":"oauth","provider_id":"github","scopes":["repo"],"account_identifier":"octo@example.com","account_display_name":"Octo","scope_mismatch":false,"principal_type":"user","delegated_agent_ids":[],"grant_id":"11111111-1111-4111-8111-111111111111","status":"active","created_at":"2026-11-01T09:00:00Z","last_used_at":null,"expires_at":null,"grant_expires_at":null,"access_via":"ownership","label":null},{"grant_kind":"managed_secret","managed_secret_id":"44444444-4444-4444-8444-444444444444","managed_secret_slug":"echo-secret","managed_secret_name":"Echo secret","principal_type":"system","grant_id":"22222222-2222-4222-8222-222222222222","status":"active","created_at":"2026-11-01T09:00:00Z","last_used_at":null,"expires_at":null,"grant_expires_at":null,"access_via":"ownership","label":null}],"total":3,"limit":2,"offset":0,"has_more":true}',
  },
  {
    number: 11,
    title: 'revoke a grant',
    method: 'POST',
    target: '/sdk/oauth/grants/11111111-1111-4111-8111-111111111111/revoke',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '0000000000000000000000000000000c',
      'x-alter-content-sha256': '8e5366e3f43ec72b4086409488eb319d3a6e839fb53ca771f787ba1160a78d8a',
      'x-alter-signature': 'f8fccd68586ccdf4f67c4bd91cf32610cc6f109665a21e993a8c432b66ebe397',
      'x-alter-signature-v2': 'f8fccd68586ccdf4f67c4bd91cf32610cc6f109665a21e993a8c432b66ebe397',
    },
    body: '{"reason":"user asked"}',
    status: 200,
    answer:
      '{"success":true,"message":"Grant revoked","grant_id":"11111111-1111-4111-8111-111111111111","revoked_at":"2026-11-22T12:00:00Z"}',
  },
  {
    number: 12,
    title: 'a call on the revoked grant',
    method: 'POST',
    target: '/sdk/proxy',
    headers: {
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '0000000000000000000000000000000d',
      'x-alter-content-sha256': '8bb3f3bbc9f9c17ed60de3ee9827d06aabc8f1613c82fd2894afe7f1ac7948d6',
      'x-alter-signature': '69142537e2d9b6efe4c42d557d6424992828b8defe1ad160304bef64379657b8',
      'x-alter-signature-v2': '69142537e2d9b6efe4c42d557d6424992828b8defe1ad160304bef64379657b8',
    },
    body: '{"method":"GET","url":"https://api.github.com/user","grant_id":"11111111-1111-4111-8111-111111111111"}',
    status: 403,
    answer:
      '{"error":"grant_revoked","message":"Grant revoked","request_id":"req_1","grant_id":"11111111-1111-4111-8111-111111111111"}',
  },
  {
    number: 13,
    title: '`Agent.me()`',
    method: 'GET',
    target: '/sdk/agents/me',
    headers: {
      'x-alter-caller': 'research-bot',
      'x-alter-caller-type': 'agent',
      'x-alter-nonce': '0000000000000000000000000000000e',
      'x-alter-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-alter-signature': '265d69f93314f1c069cde6c4e10b0de5ba6b5e9d8c2fe39107f506e79c9b926d',
      'x-alter-signature-v2': '265d69f93314f1c069cde6c4e10b0de5ba6b5e9d8c2fe39107f506e79c9b926d',
    },
    body: '',
    status: 200,
    answer:
      '{"id":"0a000000-0000-4000-8000-0000000000ac","name":"bot","display_name":null,"type":"agent","status":"active","scopes":{},"policy":{},"metadata":{},"version":1,"created_at":"2026-11-22T12:00:00Z"}',
  },
  {
    number: 14,
    title: 'agent gives up its own delegation',
    method: 'DELETE',
    target: '/sdk/grants/11111111-1111-4111-8111-111111111111/delegations/me',
    headers: {
      'x-alter-caller': 'research-bot',
      'x-alter-caller-type': 'agent',
      'x-alter-actor-id': '0a000000-0000-4000-8000-0000000000ac',
      'x-alter-nonce': '0000000000000000000000000000000f',
      'x-alter-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-alter-signature': '9107d4ecc3acf0818d2a96dea398f3b8aa4b9016bb656449fa128b1aa1d20897',
      'x-alter-signature-v2': '9107d4ecc3acf0818d2a96dea398f3b8aa4b9016bb656449fa128b1aa1d20897',
    },
    body: '',
    status: 204,
    answer: null,
  },
];
