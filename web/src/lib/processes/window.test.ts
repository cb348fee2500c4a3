import { describe, expect, it } from 'vitest';
import { rowsOf, scrollFor, windowOf } from './window.ts';

describe('the window', () => {
  const base = { count: 5000, rowHeight: 32, scrollTop: 0, viewHeight: 640, overscan: 4 };
  it('draws what can be seen and a few rows more', () => {
    expect(windowOf(base)).toEqual({ first: 0, last: 24 });
    expect(windowOf({ ...base, scrollTop: 3200 })).toEqual({ first: 96, last: 124 });
  });
  it('shows the end when the list became shorter than the place in it', () => {
    expect(windowOf({ ...base, count: 10, scrollTop: 100_000 })).toEqual({ first: 0, last: 10 });
    expect(windowOf({ ...base, count: 100, scrollTop: 100_000 })).toEqual({ first: 76, last: 100 });
  });
  it('draws nothing of nothing and survives a pull beyond the top', () => {
    expect(windowOf({ ...base, count: 0 })).toEqual({ first: 0, last: 0 });
    expect(windowOf({ ...base, scrollTop: -90 }).first).toBe(0);
  });
  it('keeps the row with the focus wherever it is', () => {
    expect(rowsOf({ first: 10, last: 13 }, 2)).toEqual([2, 10, 11, 12]);
    expect(rowsOf({ first: 10, last: 13 }, 11)).toEqual([10, 11, 12]);
    expect(rowsOf({ first: 10, last: 13 }, 90)).toEqual([10, 11, 12, 90]);
    expect(rowsOf({ first: 10, last: 12 }, null)).toEqual([10, 11]);
  });
  it('scrolls only as far as a row needs', () => {
    expect(scrollFor(5, 32, 0, 320)).toBe(0);
    expect(scrollFor(10, 32, 0, 320)).toBe(32);
    expect(scrollFor(2, 32, 320, 320)).toBe(64);
  });
});
