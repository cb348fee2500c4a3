// The lines of one log that the page keeps: bounded, in order, each with a key that stays, and from where those before
// them can be read again. Pure.
import type { LogLevel, LogLine, LogNotice } from '../live/events.ts';
import { fold } from '../text/words.ts';
import { visible } from '../text/visible.ts';
import { guessLevel } from './level.ts';

/** A line, and what is found out about it once: when it is looked at. */
export class LineEntry {
  readonly kind = 'line';
  readonly key: number;
  readonly at: string | null;
  readonly text: string;
  readonly truncated: boolean;
  /** The mark for the lines before it: null if it is the first one of the log, undefined where no mark was given. */
  readonly before: string | null | undefined;
  #given: LogLevel | null;
  #level: LogLevel | null | undefined;
  #haystack: string | undefined;

  constructor(key: number, line: LogLine, before?: string | null) {
    this.key = key;
    this.at = line.at ?? null;
    this.text = line.text;
    this.truncated = line.truncated === true;
    this.before = before;
    this.#given = line.level ?? null;
  }

  /** As the log says, else as the words suggest. */
  get level(): LogLevel | null {
    if (this.#level === undefined) this.#level = this.#given ?? guessLevel(this.text);
    return this.#level;
  }

  /** The level is only suggested by the words. */
  get guessed(): boolean {
    return this.#given === null;
  }

  /** The text that words of the filter are looked up in: what one sees is what one finds. */
  get haystack(): string {
    this.#haystack ??= fold(visible(this.text));
    return this.#haystack;
  }
}

/** What the follower said between two lines. */
export interface NoticeEntry {
  readonly kind: 'notice';
  readonly key: number;
  readonly notice: LogNotice;
}

export type Entry = LineEntry | NoticeEntry;

/** What lines that are read later make untrue: the gap that it tells of is closed. */
const GAPS: ReadonlySet<string> = new Set(['skipped', 'left_out', 'missed']);

/** Entries let go since a mark that are kept for reading back. Marks come with every batch, and those are smaller. */
const MOST_ASIDE = 4_000;

export class LogBuffer {
  #entries: Entry[] = [];
  #last = 0;
  #first = 0;
  /** What was let go from the last mark on: from there one reads back, so these are not read again. */
  #aside: Entry[] = [];

  /** In the order of the log. A new list whenever something changed. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Newer lines, and what happened before them. `before` is the mark for the lines before these. */
  append(lines: readonly LogLine[], notice?: LogNotice | null, before?: string | null): void {
    const added: Entry[] = notice == null ? [] : [{ kind: 'notice', key: (this.#last += 1), notice }];
    for (const [i, line] of lines.entries()) added.push(new LineEntry((this.#last += 1), line, i === 0 ? before : undefined));
    this.#entries = [...this.#entries, ...added];
  }

  /** From where one reads back: a mark, null at the beginning of the log, undefined where that is not known. */
  get before(): string | null | undefined {
    const oldest = this.#aside[0] ?? this.#entries.find((entry) => entry.kind === 'line');
    return oldest?.kind === 'line' ? oldest.before : undefined;
  }

  /** Takes in the lines that were read at {@link before}, and the mark for those before them. */
  prepend(lines: readonly LogLine[], before: string | null): void {
    const rest = [...this.#aside, ...this.#entries];
    const [oldest] = rest;
    if (lines.length > 0 && oldest?.kind === 'notice' && GAPS.has(oldest.notice.kind)) rest.shift();
    this.#first -= lines.length;
    const added = lines.map((line, i) => new LineEntry(this.#first + i, line, i === 0 ? before : undefined));
    this.#aside = [];
    this.#entries = [...added, ...rest];
  }

  /** Lets the oldest go until `most` are left. Returns how many went. */
  trim(most: number): number {
    const surplus = Math.max(0, this.#entries.length - most);
    if (surplus === 0) return 0;
    const gone = [...this.#aside, ...this.#entries.slice(0, surplus)];
    this.#entries = this.#entries.slice(surplus);
    const first = this.#entries.find((entry) => entry.kind === 'line');
    const from = first?.kind === 'line' && first.before !== undefined ? -1 : gone.findLastIndex((entry) => entry.kind === 'line' && entry.before !== undefined);
    this.#aside = from < 0 || gone.length - from > MOST_ASIDE ? [] : gone.slice(from);
    return surplus;
  }
}
