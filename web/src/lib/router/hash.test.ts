import { expect, test } from 'vitest';
import { href, parseHash } from './hash.ts';

test('an address names the view, the rest and the filters', () => {
  const route = parseHash('#/processes/42?q=user%3Aroot&sort=-cpu');
  expect([route.view, route.rest, route.query.get('q'), route.query.get('sort')]).toEqual(['processes', ['42'], 'user:root', '-cpu']);
});

test('the start has no view', () => {
  expect(['', '#', '#/'].map((hash) => parseHash(hash).view)).toEqual(['', '', '']);
});

test('what is written is read back, whatever signs it holds', () => {
  const q = 'name:"a&b=c#d" 프로세스 %41';
  const route = parseHash(href('processes', { q, empty: '', none: null, off: false, tree: true }, ['a/b', '한글']));
  expect(route.query.get('q')).toBe(q);
  expect([...route.query.keys()]).toEqual(['q', 'tree']);
  expect(route.rest).toEqual(['a/b', '한글']);
});

test('a broken escape is a route, not an error', () => {
  expect(parseHash('#/%E0%A4%A').view).toBe('%E0%A4%A');
});
