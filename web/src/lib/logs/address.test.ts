import { expect, test } from 'vitest';
import { parseHash } from '../router/hash.ts';
import { readLogAddress, writeLogAddress } from './address.ts';

test('source, filter and level are read back from the address', () => {
  const { rest, query } = parseHash(`#/logs/nginx-error.log?${writeLogAddress({ query: 'a "b c"', least: 'warning' })}`);
  expect(readLogAddress(rest, query)).toEqual({ log: 'nginx-error.log', query: 'a "b c"', least: 'warning' });
  expect(writeLogAddress({ query: '', least: null }).toString()).toBe('');
});

test('what makes no sense is as if it were absent', () => {
  const { rest, query } = parseHash('#/logs/..%2Fetc%2Fshadow?level=loud');
  expect(readLogAddress(rest, query)).toEqual({ log: null, query: '', least: null });
});
