/** The published examples of RFC 5849: requests of §1.2, base string of §3.4.1.1, sorting of §3.4.1.3.2. */
import { describe, expect, it } from 'vitest';
import { baseString, formPairs, oauth1Header, signature, type Pair } from '../../src/credentials/oauth1-signature.ts';
import { Secret } from '../../src/vault/secret.ts';

const photos = { key: 'dpf43f3p2l4k3l03', secret: new Secret('kd94hf93k423kf44') };
const temporary = { token: new Secret('hh5s93j4hdidpola'), secret: new Secret('hdhd0244k9j7ao03') };
const token = { token: new Secret('nnch734d00sl2jdk'), secret: new Secret('pfkkdhi9sl3r4s00') };

const protocol = (nonce: string, timestamp: string, ...extra: Pair[]): Pair[] => [
  ['oauth_consumer_key', photos.key],
  ['oauth_signature_method', 'HMAC-SHA1'],
  ['oauth_timestamp', timestamp],
  ['oauth_nonce', nonce],
  ...extra,
];

describe('RFC 5849 §1.2', () => {
  it('signs the request for temporary credentials', () => {
    const request = {
      method: 'POST',
      url: new URL('https://photos.example.net/initiate'),
      form: [],
      protocol: protocol('wIjqoS', '137131200', ['oauth_callback', 'http://printer.example.com/ready']),
    };
    expect(signature(request, { client: photos, token: null, now: 0, nonce: '' })).toBe('74KNZJeDHnMBp0EMJ9ZHt/XKycU=');
  });

  it('signs the request for token credentials', () => {
    const request = {
      method: 'POST',
      url: new URL('https://photos.example.net/token'),
      form: [],
      protocol: protocol(
        'walatlh',
        '137131201',
        ['oauth_token', temporary.token.reveal()],
        ['oauth_verifier', 'hfdp7dh39dks9884'],
      ),
    };
    expect(signature(request, { client: photos, token: temporary, now: 0, nonce: '' })).toBe(
      'gKgrFCywp7rO0OXSjdot/IHF7IU=',
    );
  });

  it('signs a request for the photo, with its query', () => {
    const request = {
      method: 'GET',
      url: new URL('http://photos.example.net/photos?file=vacation.jpg&size=original'),
      form: [],
      protocol: protocol('chapoH', '137131202', ['oauth_token', token.token.reveal()]),
    };
    expect(signature(request, { client: photos, token, now: 0, nonce: '' })).toBe('MdpQcU8iPSUjWoN/UDMsK2sui9I=');
  });
});

describe('RFC 5849 §3.4.1', () => {
  const request = {
    method: 'post',
    url: new URL('http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b#part'),
    form: formPairs('c2&a3=2+q'),
    protocol: [
      ['realm', 'Example'],
      ['oauth_consumer_key', '9djdj82h48djs9d2'],
      ['oauth_token', 'kkk9d7dh3k39sjv7'],
      ['oauth_signature_method', 'HMAC-SHA1'],
      ['oauth_timestamp', '137131201'],
      ['oauth_nonce', '7d8f3e4a'],
    ] as Pair[],
  };

  it('makes the published base string: query, form and protocol sorted together, the realm left out', () => {
    expect(baseString(request)).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D' +
        '%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1' +
        '%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  it('leaves out the header’s realm only: one of the query is signed (§3.4.1.3.1)', () => {
    expect(baseString({ ...request, url: new URL('http://example.com/request?realm=a') })).toContain('realm%3Da');
  });

  it('keeps a port that is not the scheme’s own (§3.4.1.2)', () => {
    expect(baseString({ ...request, url: new URL('https://www.example.net:8080/?q=1') })).toContain(
      '&https%3A%2F%2Fwww.example.net%3A8080%2F&',
    );
  });

  it('encodes what `encodeURIComponent` leaves alone (§3.6)', () => {
    expect(baseString({ ...request, form: [['w', "!*'()~"]] })).toContain('w%3D%2521%252A%2527%2528%2529~');
  });
});

describe('the header', () => {
  it('carries every protocol parameter encoded, with the signature last', () => {
    const header = oauth1Header(
      { method: 'POST', url: new URL('https://photos.example.net/initiate'), form: [] },
      { client: photos, token: null, now: 137_131_200_999, nonce: 'a b' },
      [['oauth_callback', 'http://printer.example.com/ready']],
    );
    expect(header).toMatch(
      /^OAuth oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131200", oauth_nonce="a%20b", oauth_version="1.0", oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready", oauth_signature="[\w%]+%3D"$/,
    );
  });
});
