import { describe, expect, it } from 'vitest';
import type { Process } from '../api/types.ts';
import { crowd, process } from './fixtures.ts';
import { buildFlat, buildTree, chainOf, childrenOf, indexByPid, MAX_DEPTH } from './tree.ts';

const drawn = (rows: Process[], matches: (p: Process) => boolean = () => true): string[] =>
  buildTree(rows, matches).map((line) => `${'·'.repeat(line.depth)}${line.process.pid}${line.context ? '?' : ''}`);
const p = (pid: number, ppid: number | null, started = pid): Process => process({ pid, ppid, key: `${pid}-${started}` });

describe('the tree', () => {
  it('hangs children under their parent, siblings in the given order', () => {
    expect(drawn([p(1, 0), p(9, 1), p(5, 1), p(7, 5)])).toEqual(['1', '·9', '·5', '··7']);
    expect(drawn([p(7, 5), p(5, 1), p(9, 1), p(1, 0)])).toEqual(['1', '·5', '··7', '·9']);
  });
  it('shows orphans as roots', () => {
    expect(drawn([p(5, 4), p(6, null)])).toEqual(['5', '6']);
  });
  it('does not follow a pid that a younger process took over', () => {
    expect(drawn([p(10, 3, 100), p(3, 1, 500), p(1, 0, 1)])).toEqual(['10', '1', '·3']);
  });
  it('shows everybody once when parents run in a circle', () => {
    expect(drawn([p(1, 2, 7), p(2, 3, 7), p(3, 1, 7), p(4, 4, 7)]).map((line) => line.replaceAll('·', '')).sort()).toEqual(['1', '2', '3', '4']);
  });
  it('keeps the ancestors of a match and says that they are only the way to it', () => {
    expect(drawn([p(1, 0), p(5, 1), p(7, 5), p(9, 1)], (q) => q.pid === 7)).toEqual(['1?', '·5?', '··7']);
  });
  it('folds a branch, counts it, and leaves its neighbours alone', () => {
    const rows = [p(1, 0), p(5, 1), p(7, 5), p(8, 7), p(9, 1)];
    const lines = buildTree(rows, () => true, new Set(['5-5', '9-9', 'gone-1']));
    expect(lines.map((line) => [line.process.pid, line.below])).toEqual([[1, 0], [5, 2], [9, null]]);
    expect(lines.map((line) => line.index)).toEqual([0, 1, 2]);
  });
  it('folds a circle of parents without showing its members elsewhere', () => {
    expect(buildTree([p(1, 2, 7), p(2, 1, 7)], () => true, new Set(['1-7', '2-7']))).toHaveLength(1);
  });
  it('survives a chain of 5,000 parents', () => {
    const lines = buildTree(Array.from({ length: 5000 }, (_, i) => p(i + 1, i)), () => true);
    expect(lines).toHaveLength(5000);
    expect(lines.at(-1)?.depth).toBe(MAX_DEPTH);
  });
  it('builds 5,000 rows quickly', () => {
    const many = crowd(5000);
    const from = performance.now();
    const tree = buildTree(many, () => true);
    console.info(`tree of 5,000 rows: ${(performance.now() - from).toFixed(2)} ms`);
    expect(tree).toHaveLength(5000);
    expect(buildFlat(many, (q) => q.pid % 2 === 0)).toHaveLength(2500);
  });
});

describe('a process among its relatives', () => {
  const rows = [p(1, 0), p(5, 1), p(7, 5), p(8, 5)];
  const byPid = indexByPid(rows);
  it('names its parents up to the first', () => {
    expect(chainOf(p(7, 5), byPid).map((q) => q.pid)).toEqual([7, 5, 1]);
  });
  it('ends the chain where it would go round', () => {
    const loop = [p(1, 2, 7), p(2, 1, 7)];
    expect(chainOf(p(1, 2, 7), indexByPid(loop)).map((q) => q.pid)).toEqual([1, 2]);
  });
  it('names its direct children only', () => {
    expect(childrenOf(p(5, 1), rows, byPid).map((q) => q.pid)).toEqual([7, 8]);
    expect(childrenOf(p(1, 0), rows, byPid).map((q) => q.pid)).toEqual([5]);
  });
});
