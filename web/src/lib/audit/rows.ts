// Rows of the audit as they are looked through: which fit, and the days they belong to. Pure.
import type { AuditRow } from '../api/types.ts';
import { fold } from '../text/words.ts';

/** Whether nothing came of it, by a decision or by a failure. */
export const cameToNothing = (row: Pick<AuditRow, 'outcome'>): boolean => row.outcome === 'refused' || row.outcome === 'failed';

/** Whether every word (folded) occurs in who, what, about what, why; `said` is what the page calls its action and code. */
export function fitsWords(row: AuditRow, words: readonly string[], said: string): boolean {
  if (words.length === 0) return true;
  const text = fold([row.actor, row.action, row.name ?? '', row.key ?? '', row.code ?? '', row.reason ?? '', row.address ?? '', said].join('\n'));
  return words.every((word) => text.includes(word));
}

/** Rows of one day. */
export interface Day {
  /** `2026-11-21` in the reader's zone; '' for rows whose time is none. */
  date: string;
  rows: AuditRow[];
}

const two = (n: number): string => String(n).padStart(2, '0');

/** The day of a moment in the reader's zone. */
export function dayOf(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Rows in the order they come, a heading for each run of the same day. */
export function byDay(rows: readonly AuditRow[]): Day[] {
  const days: Day[] = [];
  for (const row of rows) {
    const date = dayOf(row.at);
    const last = days.at(-1);
    if (last?.date === date) last.rows.push(row);
    else days.push({ date, rows: [row] });
  }
  return days;
}

/** Ids that should stand between two neighbours and do not: rows were taken out. Only of rows that were read without a filter. */
export function missingIds(rows: readonly Pick<AuditRow, 'id'>[]): number {
  let missing = 0;
  for (let i = 1; i < rows.length; i += 1) missing += Math.max(0, (rows[i - 1]?.id ?? 0) - (rows[i]?.id ?? 0) - 1);
  return missing;
}
