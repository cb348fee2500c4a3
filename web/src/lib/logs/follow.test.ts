import { beforeEach, expect, test, vi } from 'vitest';
import type { LogEvent } from '../live/events.ts';
import { KEPT, LogFollow } from './follow.svelte.ts';

/** A log whose lines are numbers, from 0 on; its marks are those of the line they lie before. */
const log = vi.hoisted(() => ({
  written: 0,
  /** The marks that lines were asked for with. */
  asked: [] as (string | null)[],
  /** Called before an answer is given. */
  meanwhile: (): void => undefined,
  hear: (_event: LogEvent): void => undefined,
}));
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ text: String(from + i) }));

vi.mock('../api/client.ts', () => ({
  ApiError: class extends Error {},
  segment: encodeURIComponent,
  api: {
    get: async (path: string) => {
      const query = new URLSearchParams(path.split('?')[1]);
      const before = query.get('before');
      log.asked.push(before);
      const end = before === null ? log.written : Number(before);
      const from = Math.max(0, end - Number(query.get('lines')));
      await Promise.resolve();
      log.meanwhile();
      return { lines: numbers(from, end), complete: from === 0, before: from === 0 ? null : String(from) };
    },
  },
}));
vi.mock('../live.svelte.ts', () => ({
  live: {
    onLog: (_id: string, hear: (event: LogEvent) => void) => {
      log.hear = hear;
      hear({ log: 'a', lines: numbers(Math.max(0, log.written - 20), log.written), opening: true });
      return () => undefined;
    },
  },
}));

let frames: (() => void)[] = [];
beforeEach(() => {
  frames = [];
  Object.assign(log, { written: 0, asked: [], meanwhile: () => undefined });
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});

function draw(): void {
  for (const frame of frames.splice(0)) frame();
}
/** Writes so many lines, of which the stream tells all but the first `skipped`. */
function write(count: number, skipped = 0): void {
  const from = log.written + skipped;
  log.written += count;
  if (skipped > 0) log.hear({ log: 'a', lines: [], notice: { kind: 'skipped', lines: skipped } });
  log.hear({ log: 'a', lines: numbers(from, log.written), before: String(from) });
  draw();
}
async function following(written: number): Promise<LogFollow> {
  log.written = written;
  const follow = new LogFollow('a');
  await follow.open();
  draw();
  return follow;
}
/** What is there: numbers of lines, and words of notices. */
const shown = (follow: LogFollow) => follow.entries.map((entry) => (entry.kind === 'line' ? Number(entry.text) : entry.notice.kind));
const all = (to: number) => Array.from({ length: to }, (_, i) => i);

test('lines that were let go are read back from the log, in order and each once, whatever was skipped on the way', async () => {
  const follow = await following(300);
  for (let i = 0; i < 12; i += 1) write(997, i % 3 === 0 ? 150 : 0);
  expect(follow.entries).toHaveLength(KEPT);
  follow.hold();
  // While somebody reads, the log goes on for longer than anybody would look through for a place.
  for (let i = 0; i < 200; i += 1) write(1_000);
  for (let i = 0; i < 50 && follow.back === 'more'; i += 1) await follow.earlier();
  expect(follow.back).toBe('none');
  const expected: (number | string)[] = all(300 + 12 * 997);
  // What was skipped among the lines that were there all the time is still told.
  expected.splice(300 + 9 * 997, 150, 'skipped');
  expect(shown(follow)).toEqual(expected);
});

test('a mark is asked for once a page, from the place where lines were let go', async () => {
  const follow = await following(200);
  for (let i = 0; i < 10; i += 1) write(600);
  follow.hold();
  await follow.earlier();
  // Of the batch that was let go in part the rest is still there.
  expect(log.asked).toEqual([null, '800']);
  expect(shown(follow)).toEqual(all(6_200).slice(300));
});

test('lines that come back too late, when others were let go, are not put before what is left', async () => {
  const follow = await following(200);
  for (let i = 0; i < 10; i += 1) write(600);
  log.meanwhile = () => {
    log.meanwhile = () => undefined;
    write(2_000);
  };
  await follow.earlier();
  expect(shown(follow)).toEqual(all(8_200).slice(3_200));
  expect(follow.back).toBe('more');
  await follow.earlier();
  expect(shown(follow)).toEqual(all(8_200).slice(2_700));
});
