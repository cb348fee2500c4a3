// The last minute of every process, kept on the client and only where something changes:
// a thousand idle processes cost nothing.
import type { Process } from '../api/types.ts';

/** Ticks that are kept. */
export const TRAIL_TICKS = 120;

export interface TrailPoint {
  cpu: number | null;
  rss: number | null;
  read: number | null;
  write: number | null;
}
interface Mark extends TrailPoint {
  seq: number;
}

export class Trails {
  readonly #marks = new Map<string, Mark[]>();
  #first = -1;
  #seq = -1;

  /** Notes the values of a tick; `changed` holds only the processes that may have moved. */
  note(seq: number, changed: Iterable<Process>, gone: Iterable<string>): void {
    if (this.#first < 0) this.#first = seq;
    this.#seq = seq;
    for (const key of gone) this.#marks.delete(key);
    for (const p of changed) {
      const mark: Mark = { seq, cpu: p.cpu_percent, rss: p.rss_bytes, read: p.read_bytes_per_s, write: p.write_bytes_per_s };
      const marks = this.#marks.get(p.key);
      if (marks === undefined) this.#marks.set(p.key, [mark]);
      else {
        marks.push(mark);
        // The newest mark before the window still says what its first tick was.
        while (marks.length > 1 && (marks[1]?.seq ?? seq) <= seq - TRAIL_TICKS) marks.shift();
      }
    }
  }

  /** Starts over: after a full list nobody knows what happened in between. */
  clear(): void {
    this.#marks.clear();
    this.#first = -1;
  }

  /** One point a tick, oldest first, the newest tick last; `null` where the process was not seen yet. */
  of(key: string, ticks: number): (TrailPoint | null)[] {
    const marks = this.#marks.get(key) ?? [];
    const points: (TrailPoint | null)[] = [];
    let at = -1;
    for (let seq = this.#seq - ticks + 1; seq <= this.#seq; seq += 1) {
      while (at + 1 < marks.length && (marks[at + 1]?.seq ?? Infinity) <= seq) at += 1;
      points.push(marks[at] ?? null);
    }
    return points;
  }
}
