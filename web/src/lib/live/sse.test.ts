import { expect, test } from 'vitest';
import { SseParser } from './sse.ts';

const STREAM = ': hello\r\n\r\nid: ab-1-0\nevent: snapshot\ndata: {"a":\ndata: "한"}\n\ndata:plain\n\nevent: empty\n\n';

test('events are the same however the stream is cut', () => {
  const whole = new SseParser().push(STREAM);
  expect(whole).toEqual([
    { event: 'snapshot', data: '{"a":\n"한"}', id: 'ab-1-0' },
    { event: 'message', data: 'plain', id: 'ab-1-0' },
  ]);
  for (let size = 1; size < 9; size++) {
    const parser = new SseParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.push(STREAM.slice(at, at + size)));
    expect(events).toEqual(whole);
  }
});

test('an event that is not finished is not told', () => {
  expect(new SseParser().push('data: half\n')).toEqual([]);
});
