import { expect, test } from 'vitest';
import { gapAt } from './gaps.ts';

test('a value without a reason of its own has the reason of what holds it', () => {
  const gaps = { disks: 'denied', 'disks.1.percent': 'failed' } as const;
  expect(gapAt(gaps, 'disks.1.percent')).toBe('failed');
  expect(gapAt(gaps, 'disks.0.percent')).toBe('denied');
  expect(gapAt(gaps, 'memory.percent')).toBeUndefined();
});
