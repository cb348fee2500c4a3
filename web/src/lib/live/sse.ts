// Parser of the `text/event-stream` format, fed with pieces of any size. Pure.
// A parser of our own because EventSource hides the status code, and 401 must not look like a broken line.

export interface SseEvent {
  event: string;
  data: string;
  /** Last id seen so far; '' if none. */
  id: string;
}

// An event larger than this is not ours: 20,000 processes take about 12 MB.
const LONGEST_EVENT = 64 * 1024 * 1024;

export class SseParser {
  #buffer = '';
  #event = '';
  #data: string[] = [];
  #size = 0;
  #id = '';
  #afterCr = false;

  /** Takes the next piece of text and returns the events it completes. */
  push(chunk: string): SseEvent[] {
    // A CR at the end of one piece and an LF at the start of the next are one line end.
    if (this.#afterCr && chunk.startsWith('\n')) chunk = chunk.slice(1);
    this.#afterCr = chunk.endsWith('\r');
    const lines = (this.#buffer + chunk).split(/\r\n|\n|\r/);
    this.#buffer = lines.pop() ?? '';
    if (this.#buffer.length > LONGEST_EVENT) throw new Error('event line too long');
    const events: SseEvent[] = [];
    for (const line of lines) {
      const event = this.#line(line);
      if (event) events.push(event);
    }
    return events;
  }

  #line(line: string): SseEvent | null {
    if (line === '') return this.#dispatch();
    if (line.startsWith(':')) return null;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') {
      this.#size += value.length;
      if (this.#size > LONGEST_EVENT) throw new Error('event too long');
      this.#data.push(value);
    } else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return null;
  }

  #dispatch(): SseEvent | null {
    const event = this.#data.length === 0 ? null : { event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id };
    this.#event = '';
    this.#data = [];
    this.#size = 0;
    return event;
  }
}
