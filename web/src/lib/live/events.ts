// What the live stream carries, as data. Pure.
import type { components } from '../api/schema.d.ts';
import type { LogLevel, LogLine, Mode, Process, Snapshot } from '../api/types.ts';
import type { ToldEvent } from '../acting/shapes.ts';
import type { Threshold } from '../parts/levels.ts';

export type { LogLevel, LogLine };

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

/** From which percent each gauge is tight, and at its limit. */
export type Thresholds = Record<'cpu' | 'memory' | 'disk', Threshold>;

/** What a follower says besides lines; this page has words of its own beside the server's. */
export type LogNotice = Omit<components['schemas']['LogNotice'], 'kind'> & { kind: string };

/** New lines of one followed log, and perhaps a notice that belongs before them. The first one after the stream was opened holds the newest lines there were. */
export interface LogEvent {
  log: string;
  lines: LogLine[];
  notice?: LogNotice | null;
  /** What the tail takes for the lines before these. Absent where it is not known: of the lines that a stream begins with. */
  before?: string | null;
  /** Where a stream (or a listener) begins: these lines may be known already. Set on this side. */
  opening?: boolean;
}

export interface Hello {
  boot: string;
  version: string;
  seq: number;
  tick_ms: number;
  /** Absent from older servers. */
  thresholds?: Thresholds;
  /** How the rows and counts of this stream are judged, and how they are without a wish. Absent from older servers. */
  mode?: Mode;
  default_mode?: Mode;
}

export type LiveEvent =
  | { type: 'hello'; data: Hello }
  | { type: 'snapshot'; data: Snapshot }
  | { type: 'processes'; data: ProcessesEvent }
  | { type: 'logs'; data: LogEvent }
  | { type: 'actions'; data: ToldEvent };

export type Topic = 'snapshot' | 'processes' | 'actions' | `logs:${string}`;

/** `connecting` first words not heard yet · `lost` was or should be there, being retried · `stopped` the server said goodbye. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'signed_out' | 'stopped';

export interface LiveStatus {
  state: LiveState;
  /** When the server was last heard, ms since the epoch. */
  lastSeenAt: number | null;
  /** When the next attempt is made, ms since the epoch. */
  retryAt: number | null;
}
