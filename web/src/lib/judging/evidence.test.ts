import { expect, test } from 'vitest';
import { evidenceOf } from './evidence.ts';

test('evidence falls into places and what stands there', () => {
  expect(evidenceOf('/proc/1/exe → /tmp/x (deleted)\nss -ltnup, pid 1 → tcp 0.0.0.0:80')).toEqual([
    { place: '/proc/1/exe', value: '/tmp/x (deleted)' },
    { place: 'ss -ltnup, pid 1', value: 'tcp 0.0.0.0:80' },
  ]);
  expect(evidenceOf('only a place')).toEqual([{ place: 'only a place', value: null }]);
  expect(evidenceOf('')).toEqual([]);
});

test('hostile evidence steers nothing and is not without end', () => {
  const [piece] = evidenceOf(`/proc/1/exe → a\u202eb\u001b[31m${'x'.repeat(9_000)}`);
  expect(piece?.value).toMatch(/^a\\u\{202e\}b\\x1b\[31mx+…$/);
  expect(piece?.value?.length).toBeLessThan(2_100);
  expect(evidenceOf('a → b\n'.repeat(500))).toHaveLength(20);
});
