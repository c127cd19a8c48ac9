import { describe, expect, it } from 'vitest';
import { auditLimits, auditRow } from '../../src/audit/record.ts';

const clock = { now: () => 1_795_348_800_000, monotonic: () => 0 };
const least = { app_id: 'app', request_id: 'req' };

describe('auditRow', () => {
  it('gives every field a value, so that no store and no reader meets undefined', () => {
    const row = auditRow({ clock }, 'session.created', least);
    expect(row.id).toMatch(/^[0-9a-f]{8}-/);
    expect(row).toEqual({
      id: row.id,
      app_id: 'app',
      at: 1_795_348_800_000,
      event: 'session.created',
      request_id: 'req',
      call_id: null,
      key_id: null,
      caller: null,
      principal: null,
      grant_id: null,
      provider_id: null,
      session_id: null,
      method: null,
      host: null,
      path: null,
      reason: null,
      context: null,
      client_ip: null,
      decision: null,
      status: null,
      detail: {},
    });
    expect(auditRow({ clock }, 'session.created', least).id).not.toBe(row.id);
  });

  it('keeps facts, and an id that was chosen before', () => {
    const facts = {
      ...least,
      id: 'chosen',
      principal: { type: 'user', user_id: 'u' } as const,
      status: 0,
      detail: { sent: false },
    };
    expect(auditRow({ clock }, 'request.begun', facts)).toMatchObject(facts);
  });

  it('cleans reason, caller, context, detail and path of credentials', () => {
    const token = 'gho_16C7e42F292c6912E7710c838347Ae178B4a';
    const row = auditRow({ clock }, 'request.begun', {
      ...least,
      caller: token,
      reason: `because ${token}`,
      context: { tool: token },
      detail: { error: `Bearer ${token}` },
      path: `https://api.github.com/${token}?access_token=${token}`,
    });
    expect(JSON.stringify(row)).not.toContain(token.slice(4));
    expect(row.path).toBe('/<redacted>');
  });

  it('cuts text to its limit without splitting a character', () => {
    const row = auditRow({ clock }, 'request.begun', {
      ...least,
      reason: `a${'😀'.repeat(1000)}`,
      path: `/${'p'.repeat(5000)}`,
      caller: `broken \ud800 half`,
      context: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`name${i}`, 'v'.repeat(600)])),
      detail: { long: 'd'.repeat(1000), number: 1 },
    });
    expect(row.reason!.length).toBeLessThanOrEqual(auditLimits.reason);
    expect(row.reason!.isWellFormed()).toBe(true);
    expect(row.reason!.endsWith('😀…')).toBe(true);
    expect(row.path!.length).toBe(auditLimits.path);
    expect(row.caller).toBe('broken \ufffd half');
    expect(Object.keys(row.context!)).toHaveLength(auditLimits.contextEntries);
    expect(row.context!['name0']!.length).toBe(auditLimits.contextValue);
    expect(row.detail['long']).toHaveLength(auditLimits.detailValue);
    expect(row.detail['number']).toBe(1);
  });
});
