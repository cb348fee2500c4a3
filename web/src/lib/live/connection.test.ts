import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Snapshot } from '../api/types.ts';
import { Connection, retryDelay } from './connection.ts';
import type { LiveEvent, LiveStatus, Topic } from './events.ts';
import type { StreamHandlers } from './stream.ts';

interface Opened {
  topics: readonly Topic[];
  lastEventId: string;
  handlers: StreamHandlers;
  closed: boolean;
}

let opened: Opened[];
let statuses: LiveStatus[];
let events: LiveEvent[];
let connection: Connection;

const last = () => opened.at(-1) as Opened;
const hello: LiveEvent = { type: 'hello', data: { boot: 'ab', version: '0.1.0', seq: 1, tick_ms: 1000 } };
const snapshot = (seq: number): LiveEvent => ({ type: 'snapshot', data: { seq } as Snapshot });
const list = (seq: number): LiveEvent => ({ type: 'processes', data: { seq, full: true, mode: 'contextual', processes: [] } });
const delta = (seq: number): LiveEvent => ({ type: 'processes', data: { seq, full: false, mode: 'contextual', changed: [], gone: [] } });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  opened = [];
  statuses = [];
  events = [];
  connection = new Connection({ event: (event) => events.push(event), status: (status) => statuses.push(status) }, undefined, (topics, lastEventId, handlers) => {
    const stream: Opened = { topics, lastEventId, handlers, closed: false };
    opened.push(stream);
    return { close: () => (stream.closed = true) };
  });
});
afterEach(() => vi.useRealTimers());

test('a broken line is tried again with the last id, and is live again at the first event', () => {
  connection.want(['snapshot']);
  last().handlers.event(hello, '');
  last().handlers.event(snapshot(5), 'ab-5-1');
  last().handlers.end({ why: 'lost', retryAfter: null });
  expect(connection.status.state).toBe('lost');
  vi.advanceTimersByTime(1_300);
  expect(opened).toHaveLength(2);
  expect(last().lastEventId).toBe('ab-5-1');
  last().handlers.event(snapshot(6), 'ab-6-1');
  expect(connection.status.state).toBe('live');
});

test('deltas are asked for only by somebody who has the list they change', () => {
  connection.want(['snapshot']);
  last().handlers.event(snapshot(5), 'ab-5-1');
  connection.want(['snapshot', 'processes']);
  expect(last().lastEventId).toBe('');
  last().handlers.event(list(6), 'ab-6-0');
  last().handlers.end({ why: 'lost', retryAfter: null });
  vi.advanceTimersByTime(1_300);
  expect(last().lastEventId).toBe('ab-6-0');
});

test('a delta without a list makes it ask for the whole list', () => {
  connection.want(['snapshot', 'processes']);
  last().handlers.event(delta(9), 'ab-9-0');
  expect(opened).toHaveLength(2);
  expect(opened[0]?.closed).toBe(true);
  expect(last().lastEventId).toBe('');
  expect(events).toEqual([]);
});

test('the wait grows, is capped, and honours what the server asks for', () => {
  expect([0, 1, 2, 3, 4, 9].map((n) => retryDelay(n, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  connection.want(['snapshot']);
  last().handlers.end({ why: 'lost', retryAfter: 30 });
  vi.advanceTimersByTime(29_000);
  expect(opened).toHaveLength(1);
  vi.advanceTimersByTime(1_100);
  expect(opened).toHaveLength(2);
});

test('a line that says nothing for six ticks is taken for dead', () => {
  connection.want(['snapshot']);
  last().handlers.event(hello, '');
  last().handlers.heard();
  vi.advanceTimersByTime(5_900);
  expect(opened[0]?.closed).toBe(false);
  vi.advanceTimersByTime(200);
  expect(opened[0]?.closed).toBe(true);
  expect(connection.status.state).toBe('lost');
});

test('a server that said goodbye stays stopped until it is heard again', () => {
  connection.want(['snapshot']);
  last().handlers.event(snapshot(5), 'ab-5-1');
  last().handlers.end({ why: 'stopped', retryAfter: null });
  vi.advanceTimersByTime(3_100);
  last().handlers.end({ why: 'lost', retryAfter: null });
  expect(connection.status.state).toBe('stopped');
  vi.advanceTimersByTime(3_100);
  last().handlers.event(snapshot(1), 'cd-1-1');
  expect(connection.status.state).toBe('live');
});

test('dead credentials end it: nothing is retried, nothing is kept', () => {
  connection.want(['snapshot', 'processes']);
  last().handlers.event(list(5), 'ab-5-0');
  last().handlers.end({ why: 'signed_out', retryAfter: null });
  vi.advanceTimersByTime(60_000);
  expect(opened).toHaveLength(1);
  expect(connection.status.state).toBe('signed_out');
  expect(connection.table.ready).toBe(false);
  expect(connection.lastEventId).toBe('');
});

test('a stream that was closed is not listened to any more', () => {
  connection.want(['snapshot']);
  const first = last();
  connection.close();
  first.handlers.event(snapshot(9), 'ab-9-1');
  first.handlers.end({ why: 'lost', retryAfter: null });
  vi.advanceTimersByTime(60_000);
  expect(events).toEqual([]);
  expect(opened).toHaveLength(1);
});

test('asking for the same again opens nothing', () => {
  connection.want(['snapshot', 'processes']);
  connection.want(['processes', 'snapshot']);
  expect(opened).toHaveLength(1);
});
