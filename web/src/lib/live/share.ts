// One stream per browser: visible tabs queue for a lock, its holder listens and tells the others.
// A tab that is hidden leaves the queue, so the holder is always awake. Without locks or channels
// (plain http from another machine) each visible tab has its own stream.
import { Connection } from './connection.ts';
import type { LiveEvent, LiveStatus, LogEvent, Topic } from './events.ts';
import type { StreamOpener } from './stream.ts';
import { ProcessTable } from './table.ts';
import { LogTails } from './tails.ts';

type Message =
  | { kind: 'event'; event: LiveEvent; lastEventId: string }
  | { kind: 'status'; status: LiveStatus; lastEventId: string }
  | { kind: 'want'; tab: string; topics: Topic[] }
  | { kind: 'full'; tab: string; event: LiveEvent }
  | { kind: 'who' }
  | { kind: 'leave'; tab: string }
  | { kind: 'retry' };

// Followers say again what they want; one that has gone without a word is forgotten after three silences.
const REPEAT_MS = 5_000;
const FORGET_MS = 16_000;
// A leader that is not heard for this long is not leading.
const LEADER_SILENCE_MS = 8_000;

export interface ShareHandlers {
  event(event: LiveEvent): void;
  status(status: LiveStatus): void;
}

/** The ids of the logs among some topics. */
function logsOf(topics: Iterable<Topic>): Set<string> {
  const logs = new Set<string>();
  for (const topic of topics) if (topic.startsWith('logs:')) logs.add(topic.slice('logs:'.length));
  return logs;
}

export class SharedLive {
  #tab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  #handlers: ShareHandlers;
  // One list for both parts: a tab that takes the lead goes on from what it was told as a follower.
  #table = new ProcessTable();
  #tails = new LogTails();
  #connection: Connection;
  #channel: BroadcastChannel | null = null;
  #name: string;
  #topics: Topic[] = [];
  #leading = false;
  #running = false;
  #release: (() => void) | null = null;
  #queue: AbortController | null = null;
  #others = new Map<string, { topics: Topic[]; at: number }>();
  #repeat: ReturnType<typeof setInterval> | undefined;
  #leaderHeardAt = 0;
  #status: LiveStatus = { state: 'connecting', lastSeenAt: null, retryAt: null };
  #lastEventId = '';
  #hello: LiveEvent | null = null;

  constructor(scope: string, handlers: ShareHandlers, open?: StreamOpener) {
    this.#name = `server-monitor:${scope}`;
    this.#handlers = handlers;
    this.#connection = new Connection({ event: (event) => this.#heard(event), status: (status) => this.#stands(status) }, this.#table, open);
  }

  get leading(): boolean {
    return this.#leading;
  }

