// Finds the reason of a missing value. Pure.
import type { Gap, Gaps } from './api/types.ts';

/** The reason at `path` (`disks.0.percent`), else of what holds it (`disks.0`, `disks`). */
export function gapAt(gaps: Gaps, path: string): Gap | undefined {
  for (let key = path; key !== ''; key = key.slice(0, Math.max(0, key.lastIndexOf('.')))) {
    const gap = gaps[key];
    if (gap) return gap;
  }
  return undefined;
}
