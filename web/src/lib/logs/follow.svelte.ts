// Follows one log: its newest lines first, then new ones as they come, older ones on demand. Batches them per frame,
// keeps so many and no more, and holds new ones back while somebody reads.
import { api, ApiError, segment } from '../api/client.ts';
import type { LogTail } from '../api/types.ts';
import { live, type LogEvent, type LogLine } from '../live.svelte.ts';
import { LogBuffer, type Entry } from './buffer.ts';
import { overlap } from './join.ts';

/** Lines that are kept while new ones come. */
export const KEPT = 5_000;
/** Lines that are kept while somebody reads back. */
export const KEPT_READING = 20_000;
const FIRST_LINES = 200;
const PAGE_LINES = 500;
const MOST_LINES = 1_000;
/** More than a stream begins with. */
const RECENT = 64;

/** `refused` the server said why · `failed` it did not answer. */
export type FollowState = { kind: 'loading' } | { kind: 'open' } | { kind: 'refused'; code: string; title: string; detail: string } | { kind: 'failed' };

export class LogFollow {
  readonly id: string;
  state = $state.raw<FollowState>({ kind: 'loading' });
  entries = $state.raw<readonly Entry[]>([]);
  /** Somebody reads: new lines wait. */
  held = $state(false);
  /** Lines that wait. */
  waiting = $state(0);
  /** Everything before the first line is known to be in the log: `more`, `none`, or being asked for; `enough` when no more is kept. */
  back = $state<'more' | 'none' | 'asking' | 'enough' | 'failed'>('none');
  /** The follower said that the source cannot be read now. */
  lost = $state(false);

  #buffer = new LogBuffer();
  /** What came and is not in the buffer yet. */
  #queue: LogEvent[] = [];
  /** The last lines heard, for joining a stream that begins anew. */
  #recent: LogLine[] = [];
  #frame = 0;
  #first = true;
  /** Events that came while missed lines are being asked for. */
  #behind: LogEvent[] | null = null;
  #stop: (() => void) | null = null;
  #opening = false;
  #over = false;

  constructor(id: string) {
    this.id = id;
  }

