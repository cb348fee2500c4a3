// The process list as the stream has told it so far: full lists replace, deltas merge. Pure.
import type { Process } from '../api/types.ts';
import type { ProcessesEvent, ProcessesFull } from './events.ts';

export class ProcessTable {
  #rows = new Map<string, Process>();
  #seq: number | null = null;
  #mode = '';

  /** A full list has arrived, so deltas can be applied. */
  get ready(): boolean {
    return this.#seq !== null;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Applies one event; false if it is a delta without a list to apply it to. */
  apply(event: ProcessesEvent): boolean {
    if (event.full) {
      this.#rows = new Map(event.processes.map((process) => [process.key, process]));
    } else {
      if (this.#seq === null) return false;
      for (const key of event.gone) this.#rows.delete(key);
      for (const change of event.changed) {
        const row = this.#rows.get(change.key);
        // A key that is new here comes whole.
        this.#rows.set(change.key, row ? { ...row, ...change } : (change as Process));
      }
    }
    this.#seq = event.seq;
    this.#mode = event.mode;
    return true;
  }

  /** The present list as a full event: what a view that starts listening now is given first. */
  full(): ProcessesFull | null {
    return this.#seq === null ? null : { seq: this.#seq, full: true, mode: this.#mode, processes: [...this.#rows.values()] };
  }

  clear(): void {
    this.#rows.clear();
    this.#seq = null;
  }
}
