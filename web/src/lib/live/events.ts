// What the live stream carries, as data. Pure.
import type { Process, Snapshot } from '../api/types.ts';

/** The whole list: on connect, and again after a lag. */
export interface ProcessesFull {
  seq: number;
  full: true;
  mode: string;
  processes: Process[];
}

/** One tick's changes: only keys whose value changed; an entry with an unknown key is a whole process. */
export interface ProcessesDelta {
  seq: number;
  full: false;
  mode: string;
  changed: (Partial<Process> & { key: string })[];
  gone: string[];
}

export type ProcessesEvent = ProcessesFull | ProcessesDelta;

export interface Hello {
  boot: string;
  version: string;
  seq: number;
  tick_ms: number;
}

export type LiveEvent =
  | { type: 'hello'; data: Hello }
  | { type: 'snapshot'; data: Snapshot }
  | { type: 'processes'; data: ProcessesEvent };

export type Topic = 'snapshot' | 'processes';

/** `connecting` first words not heard yet · `lost` was or should be there, being retried · `stopped` the server said goodbye. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'signed_out' | 'stopped';

export interface LiveStatus {
  state: LiveState;
  /** When the server was last heard, ms since the epoch. */
  lastSeenAt: number | null;
  /** When the next attempt is made, ms since the epoch. */
  retryAt: number | null;
}
