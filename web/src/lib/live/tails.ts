// The newest lines of every followed log, for a listener that comes later: the stream repeats them only when it is opened. Pure.
import type { LogEvent, LogLine } from './events.ts';

/** As many as a stream begins with. */
export const TAIL_LINES = 20;

export class LogTails {
  readonly #tails = new Map<string, LogLine[]>();
  #opening = new Set<string>();

  /** The stream was opened anew: the next event of each log is where it begins. */
  opened(): void {
    this.#opening = new Set(this.#tails.keys());
  }

  /** Takes an event in and says what it is: the first one of a log after the stream was opened is marked. */
  take(event: LogEvent): LogEvent {
    const known = this.#tails.get(event.log);
    const opening = this.#opening.delete(event.log) || known === undefined || event.opening === true;
    const tail = opening ? event.lines : [...(known ?? []), ...event.lines];
    this.#tails.set(event.log, tail.slice(-TAIL_LINES));
    return opening ? { ...event, opening } : event;
  }

  /** What a listener that comes now is told first; null while nothing is known. */
  of(log: string): LogEvent | null {
    const lines = this.#tails.get(log);
    return lines === undefined || this.#opening.has(log) ? null : { log, lines: [...lines], opening: true };
  }

  /** Forgets the logs that nobody follows any more. */
  keep(logs: ReadonlySet<string>): void {
    for (const log of this.#tails.keys()) if (!logs.has(log)) this.#tails.delete(log);
  }

  clear(): void {
    this.#tails.clear();
    this.#opening.clear();
  }
}
