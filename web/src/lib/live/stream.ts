// One connection to `GET live`: fetch, read, parse, until it ends and why. No retries here.
import { apiUrl } from '../api/client.ts';
import type { Mode } from '../api/types.ts';
import type { LiveEvent, Topic } from './events.ts';
import { SseParser, type SseEvent } from './sse.ts';

/** Why a connection ended. `retryAfter` in seconds where the server named it. */
export type StreamEnd = { why: 'signed_out' | 'stopped' | 'lost'; retryAfter: number | null };

export interface StreamHandlers {
  /** Anything was read, a comment too. */
  heard(): void;
  event(event: LiveEvent, id: string): void;
  end(end: StreamEnd): void;
}

export interface OpenStream {
  close(): void;
}

export type StreamOpener = (topics: readonly Topic[], lastEventId: string, handlers: StreamHandlers) => OpenStream;

function decode(raw: SseEvent): LiveEvent | 'signed_out' | 'stopped' | null {
  if (raw.event === 'bye') {
    const reason = (JSON.parse(raw.data) as { reason?: string }).reason;
    return reason === 'signed_out' ? 'signed_out' : 'stopped';
  }
  if (raw.event === 'hello' || raw.event === 'snapshot' || raw.event === 'processes' || raw.event === 'logs' || raw.event === 'actions') {
    return { type: raw.event, data: JSON.parse(raw.data) } as LiveEvent;
  }
  // A topic of a newer server.
  return null;
}

async function read(response: Response, handlers: StreamHandlers): Promise<StreamEnd> {
  const lost: StreamEnd = { why: 'lost', retryAfter: null };
  if (!response.body) return lost;
  const parser = new SseParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return lost;
    handlers.heard();
    for (const raw of parser.push(value)) {
      const event = decode(raw);
      if (event === 'signed_out' || event === 'stopped') {
        // The line may be gone already; what was said holds all the same.
        void reader.cancel().catch(() => undefined);
        return { why: event, retryAfter: null };
      }
      if (event) handlers.event(event, raw.id);
    }
  }
}

/** Opens streams over the network, judged in this mode; null leaves it to the server's configuration. */
export const streamIn = (mode: Mode | null): StreamOpener => (topics, lastEventId, handlers) => {
  const abort = new AbortController();
  const headers: Record<string, string> = { accept: 'text/event-stream' };
  if (lastEventId) headers['last-event-id'] = lastEventId;
  void (async () => {
    let end: StreamEnd = { why: 'lost', retryAfter: null };
    try {
      const response = await fetch(apiUrl(`live?topics=${topics.join(',')}${mode === null ? '' : `&mode=${mode}`}`), { headers, credentials: 'same-origin', cache: 'no-store', signal: abort.signal });
      if (response.status === 401) end = { why: 'signed_out', retryAfter: null };
      else if (response.ok) end = await read(response, handlers);
      else end = { why: 'lost', retryAfter: Number(response.headers.get('retry-after')) || null };
    } catch {
      // A broken line, or our own abort, which nobody listens to any more.
    }
    if (!abort.signal.aborted) {
      abort.abort();
      handlers.end(end);
    }
  })();
  return { close: () => abort.abort() };
};

export const openStream: StreamOpener = streamIn(null);
