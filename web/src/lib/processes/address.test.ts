import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress } from './address.ts';
import { parseKey } from './key.ts';

describe('the address', () => {
  const read = (text: string) => readAddress(new URLSearchParams(text));
  it('comes back as it was written', () => {
    const state = { query: 'user:root "a b" is:public', only: 'attention', sort: { column: 'io', direction: 'desc' }, shape: 'tree', mode: 'strict', open: '1324-5000' } as const;
    expect(readAddress(writeAddress(state))).toEqual(state);
  });
  it('says nothing about a view as it opens', () => {
    expect(writeAddress(read('')).toString()).toBe('');
  });
  it('takes nonsense for absence', () => {
    const fresh = { query: '', only: null, sort: { column: 'verdict', direction: 'desc' }, shape: 'apps', mode: null, open: null };
    expect(read('sort=evil&p=../../etc&q=&only=evil&view=evil&mode=evil')).toEqual(fresh);
    expect(read('sort=constructor&only=constructor&mode=constructor&view=constructor')).toEqual(fresh);
  });
  it('names one verdict, or all that need somebody', () => {
    for (const only of ['urgent', 'danger', 'caution', 'safe', 'attention']) expect(read(`only=${only}`).only).toBe(only);
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
