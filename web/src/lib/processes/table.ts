// The processes as the live stream tells them, keyed and replaced object by object.
//
// A plain Map and a version counter: 5,000 deeply reactive objects would cost more than the scan that fed them.
// A changed process becomes a new object, so whoever holds the old one can see by identity that it moved on.
import type { Process } from '../api/types.ts';
import type { ProcessesDelta, ProcessesEvent } from '../live/events.ts';
import { haystackOf } from './filter.ts';

/** What the stream last said about every process, by key. */
export class ProcessTable {
  readonly rows = new Map<string, Process>();
  /** Grows by one with every event that was applied. */
  version = 0;
  /** The tick of the newest event; -1 before the first one. */
  seq = -1;
  readonly #haystacks = new Map<string, string>();

  /** Takes one `processes` event: a full list, or what changed since the event before it. */
  apply(event: ProcessesEvent): void {
    if (event.full) {
      this.rows.clear();
      this.#haystacks.clear();
      for (const process of event.processes) this.rows.set(process.key, process);
    } else {
      for (const key of event.gone) this.#drop(key);
      for (const change of event.changed) this.#change(change);
    }
    this.seq = event.seq;
    this.version += 1;
  }

  /** Forgets everything, as before the first event. */
  clear(): void {
    this.rows.clear();
    this.#haystacks.clear();
    this.version = 0;
    this.seq = -1;
  }

  /** Lower-case text that free words are looked up in, made once and again only when what it holds changes. */
  haystack(process: Process): string {
    // Somebody who ended is not remembered.
    if (!this.rows.has(process.key)) return haystackOf(process);
    let text = this.#haystacks.get(process.key);
    if (text === undefined) {
      text = haystackOf(process);
      this.#haystacks.set(process.key, text);
    }
    return text;
  }

  #drop(key: string): void {
    this.rows.delete(key);
    this.#haystacks.delete(key);
  }

  #change(change: ProcessesDelta['changed'][number]): void {
    const known = this.rows.get(change.key);
    // The stream sends a complete process when the key is new; a partial one would mean a delta was lost,
    // and half a process is worse than none until the next full list.
    if (known === undefined && change.pid === undefined) return;
    this.rows.set(change.key, { ...known, ...change } as Process);
    if (change.name !== undefined || change.exe !== undefined || change.cmdline !== undefined) {
      this.#haystacks.delete(change.key);
    }
  }
}
