// The process list for the views: fed by the live stream while somebody looks, forgotten afterwards.
import type { Process } from '../api/types.ts';
import { live } from '../live.svelte.ts';
import type { ProcessesEvent } from '../live/events.ts';
import { ProcessTable } from './table.ts';
import { Trails } from './trail.ts';

const table = new ProcessTable();
const trails = new Trails();
let version = $state(0);
let readers = 0;
let stop: (() => void) | null = null;

function receive(event: ProcessesEvent): void {
  table.apply(event);
  if (event.full) {
    trails.clear();
    trails.note(event.seq, event.processes, []);
  } else {
    const moved: Process[] = [];
    for (const { key } of event.changed) {
      const process = table.rows.get(key);
      if (process !== undefined) moved.push(process);
    }
    trails.note(event.seq, moved, event.gone);
  }
  version = table.version;
}

export const processes = {
  /** Grows with every event: what reads it is made again when the list changed. 0 before the first list. */
  get version(): number {
    return version;
  },
  /** By key; not reactive by itself, read `version` first. */
  get rows(): ReadonlyMap<string, Process> {
    return table.rows;
  },
  haystack: (process: Process): string => table.haystack(process),
  trail: (key: string, ticks: number) => trails.of(key, ticks),

  /** Follows the stream until the last reader has stopped. Returns the way to stop. */
  follow(): () => void {
    readers += 1;
    stop ??= live.onProcesses(receive);
    let following = true;
    return () => {
      if (!following) return;
      following = false;
      readers -= 1;
      if (readers > 0) return;
      stop?.();
      stop = null;
      // Nobody hears the changes from here on: an old list would pass for the present one.
      table.clear();
      trails.clear();
      version = 0;
    };
  },
};
