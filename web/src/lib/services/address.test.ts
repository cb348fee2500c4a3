import { expect, test } from 'vitest';
import { href, parseHash } from '../router/hash.ts';
import { readServiceAddress, writeServiceAddress } from './address.ts';

test('unit, filter and breadth are read back from the address, whatever the unit is called', () => {
  const id = 'a/b?c#d@e <img>.service';
  const { rest, query } = parseHash(href('services', writeServiceAddress({ query: 'web "x y"', all: true }), [id]));
  expect(readServiceAddress(rest, query)).toEqual({ id, query: 'web "x y"', all: true });
  expect(readServiceAddress([], new URLSearchParams())).toEqual({ id: null, query: '', all: false });
});
