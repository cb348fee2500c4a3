import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from './address.ts';
import { parseKey } from './key.ts';

describe('the address', () => {
  const read = (text: string) => readAddress(new URLSearchParams(text));
  it('comes back as it was written', () => {
    const state = { query: 'user:root "a b" is:public', sort: { column: 'io', direction: 'desc' } as const, tree: true, open: '1324-5000' };
    expect(readAddress(writeAddress(state))).toEqual(state);
  });
  it('says nothing about a view as it opens', () => {
    expect(writeAddress(read('')).toString()).toBe('');
  });
  it('takes nonsense for absence', () => {
    expect(read('sort=evil&p=../../etc&q=')).toEqual({ query: '', sort: { column: 'cpu', direction: 'desc' }, tree: false, open: null });
    expect(read('sort=constructor').sort.column).toBe('cpu');
  });
  it('accepts a bare pid to look at', () => {
    expect(read('p=1324').open).toBe('1324');
  });
});

describe('a key', () => {
  it('is a pid and a start', () => {
    expect(parseKey('1324-5000')).toEqual({ pid: 1324, started: 5000 });
    for (const text of ['1324', '-1-2', '1-2-3', 'a-b', '', '1- 2']) expect(parseKey(text)).toBeNull();
  });
});
