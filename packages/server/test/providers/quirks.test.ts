/** What vendors do differently, one behaviour each: the hooks, called as the OAuth steps call them. */
import { describe, expect, test } from 'vitest';
import github from '../../src/providers/entries/github.ts';
import google from '../../src/providers/entries/google.ts';
import hubspot from '../../src/providers/entries/hubspot.ts';
import microsoft from '../../src/providers/entries/microsoft.ts';
import notion from '../../src/providers/entries/notion.ts';
import slack from '../../src/providers/entries/slack.ts';
import stripe from '../../src/providers/entries/stripe.ts';
import stripeConnect from '../../src/providers/entries/stripe-connect.ts';
import { rewrite } from './entry-in-use.ts';

describe('slack', () => {
  const both = {
    ok: true,
    access_token: 'xoxb-bot',
    token_type: 'bot',
    scope: 'commands,users:read',
    refresh_token: 'xoxe-bot',
    expires_in: 43_200,
    team: { id: 'T1' },
    authed_user: {
      id: 'U1',
      scope: 'chat:write',
      access_token: 'xoxp-user',
      token_type: 'user',
      refresh_token: 'xoxe-user',
      expires_in: 100,
    },
  };

  test('the person’s token is the one that is used, the bot’s is kept beside it', () => {
    const { body } = rewrite(slack, both);
    expect(body).toMatchObject({
      access_token: 'xoxp-user',
      refresh_token: 'xoxe-user',
      expires_in: 100,
      token_type: 'bearer',
    });
    expect(slack.hooks.tokenFields?.(body)).toEqual({ bot_access_token: 'xoxb-bot', bot_refresh_token: 'xoxe-bot' });
  });

  test('granted scopes are told apart as they were asked for', () => {
    expect(rewrite(slack, both).body['scope']).toBe('chat:write bot:commands bot:users:read');
  });

  test('with bot scopes alone the bot’s token is used, and refreshed', () => {
    const { body } = rewrite(slack, { ...both, authed_user: { id: 'U1' } });
    expect(body).toMatchObject({
      access_token: 'xoxb-bot',
      refresh_token: 'xoxe-bot',
      scope: 'bot:commands bot:users:read',
    });
    expect(slack.hooks.tokenFields?.(body)).toEqual({});
  });

  test('with the person’s scopes alone there is no bot field', () => {
    const { access_token: _bot, refresh_token: _refresh, ...rest } = both;
    expect(slack.hooks.tokenFields?.(rewrite(slack, rest).body)).toEqual({});
  });

  test('a refreshed person’s token keeps the person’s scopes', () => {
    const { body } = rewrite(slack, {
      ok: true,
      access_token: 'xoxp-2',
      token_type: 'user',
      scope: 'chat:write',
      refresh_token: 'r',
    });
    expect(body).toMatchObject({ access_token: 'xoxp-2', token_type: 'bearer', scope: 'chat:write' });
  });

  test('ok:false is an error whatever the status says', () => {
    expect(rewrite(slack, { ok: false, error: 'invalid_code' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_code' },
    });
  });

  test.each([
    ['invalid_refresh_token', 'permanent'],
    ['token_revoked', 'permanent'],
    ['bad_client_secret', 'configuration'],
    ['ratelimited', 'transient'],
    ['something_new', null],
  ])('%s is %s', (error, errorClass) => {
    expect(slack.hooks.errorClass?.(error, {}) ?? null).toBe(errorClass);
  });
});

describe('github', () => {
  test('scopes that come with commas are the ones that were asked for with spaces', () => {
    expect(rewrite(github, { access_token: 'a', scope: 'repo,gist' }).body['scope']).toBe('repo gist');
  });

  test.each([
    ['bad_verification_code', 'permanent'],
    ['bad_refresh_token', 'permanent'],
    ['incorrect_client_credentials', 'configuration'],
    ['redirect_uri_mismatch', 'configuration'],
  ])('%s is %s', (error, errorClass) => {
    expect(github.hooks.errorClass?.(error, {})).toBe(errorClass);
  });

  test('an error with status 200 is one', () => {
    expect(rewrite(github, { error: 'bad_refresh_token' }).status).toBe(400);
  });
});

describe('notion', () => {
  const answer = {
    workspace_id: 'w1',
    workspace_name: 'Example',
    bot_id: 'b1',
    owner: { type: 'user', user: { id: 'p1', name: 'Alice', person: { email: 'alice@example.com' } } },
  };

  test('the account is a person in a workspace', () => {
    expect(notion.hooks.identity?.(answer)).toEqual({
      key: '["w1","p1"]',
      identifier: 'alice@example.com',
      displayName: 'Example',
    });
  });

  test('an integration of the workspace itself is its bot', () => {
    expect(notion.hooks.identity?.({ ...answer, owner: { workspace: true } })).toMatchObject({ key: '["w1","b1"]' });
  });

  test('without a workspace there is no identity', () => {
    expect(notion.hooks.identity?.({ ...answer, workspace_id: undefined })).toBeNull();
  });

  test.each([
    ['rate_limited', 'transient'],
    ['unauthorized', 'configuration'],
    ['invalid_grant', null],
  ])('%s is %s', (error, errorClass) => {
    expect(notion.hooks.errorClass?.(error, {}) ?? null).toBe(errorClass);
  });

  test('an error object of Notion’s own is read', () => {
    const error = { object: 'error', status: 400, code: 'invalid_grant', message: 'Invalid code.' };
    expect(rewrite(notion, error, 400).body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'Invalid code.',
    });
  });
});