  /** Starts (or resumes) listening. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#repeat = setInterval(() => this.#beat(), REPEAT_MS);
    if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
      this.#lead();
      return;
    }
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = (message: MessageEvent<Message>) => this.#told(message.data);
    this.#leaderHeardAt = Date.now();
    const queue = new AbortController();
    this.#queue = queue;
    navigator.locks
      .request(this.#name, { signal: queue.signal }, () => {
        if (!this.#running || this.#queue !== queue) return;
        return new Promise<void>((release) => {
          this.#release = release;
          this.#lead();
        });
      })
      .catch(() => undefined);
    this.#say({ kind: 'want', tab: this.#tab, topics: this.#topics });
  }

  /** Stops listening: the page is hidden, or signed out. */
  stop(): void {
    if (!this.#running) return;
    this.#running = false;
    clearInterval(this.#repeat);
    this.#say({ kind: 'leave', tab: this.#tab });
    this.#leading = false;
    this.#connection.close();
    this.#queue?.abort();
    this.#queue = null;
    this.#release?.();
    this.#release = null;
    this.#channel?.close();
    this.#channel = null;
    this.#others.clear();
  }

  /** Forgets list and place in the stream: another person may sign in next. */
  forget(): void {
    this.#table.clear();
    this.#tails.clear();
    this.#lastEventId = '';
    this.#status = { state: 'connecting', lastSeenAt: null, retryAt: null };
  }

  /** Sets what this tab's views listen to. */
  want(topics: readonly Topic[]): void {
    this.#topics = [...topics];
    // A list whose changes are not heard grows wrong.
    if (!topics.includes('processes') && !this.#leading) this.#table.clear();
    if (!this.#leading) this.#tails.keep(logsOf(topics));
    if (!this.#running) return;
    if (this.#leading) this.#merge();
    else this.#say({ kind: 'want', tab: this.#tab, topics: this.#topics });
  }

  retryNow(): void {
    if (this.#leading) this.#connection.retryNow();
    else this.#say({ kind: 'retry' });
  }

  /** The process list so far, for a view that starts listening now. */
  full(): LiveEvent | null {
    const full = this.#table.full();
    return full && { type: 'processes', data: full };
  }

  /** The newest lines of a log, for a view that starts listening now. */
  tail(log: string): LogEvent | null {
    return this.#tails.of(log);
  }

  #lead(): void {
    this.#leading = true;
    this.#connection.adopt(this.#status, this.#lastEventId);
    this.#say({ kind: 'who' });
    this.#merge();
  }

  #merge(): void {
    const topics = new Set(this.#topics);
    for (const other of this.#others.values()) for (const topic of other.topics) topics.add(topic);
    this.#tails.keep(logsOf(topics));
    this.#connection.want([...topics]);
  }

  #heard(raw: LiveEvent): void {
    if (raw.type === 'hello') {
      this.#hello = raw;
      this.#tails.opened();
    }
    const event: LiveEvent = raw.type === 'logs' ? { type: 'logs', data: this.#tails.take(raw.data) } : raw;
    this.#handlers.event(event);
    if (this.#wantedElsewhere(event)) this.#say({ kind: 'event', event, lastEventId: this.#connection.lastEventId });
  }

  /** Ten thousand lines a second are not copied into tabs that do not show them. */
  #wantedElsewhere(event: LiveEvent): boolean {
    if (event.type !== 'logs') return this.#others.size > 0;
    for (const other of this.#others.values()) if (other.topics.includes(`logs:${event.data.log}`)) return true;
    return false;
  }

  #stands(status: LiveStatus): void {
    this.#keep(status, this.#connection.lastEventId);
    this.#say({ kind: 'status', status, lastEventId: this.#lastEventId });
  }

  #keep(status: LiveStatus, lastEventId: string): void {
    this.#status = status;
    this.#lastEventId = lastEventId;
    this.#handlers.status(status);
  }

  #beat(): void {
    if (this.#leading) {
      const before = this.#others.size;
      for (const [tab, other] of this.#others) if (Date.now() - other.at > FORGET_MS) this.#others.delete(tab);
      if (this.#others.size !== before) this.#merge();
      this.#say({ kind: 'status', status: this.#status, lastEventId: this.#lastEventId });
      return;
    }
    this.#say({ kind: 'want', tab: this.#tab, topics: this.#topics });
    if (Date.now() - this.#leaderHeardAt > LEADER_SILENCE_MS && this.#status.state === 'live') {
      this.#keep({ ...this.#status, state: 'lost' }, this.#lastEventId);
    }
  }

  #told(message: Message): void {
    if (!this.#running) return;
    if (this.#leading) {
      if (message.kind === 'want') this.#wanted(message.tab, message.topics);
      else if (message.kind === 'leave' && this.#others.delete(message.tab)) this.#merge();
      else if (message.kind === 'retry') this.#connection.retryNow();
      return;
    }
    this.#leaderHeardAt = Date.now();
    if (message.kind === 'event') this.#followed(message.event, message.lastEventId);
    else if (message.kind === 'status') this.#keep(message.status, message.lastEventId);
    else if (message.kind === 'full' && message.tab === this.#tab) this.#followed(message.event, this.#lastEventId);
    else if (message.kind === 'who') this.#say({ kind: 'want', tab: this.#tab, topics: this.#topics });
  }

  #followed(event: LiveEvent, lastEventId: string): void {
    if (event.type === 'processes') {
      // Another tab's view may ask for the list; and a change that overtook our list has nothing to apply to.
      if (!this.#topics.includes('processes') || !this.#table.apply(event.data)) return;
    }
    if (event.type === 'actions' && !this.#topics.includes('actions')) return;
    if (event.type === 'logs') {
      if (!this.#topics.includes(`logs:${event.data.log}`)) return;
      this.#tails.take(event.data);
    }
    this.#lastEventId = lastEventId;
    this.#status = { ...this.#status, lastSeenAt: Date.now() };
    this.#handlers.event(event);
  }

  #wanted(tab: string, topics: Topic[]): void {
    const before = this.#others.get(tab);
    this.#others.set(tab, { topics, at: Date.now() });
    const listed = topics.includes('processes') && !before?.topics.includes('processes');
    // The stream repeats the whole list only when it is opened anew; who comes later is given ours.
    const full = listed ? this.full() : null;
    const fresh = topics.filter((topic) => !before?.topics.includes(topic));
    const tails = [...logsOf(fresh)].map((log) => this.#tails.of(log)).filter((tail) => tail !== null);
    this.#merge();
    if (!before) this.#say({ kind: 'status', status: this.#status, lastEventId: this.#lastEventId });
    // The server introduces itself only when the stream is opened.
    if (!before && this.#hello) this.#say({ kind: 'full', tab, event: this.#hello });
    if (full) this.#say({ kind: 'full', tab, event: full });
    // If the merge opened the stream anew, the beginning comes once more; a listener knows how to join both.
    for (const data of tails) this.#say({ kind: 'full', tab, event: { type: 'logs', data } });
  }

  #say(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
