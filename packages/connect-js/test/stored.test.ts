import { withResult } from '@alter/protocol';
import { expect, it } from 'vitest';
import { claims } from '../src/stored.ts';

it('takes every published parameter of a result off the address', () => {
  const grant = { grant_id: '', provider: '', provider_name: '', account_identifier: '', timestamp: '' };
  const success = withResult('https://app.example/', {
    type: 'alter_connect_success',
    grants: [{ ...grant, operation: 'creation', scopes: [], status: 'active' }],
  });
  const error = withResult('https://app.example/', {
    type: 'alter_connect_error',
    error: 'access_denied',
    error_description: '',
  });
  const names = [success, error].flatMap((url) => Array.from(new URL(url).searchParams.keys()));
  expect(names.filter((name) => !claims.split(' ').includes(name))).toEqual([]);
});