describe('hubspot', () => {
  test('an error under `status` is read', () => {
    const answer = rewrite(hubspot, { status: 'BAD_REFRESH_TOKEN', message: 'unknown' }, 400);
    expect(answer.body).toMatchObject({ error: 'bad_refresh_token', error_description: 'unknown' });
    expect(hubspot.hooks.errorClass?.('bad_refresh_token', {})).toBe('permanent');
  });

  test('the account is a user in a portal', () => {
    expect(hubspot.account?.identity).toEqual(['hub_id', 'user_id']);
  });
});

describe('google', () => {
  test('the long names of short scopes count as the short ones', () => {
    const scope = 'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/calendar';
    expect(String(rewrite(google, { access_token: 'a', scope }).body['scope']).split(' ')).toEqual(
      expect.arrayContaining(['openid', 'email', 'https://www.googleapis.com/auth/calendar']),
    );
  });

  test.each(['deleted_client', 'disabled_client'])('a client that is gone is the operator’s mistake: %s', (error) => {
    expect(google.hooks.errorClass?.(error, {})).toBe('configuration');
  });

  test('names the host of each API: no wildcard, and the ones that are not under www', () => {
    expect(google.api.hosts).toEqual(
      expect.arrayContaining([
        'www.googleapis.com',
        'gmail.googleapis.com',
        'sheets.googleapis.com',
        'people.googleapis.com',
      ]),
    );
  });
});

describe('microsoft', () => {
  test('scopes that are granted without being named are seen by what came with them', () => {
    const answer = { access_token: 'a', refresh_token: 'r', scope: 'User.Read' };
    expect(rewrite(microsoft, answer).body['scope']).toBe('User.Read offline_access');
    expect(rewrite(microsoft, { access_token: 'a', scope: 'User.Read' }).body['scope']).toBe('User.Read');
  });

  test('a client secret that has expired is the operator’s mistake', () => {
    expect(microsoft.hooks.errorClass?.('invalid_request', { error_codes: [7_000_222] })).toBe('configuration');
    expect(microsoft.hooks.errorClass?.('invalid_grant', { error_codes: [700_082] })).toBeNull();
  });
});

describe('stripe', () => {
  test('an account that is connected no more is an end, and any other refused client the operator’s mistake', () => {
    for (const entry of [stripe, stripeConnect]) {
      const read = (error_description: string) => entry.hooks.errorClass?.('invalid_client', { error_description });
      expect(read('This application is not connected to stripe account acct_1, or it does not exist.')).toBe(
        'permanent',
      );
      expect(read('No such application: ca_1')).toBeNull();
    }
  });
});
