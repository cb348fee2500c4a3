import { describe, expect, it } from 'vitest';
import { process } from './fixtures.ts';
import { Trails, TRAIL_TICKS } from './trail.ts';

describe('the trail of a process', () => {
  it('holds a value until the next change', () => {
    const trails = new Trails();
    trails.note(10, [process({ cpu_percent: 1 })], []);
    trails.note(11, [], []);
    trails.note(12, [process({ cpu_percent: 3 })], []);
    expect(trails.of(process().key, 4).map((point) => point?.cpu ?? null)).toEqual([null, 1, 1, 3]);
  });
  it('keeps no more than its ticks, and still knows the first of them', () => {
    const trails = new Trails();
    for (let seq = 1; seq <= 1000; seq += 1) trails.note(seq, seq % 300 === 1 ? [process({ cpu_percent: seq })] : [], []);
    const points = trails.of(process().key, TRAIL_TICKS);
    expect(points).toHaveLength(TRAIL_TICKS);
    expect(points[0]?.cpu).toBe(601);
    expect(points.at(-1)?.cpu).toBe(901);
  });
  it('forgets who went', () => {
    const trails = new Trails();
    trails.note(1, [process()], []);
    trails.note(2, [], [process().key]);
    expect(trails.of(process().key, 2)).toEqual([null, null]);
  });
});
