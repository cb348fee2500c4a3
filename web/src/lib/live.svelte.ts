// The live state of the server for every view: the newest snapshot, the process events, how the line stands.
import type { ToldEvent } from './acting/shapes.ts';
import type { Mode, Snapshot } from './api/types.ts';
import type { LiveEvent, LiveStatus, LogEvent, ProcessesEvent, Thresholds, Topic } from './live/events.ts';
import { SharedLive } from './live/share.ts';
import { streamIn } from './live/stream.ts';

export type { LiveState, LiveStatus, LogEvent, LogLevel, LogLine, LogNotice, ProcessesDelta, ProcessesEvent, ProcessesFull, Thresholds } from './live/events.ts';

let snapshot = $state.raw<Snapshot | null>(null);
let status = $state.raw<LiveStatus>({ state: 'connecting', lastSeenAt: null, retryAt: null });
let version = $state<string | null>(null);
let now = $state(Date.now());

let thresholds = $state.raw<Thresholds | null>(null);

const listeners = new Set<(event: ProcessesEvent) => void>();
const logs = new Map<string, Set<(event: LogEvent) => void>>();
const snapshots = new Set<(snapshot: Snapshot) => void>();
const actions = new Set<(event: ToldEvent) => void>();
let on = false;

let mode = $state<Mode | null>(null);
let defaultMode = $state<Mode | null>(null);
/** The mode that is asked for; null leaves it to the server. */
let wanted: Mode | null = null;
let shared = join(wanted);

/** The stream of a mode: tabs that look in the same mode share one. */
function join(judged: Mode | null): SharedLive {
  const { pathname } = new URL(document.baseURI);
  const own: SharedLive = new SharedLive(
    judged === null ? pathname : `${pathname}?mode=${judged}`,
    {
      event: (event) => own === shared && heard(event),
      status(next) {
        if (own !== shared) return;
        status = next;
        now = Date.now();
      },
    },
    streamIn(judged),
  );
  return own;
}

function heard(event: LiveEvent): void {
  if (event.type === 'hello') {
    version = event.data.version;
    thresholds = event.data.thresholds ?? null;
    mode = event.data.mode ?? null;
    defaultMode = event.data.default_mode ?? null;
  } else if (event.type === 'snapshot') {
    snapshot = event.data;
    for (const listener of snapshots) listener(event.data);
  } else if (event.type === 'logs') {
    for (const listener of logs.get(event.data.log) ?? []) listener(event.data);
  } else if (event.type === 'actions') {
    for (const listener of actions) listener(event.data);
  } else for (const listener of listeners) listener(event.data);
}

const topics = (): Topic[] => ['snapshot', ...(listeners.size > 0 ? (['processes'] as const) : []), ...(actions.size > 0 ? (['actions'] as const) : []), ...[...logs.keys()].map((log): Topic => `logs:${log}`)];

function follow(): void {
  if (on && document.visibilityState === 'visible') shared.start();
  else shared.stop();
}

document.addEventListener('visibilitychange', follow);
addEventListener('pagehide', () => shared.stop());
addEventListener('pageshow', follow);
// The words "12 s ago" must go on while nothing arrives.
setInterval(() => {
  if (status.state !== 'live') now = Date.now();
}, 1000);

export const live = {
  /** The newest snapshot; null until the first has come. Kept when the line is lost: the page says how old it is. */
  get snapshot(): Snapshot | null {
    return snapshot;
  },
  get state(): LiveStatus['state'] {
    return status.state;
  },
  /** When the server was last heard, ms since the epoch. */
  get lastSeenAt(): number | null {
    return status.lastSeenAt;
  },
  /** Whole seconds since the server was last heard. */
  get silentForS(): number {
    return status.lastSeenAt === null ? 0 : Math.max(0, Math.round((now - status.lastSeenAt) / 1000));
  },
  /** Whole seconds until the next attempt, null while none is planned. */
  get retryInS(): number | null {
    return status.retryAt === null ? null : Math.max(0, Math.ceil((status.retryAt - now) / 1000));
  },
  /** Percent from which gauges are tight and at their limit, as configured; null until the server said. */
  get thresholds(): Thresholds | null {
    return thresholds;
  },
  /** How the rows and counts that arrive are judged; null until the server said. */
  get mode(): Mode | null {
    return mode;
  },
  /** How they are judged where nobody wishes otherwise. */
  get defaultMode(): Mode | null {
    return defaultMode;
  },
  /** Asks for another way of judging; null for the server's own. What is shown stays until the first answer. */
  judge(next: Mode | null): void {
    if (next === wanted) return;
    wanted = next;
    shared.stop();
    shared = join(next);
    shared.want(topics());
    follow();
  },
  /** Version of the server that is streaming. */
  get version(): string | null {
    return version;
  },

  /** Listens to the process list: first a full event, then deltas (and again a full one after a lag). Returns the way to stop. */
  onProcesses(listener: (event: ProcessesEvent) => void): () => void {
    listeners.add(listener);
    const full = shared.full();
    if (full?.type === 'processes') listener(full.data);
    shared.want(topics());
    return () => {
      listeners.delete(listener);
      shared.want(topics());
    };
  },
  /** Listens to one log: first to its newest lines, then to new ones; after a broken line to its newest lines again. Returns the way to stop. */
  onLog(log: string, listener: (event: LogEvent) => void): () => void {
    const heard = logs.get(log) ?? new Set();
    heard.add(listener);
    logs.set(log, heard);
    const tail = shared.tail(log);
    if (tail) listener(tail);
    shared.want(topics());
    return () => {
      heard.delete(listener);
      if (heard.size === 0) logs.delete(log);
      shared.want(topics());
    };
  },
  /** Listens to what people and rules do to processes from now on. Returns the way to stop. */
  onAction(listener: (event: ToldEvent) => void): () => void {
    actions.add(listener);
    shared.want(topics());
    return () => {
      actions.delete(listener);
      shared.want(topics());
    };
  },
  /** Calls back with every snapshot, for what must not miss one (history). Returns the way to stop. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    snapshots.add(listener);
    return () => snapshots.delete(listener);
  },
  /** Begins listening: somebody is signed in. */
  start(): void {
    on = true;
    shared.want(topics());
    follow();
  },
  /** Ends listening and forgets what was seen: nobody is signed in. */
  stop(): void {
    on = false;
    shared.stop();
    shared.forget();
    snapshot = null;
    status = { state: 'connecting', lastSeenAt: null, retryAt: null };
  },
  /** Tries the line again at once. */
  retryNow: (): void => shared.retryNow(),
};