  /** Begins; returns the way to stop. */
  start(): () => void {
    void this.open();
    return () => {
      this.#over = true;
      this.#stop?.();
      cancelAnimationFrame(this.#frame);
    };
  }

  /** Reads the newest lines and listens from there; again after a refusal, `quietly` without saying so. */
  async open(quietly = false): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    if (!quietly) this.state = { kind: 'loading' };
    try {
      const tail = await this.#tail(`lines=${FIRST_LINES}`);
      if (this.#over) return;
      this.#buffer.append(tail.lines, null, tail.before ?? null);
      this.#recent = tail.lines.slice(-RECENT);
      this.#show(tail.before ?? null);
      this.state = { kind: 'open' };
      this.#stop?.();
      this.#stop = live.onLog(this.id, (event) => this.#hear(event));
    } catch (error) {
      if (!this.#over) this.state = stateOf(error);
    } finally {
      this.#opening = false;
    }
  }

  /** Holds new lines back. */
  hold(): void {
    this.held = true;
  }

  /** Shows what waited and goes on. */
  release(): void {
    this.held = false;
    this.#flush();
  }

  /** Reads older lines. */
  async earlier(): Promise<void> {
    if (this.back !== 'more' && this.back !== 'failed') return;
    const { before } = this.#buffer;
    if (before === undefined) {
      this.back = 'failed';
      return;
    }
    this.back = 'asking';
    try {
      const page = before === null ? null : await this.#tail(`lines=${PAGE_LINES}&before=${encodeURIComponent(before)}`);
      // Lines were let go meanwhile: these do not lie before those that are left.
      if (this.#over || this.#buffer.before !== before) return;
      this.#buffer.prepend(page?.lines ?? [], page?.before ?? null);
      this.#show(page?.before ?? null);
    } catch {
      if (this.#buffer.before === before) this.back = 'failed';
    }
  }

  #hear(event: LogEvent): void {
    if (this.#behind !== null) this.#behind.push(event);
    else if (event.opening === true || this.#first) this.#begin(event);
    else this.#take(event);
  }

  /** A stream begins, with lines that may be here already. */
  #begin(event: LogEvent): void {
    // Only a notice: the lines it begins with are still to come.
    if (event.lines.length === 0) return this.#take(event);
    const wasFirst = this.#first;
    this.#first = false;
    const known = overlap(this.#recent, event.lines);
    if (known > 0 || this.#recent.length === 0) this.#take(without(event, known));
    else if (wasFirst) this.#take({ ...event, notice: event.notice ?? { kind: 'missed' } });
    else {
      this.#behind = [event];
      void this.#catchUp();
    }
  }

  /** The line was away for longer than a stream's beginning tells: asks for what was missed. */
  async #catchUp(): Promise<void> {
    let tail: LogTail = { lines: [], complete: false };
    try {
      tail = await this.#tail(`lines=${MOST_LINES}`);
    } catch {
      // What the stream begins with then has to do.
    }
    if (this.#over) return;
    const known = overlap(this.#recent, tail.lines);
    this.#take(without({ log: this.id, lines: tail.lines, before: tail.before ?? null, ...(known === 0 ? { notice: { kind: 'missed' } } : {}) }, known));
    const behind = this.#behind ?? [];
    this.#behind = null;
    for (const event of behind) this.#take(event.opening === true ? without(event, overlap(this.#recent, event.lines)) : event);
  }

  #take(event: LogEvent): void {
    if (event.notice?.kind === 'lost') this.lost = true;
    else if (event.notice?.kind === 'back') this.lost = false;
    if (event.lines.length > 0) this.#recent = [...this.#recent, ...event.lines.slice(-RECENT)].slice(-RECENT);
    if (event.lines.length === 0 && event.notice == null) return;
    this.#queue.push(event);
    // Ten thousand lines a second are one change of the page a frame.
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.held) {
      this.#leaveOut();
      this.waiting = this.#queue.reduce((sum, event) => sum + event.lines.length, this.#leftOut);
      return;
    }
    const queue = this.#queue;
    this.#queue = [];
    if (this.#leftOut > 0) this.#buffer.append([], { kind: 'left_out', lines: this.#leftOut });
    this.#leftOut = 0;
    this.waiting = 0;
    for (const event of queue) this.#buffer.append(event.lines, event.notice, event.before);
    if (this.#buffer.trim(KEPT) > 0) this.back = 'more';
    this.entries = this.#buffer.entries;
  }

  /** Lines that waited and were let go. */
  #leftOut = 0;

  /** While somebody reads, no more waits than would be kept. */
  #leaveOut(): void {
    let count = this.#queue.reduce((sum, event) => sum + event.lines.length, 0);
    while (count > KEPT && this.#queue.length > 1) {
      const gone = this.#queue.shift()?.lines.length ?? 0;
      count -= gone;
      this.#leftOut += gone;
    }
  }

  /** Shows what is kept, and whether there is more before it. */
  #show(before: string | null): void {
    this.entries = this.#buffer.entries;
    this.back = before === null ? 'none' : this.entries.length >= KEPT_READING ? 'enough' : 'more';
  }

  #tail(query: string): Promise<LogTail> {
    return api.get<LogTail>(`logs/${segment(this.id)}/tail?${query}`);
  }
}

/** The event without its first lines, which are known. The mark was that of the first of them. */
function without(event: LogEvent, known: number): LogEvent {
  const { before, ...rest } = event;
  return known === 0 ? event : { ...rest, lines: event.lines.slice(known) };
}

function stateOf(error: unknown): FollowState {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return { kind: 'refused', code: error.code, title: error.title, detail: error.detail };
  return { kind: 'failed' };
}
