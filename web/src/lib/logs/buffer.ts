// The lines of one log that the page keeps: bounded, in order, each with a key that stays. Pure.
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
  #given: LogLevel | null;
  #level: LogLevel | null | undefined;
  #haystack: string | undefined;

  constructor(key: number, line: LogLine) {
    this.key = key;
    this.at = line.at ?? null;
    this.text = line.text;
    this.truncated = line.truncated === true;
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

export class LogBuffer {
  #entries: Entry[] = [];
  #last = 0;
  #first = 0;

  /** In the order of the log. A new list whenever something changed. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  append(lines: readonly LogLine[], notice?: LogNotice | null): void {
    const added: Entry[] = notice == null ? [] : [{ kind: 'notice', key: (this.#last += 1), notice }];
    for (const line of lines) added.push(new LineEntry((this.#last += 1), line));
    this.#entries = [...this.#entries, ...added];
  }

  /** Older lines, before everything that is there. */
  prepend(lines: readonly LogLine[]): void {
    const added = lines.map((line, i) => new LineEntry(this.#first - lines.length + i, line));
    this.#first -= lines.length;
    this.#entries = [...added, ...this.#entries];
  }

  /** Lets the oldest go until `most` are left. Returns how many went. */
  trim(most: number): number {
    const surplus = Math.max(0, this.#entries.length - most);
    if (surplus > 0) this.#entries = this.#entries.slice(surplus);
    return surplus;
  }

  /** The oldest lines, for finding the place in the log again. */
  head(count: number): LineEntry[] {
    const found: LineEntry[] = [];
    for (const entry of this.#entries) {
      if (found.length >= count) break;
      if (entry.kind === 'line') found.push(entry);
    }
    return found;
  }
}
