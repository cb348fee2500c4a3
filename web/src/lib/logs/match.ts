// Which lines a filter lets through, and which parts of a line it shines on. Pure.
import type { LogLevel } from '../live/events.ts';
import { pieces } from '../text/visible.ts';
import { fold, tokens } from '../text/words.ts';
import type { Entry, LineEntry } from './buffer.ts';
import { atLeast } from './level.ts';

export interface LogFilter {
  /** True when nothing is filtered. */
  all: boolean;
  /** Words that must occur, in one spelling: what is shone on. */
  words: readonly string[];
  matches: (line: LineEntry) => boolean;
}

/** Reads a filter: all words must occur (`"two words"` as one), `!word` must not; and at least a level. */
export function parseLogFilter(query: string, least: LogLevel | null): LogFilter {
  const words: string[] = [];
  const without: string[] = [];
  for (const token of tokens(query)) {
    if (!token.quoted && token.text.length > 1 && token.text.startsWith('!')) without.push(fold(token.text.slice(1)));
    else words.push(fold(token.text));
  }
  return {
    all: words.length === 0 && without.length === 0 && least === null,
    words,
    matches: (line) =>
      (least === null || atLeast(line.level, least)) && words.every((word) => line.haystack.includes(word)) && !without.some((word) => line.haystack.includes(word)),
  };
}

/** The entries that pass; notices always do, they say what is missing. */
export function passing(entries: readonly Entry[], filter: LogFilter): readonly Entry[] {
  return filter.all ? entries : entries.filter((entry) => entry.kind === 'notice' || filter.matches(entry));
}

/** Letters of a line that are drawn: 16 KiB in one row are a wall that nobody reads. Copying takes all. */
export const MOST_DRAWN = 4_096;

/** How many letters of a line are not drawn. */
export const tooLong = (text: string): number => Math.max(0, text.length - MOST_DRAWN);

/** A part of a line as it is drawn. `written` stands for characters that are not shown themselves. */
export interface Segment {
  text: string;
  kind: 'plain' | 'hit' | 'written';
}

/** A line in visible parts, words of the filter apart from the rest. */
export function segments(text: string, words: readonly string[]): Segment[] {
  const found: Segment[] = [];
  for (const piece of pieces(text)) {
    if (piece.written) found.push({ text: piece.text, kind: 'written' });
    else for (const part of shone(piece.text, words)) found.push(part);
  }
  return found;
}

function shone(text: string, words: readonly string[]): Segment[] {
  if (words.length === 0) return [{ text, kind: 'plain' }];
  const folded = fold(text);
  // Some letters change their length with their case: places would not be those of the text.
  const searched = folded.length === text.length ? folded : text;
  const marks: [number, number][] = [];
  for (const word of words) for (let at = searched.indexOf(word); at >= 0; at = searched.indexOf(word, at + word.length)) marks.push([at, at + word.length]);
  marks.sort((a, b) => a[0] - b[0]);
  const parts: Segment[] = [];
  let done = 0;
  for (const [from, to] of marks) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    if (start > done) parts.push({ text: text.slice(done, start), kind: 'plain' });
    const last = parts.at(-1);
    if (last?.kind === 'hit' && start === done) last.text += text.slice(start, to);
    else parts.push({ text: text.slice(start, to), kind: 'hit' });
    done = to;
  }
  if (done < text.length || parts.length === 0) parts.push({ text: text.slice(done), kind: 'plain' });
  return parts;
}
