// Joins what was read with what is streamed. A stream begins with lines that may be known already, and lines have
// no numbers: they are compared by time and text. Pure.
import type { LogLine } from '../live/events.ts';

type Compared = Pick<LogLine, 'text'> & { at?: string | null };

const same = (a: Compared | undefined, b: Compared | undefined): boolean => a !== undefined && b !== undefined && a.text === b.text && (a.at ?? null) === (b.at ?? null);

/** How many of `next`'s first lines are the last ones of `known`; the longest way to lay them over each other counts. 0 when they do not meet. */
export function overlap(known: readonly Compared[], next: readonly Compared[]): number {
  if (known.length === 0) return 0;
  for (let end = next.length; end > 0; end -= 1) {
    const compared = Math.min(end, known.length);
    let i = 1;
    while (i <= compared && same(known[known.length - i], next[end - i])) i += 1;
    if (i > compared) return end;
  }
  return 0;
}
