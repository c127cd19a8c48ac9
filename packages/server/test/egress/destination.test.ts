import { describe, expect, it } from 'vitest';
import { judgeDestination, type DestinationRules } from '../../src/egress/destination.ts';

const rules: DestinationRules = {
  hosts: ['api.example.com', 'localhost:4400', 'Files.Example.com:8443'],
  closed: [
    'https://api.example.com/oauth/token',
    'https://api.example.com/apps/{client_id}/grant',
    'https://id.example.com/authorize',
  ],
  unsafeAllowLoopback: false,
};
const judge = (url: string, over: Partial<DestinationRules> = {}) => {
  const decision = judgeDestination(new URL(url), { ...rules, ...over });
  return decision.kind === 'allow' ? 'allow' : decision.reason;
};

describe('judgeDestination', () => {
  it.each([
    ['https://api.example.com/v1/things?x=1', 'allow'],
    ['https://API.EXAMPLE.COM/v1', 'allow'],
    ['https://api.example.com:443/v1', 'allow'],
    ['https://files.example.com:8443/v1', 'allow'],
    ['https://files.example.com/v1', 'host'],
    ['https://api.example.com:8443/v1', 'host'],
    ['https://api.example.com.evil.test/v1', 'host'],
    ['https://api.example.com./v1', 'host'],
    ['https://evil.test/api.example.com', 'host'],
    ['https://sub.api.example.com/', 'host'],
    ['https://user@api.example.com/', 'user_info'],
    ['https://api.example.com@evil.test/', 'user_info'],
    ['http://api.example.com/', 'scheme'],
    ['ftp://api.example.com/', 'scheme'],
    ['http://localhost:4400/', 'scheme'],
  ])('%s: %s', (url, expected) => {
    expect(judge(url)).toBe(expected);
  });

  it('takes http to a loopback host of the grant where the operator allows it, and to no other host', () => {
    expect(judge('http://localhost:4400/x', { unsafeAllowLoopback: true })).toBe('allow');
    expect(judge('http://127.0.0.1:4400/x', { unsafeAllowLoopback: true })).toBe('host');
    expect(judge('http://api.example.com/x', { unsafeAllowLoopback: true })).toBe('scheme');
    expect(judge('http://2130706433:4400/x', { unsafeAllowLoopback: true, hosts: ['127.0.0.1:4400'] })).toBe('allow');
  });

  it.each([
    '/oauth/token',
    '/oauth/token/',
    '/OAuth/Token',
    '//oauth///token',
    '/oauth/%74oken',
    '/x/../oauth/token',
    '/x/%2e%2e/oauth/token',
    '/oauth/./token',
    '/oauth%2Ftoken',
    '/oauth%5Ctoken',
    '/oauth/token;v=1',
    '/oauth/token?grant_type=refresh_token',
    '/apps/any/grant',
    '/apps/abc/GRANT/',
  ])('refuses the token and revocation endpoints however they are spelt: %s', (path) => {
    expect(judge(`https://api.example.com${path}`)).toBe('provider_endpoint');
  });

  it.each([
    '/oauth/tokens',
    '/oauth',
    '/oauth/token/info',
    '/oauth/%2574oken',
    '/apps/any',
    '/apps/any/grant/x',
    '/authorize',
  ])('leaves neighbours of a closed endpoint open: %s', (path) => {
    expect(judge(`https://api.example.com${path}`)).toBe('allow');
  });
});
