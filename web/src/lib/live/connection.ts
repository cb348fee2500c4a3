// Keeps a stream alive: topics, resume, back-off, silence. Tells what it hears and how it stands.
// Knows no tabs and no page; the opener and the clock's timers can be replaced in tests.
import type { LiveEvent, LiveState, LiveStatus, Topic } from './events.ts';
import { openStream, type OpenStream, type StreamEnd, type StreamOpener } from './stream.ts';
import { ProcessTable } from './table.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;
// A server that said goodbye is usually restarting: look again soon, without a crowd at its door.
const STOPPED_RETRY_MS = 3_000;
// Ticks without a byte after which a line that looks open is taken for dead (sleep, lost network).
const SILENT_TICKS = 6;
const LEAST_SILENCE_MS = 6_000;

export interface ConnectionHandlers {
  event(event: LiveEvent): void;
  status(status: LiveStatus): void;
}

/** Wait before attempt `n` (from 0): doubling, capped, spread by ±20 % so that viewers do not come back all at once. */
export function retryDelay(attempt: number, random: number): number {
  const base = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.8 + 0.4 * random));
}

export class Connection {
  readonly table: ProcessTable;
  #handlers: ConnectionHandlers;
  #open: StreamOpener;
  #topics: Topic[] = [];
  #stream: OpenStream | null = null;
  #lastEventId = '';
  #attempt = 0;
  #silenceMs = LEAST_SILENCE_MS;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #status: LiveStatus = { state: 'connecting', lastSeenAt: null, retryAt: null };

  constructor(handlers: ConnectionHandlers, table = new ProcessTable(), open: StreamOpener = openStream) {
    this.table = table;
    this.#handlers = handlers;
    this.#open = open;
  }

  get status(): LiveStatus {
    return this.#status;
  }

  /** Goes on from where another tab (or an earlier connection) was. */
  adopt(status: LiveStatus, lastEventId: string): void {
    this.#status = status;
    this.#lastEventId = lastEventId;
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** Sets what to listen to; an empty list closes the stream. A changed list opens it anew. */
  want(topics: readonly Topic[]): void {
    const next = [...new Set(topics)].sort().reverse();
    if (next.join() === this.#topics.join() && (this.#stream || this.#retryTimer !== undefined || next.length === 0)) return;
    // A list that nobody hears the changes of grows wrong.
    if (!next.includes('processes')) this.table.clear();
    this.#topics = next;
    this.#close();
    if (next.length > 0) this.#connect();
  }

  /** Tries at once instead of waiting for the back-off. */
  retryNow(): void {
    if (this.#topics.length === 0) return;
    this.#attempt = 0;
    this.#close();
    this.#connect();
  }

  /** Closes without a word; the list and the place in the stream are kept for going on. */
  close(): void {
    this.#topics = [];
    this.#close();
  }

  #close(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    this.#retryTimer = undefined;
    this.#stream?.close();
    this.#stream = null;
  }

  #connect(): void {
    // Deltas since an id are of use only to somebody who has the list they change.
    const resume = !this.#topics.includes('processes') || this.table.ready;
    if (this.#status.state === 'live' || this.#status.state === 'signed_out') this.#set('connecting');
    this.#listenForSilence();
    const stream: OpenStream = this.#open(this.#topics, resume ? this.#lastEventId : '', {
      heard: () => this.#stream === stream && this.#heard(),
      event: (event, id) => this.#stream === stream && this.#event(event, id),
      end: (end) => this.#stream === stream && this.#ended(end),
    });
    this.#stream = stream;
  }

  #heard(): void {
    this.#attempt = 0;
    this.#status = { ...this.#status, lastSeenAt: Date.now() };
    this.#listenForSilence();
  }

  #event(event: LiveEvent, id: string): void {
    if (event.type === 'hello') this.#silenceMs = Math.max(LEAST_SILENCE_MS, SILENT_TICKS * event.data.tick_ms);
    if (event.type === 'processes' && !this.table.apply(event.data)) {
      this.#lastEventId = '';
      this.retryNow();
      return;
    }
    // Logs and actions have no place of their own in the stream: their id would be the one of the event before.
    if (event.type !== 'hello' && event.type !== 'logs' && event.type !== 'actions' && id) this.#lastEventId = id;
    this.#set('live');
    this.#handlers.event(event);
  }

  #ended(end: StreamEnd): void {
    this.#close();
    if (end.why === 'signed_out') {
      this.table.clear();
      this.#lastEventId = '';
      this.#set('signed_out');
      return;
    }
    const wait = end.why === 'stopped' || this.#status.state === 'stopped' ? STOPPED_RETRY_MS : retryDelay(this.#attempt, Math.random());
    const delay = Math.max(wait, (end.retryAfter ?? 0) * 1000);
    this.#attempt += 1;
    // After a goodbye the server stays "stopped" until it is heard again: a refused connection is no news then.
    this.#set(end.why === 'stopped' || this.#status.state === 'stopped' ? 'stopped' : 'lost', Date.now() + delay);
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = undefined;
      this.#connect();
    }, delay);
  }

  #listenForSilence(): void {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#ended({ why: 'lost', retryAfter: null }), this.#silenceMs);
  }

  #set(state: LiveState, retryAt: number | null = null): void {
    const changed = state !== this.#status.state || retryAt !== this.#status.retryAt;
    this.#status = { ...this.#status, state, retryAt };
    if (changed) this.#handlers.status(this.#status);
  }
}
