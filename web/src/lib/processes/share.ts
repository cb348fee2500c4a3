// How much of the list each filter would leave. Pure.
import type { Process, Verdict } from '../api/types.ts';
import { needsLook } from '../judging/verdict.ts';
import type { Only } from './address.ts';
import { IS_TESTS } from './filter.ts';

/** Filters of one press beside the verdicts. */
export const CHIPS = ['unknown', 'public', 'denied', 'deleted'] as const;
export type Chip = (typeof CHIPS)[number];
export interface Shares {
  only: Record<Only, number>;
  chips: Record<Chip, number>;
}

/** Whether a process passes the choice of a verdict. */
export function passes(verdict: Verdict | null, only: Only | null): boolean {
  return only === null || (only === 'attention' ? needsLook(verdict) : verdict === only);
}

/** Counts in one pass: it is made again with every tick. */
export function sharesOf(processes: Iterable<Process>): Shares {
  const only: Record<Only, number> = { attention: 0, safe: 0, caution: 0, danger: 0, urgent: 0 };
  const chips: Record<Chip, number> = { unknown: 0, public: 0, denied: 0, deleted: 0 };
  for (const process of processes) {
    if (process.verdict !== null && Object.hasOwn(only, process.verdict)) only[process.verdict] += 1;
    if (needsLook(process.verdict)) only.attention += 1;
    for (const chip of CHIPS) if (IS_TESTS[chip](process)) chips[chip] += 1;
  }
  return { only, chips };
}
