// The face of the server: what one look must say. Pure.
import type { Snapshot } from './api/types.ts';
import type { LiveState } from './live/events.ts';
import { levelOf } from './parts/levels.ts';
import type { Mood } from './parts/sprites.ts';

/** The resource that is fullest, of those the gauges show. Null while none could be read. */
export function fullest(snapshot: Snapshot): { what: 'cpu' | 'memory' | 'disk'; percent: number; mount?: string } | null {
  const found: { what: 'cpu' | 'memory' | 'disk'; percent: number; mount?: string }[] = [];
  if (snapshot.cpu.percent !== null) found.push({ what: 'cpu', percent: snapshot.cpu.percent });
  if (snapshot.memory.percent !== null) found.push({ what: 'memory', percent: snapshot.memory.percent });
  for (const disk of snapshot.disks ?? []) if (disk.percent !== null) found.push({ what: 'disk', percent: disk.percent, mount: disk.mount });
  return found.sort((a, b) => b.percent - a.percent)[0] ?? null;
}

export function moodOf(state: LiveState, snapshot: Snapshot | null): Mood {
  if (state === 'lost' || state === 'stopped' || state === 'signed_out') return 'sleep';
  const most = snapshot && fullest(snapshot);
  if (!most) return 'look';
  const level = levelOf(most.percent);
  return level === 'good' ? 'ok' : level;
}
