// Reads the audit backwards, page by page, until enough rows fit what is looked for; and forwards, what was written since.
// Knows no markup and no route: it is given the way to ask.
import type { AuditRow } from '../api/types.ts';

/** Rows with an id below `before` (all without it), newest first, at most `limit`. */
export type Ask = (before: number | null, limit: number) => Promise<AuditRow[]>;

/** Rows that are asked for at once. */
export const PAGE = 200;
/** Fitting rows after which a reader has enough to read for now. */
export const ENOUGH = 60;
/** Pages that are looked through without a word from the reader. */
export const FAR = 10;

export interface Reading {
  /** Everything that was read, newest first. */
  rows: AuditRow[];
  /** The first row of all was reached. */
  complete: boolean;
}

export const NOTHING: Reading = { rows: [], complete: false };

/** Reads on into the past until `ENOUGH` more rows fit, the beginning is reached, or `FAR` pages were read. */
export async function earlier(ask: Ask, from: Reading, fits: (row: AuditRow) => boolean): Promise<Reading> {
  const rows = [...from.rows];
  let found = 0;
  for (let page = 0; page < FAR && found < ENOUGH; page += 1) {
    const next = await ask(rows.at(-1)?.id ?? null, PAGE);
    rows.push(...next);
    found += next.filter(fits).length;
    if (next.length < PAGE) return { rows, complete: true };
  }
  return { rows, complete: false };
}

/** What was written since, before what is there; null if that is too much to catch up with, and the reading begins anew. */
export async function newer(ask: Ask, from: Reading): Promise<Reading | null> {
  const newest = from.rows[0]?.id ?? 0;
  const fresh: AuditRow[] = [];
  for (let page = 0; page < FAR; page += 1) {
    const next = await ask(fresh.at(-1)?.id ?? null, PAGE);
    const unknown = next.filter((row) => row.id > newest);
    fresh.push(...unknown);
    if (unknown.length < PAGE) return { rows: [...fresh, ...from.rows], complete: from.complete };
  }
  return null;
}
