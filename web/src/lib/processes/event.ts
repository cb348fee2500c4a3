// The `processes` event of the live stream: a full list first, then what changed.
import type { Process } from '../api/types.ts';

interface EventHead {
  /** The tick it tells of. */
  seq: number;
  mode: string;
}

/** Every process, on connect or after events were missed. */
export interface FullList extends EventHead {
  full: true;
  processes: Process[];
}

/** The keys of a process whose value changed; complete when the process is new. */
export type ProcessChange = Partial<Process> & { key: string };

export interface Delta extends EventHead {
  full: false;
  changed: ProcessChange[];
  gone: string[];
}

export type ProcessesEvent = FullList | Delta;
