// The face of the server: what one look must say. Pure.
import type { Level, Snapshot } from './api/types.ts';
import type { LiveState } from './live/events.ts';
import { levelOf, type Threshold } from './parts/levels.ts';
import type { Mood } from './parts/sprites.ts';

const GRAVITY: Record<Level, number> = { good: 0, warn: 1, bad: 2 };

/** A resource and how full it is. `mount` for a disk. */
export interface Fullness {
  what: 'cpu' | 'memory' | 'disk';
  percent: number;
  level: Level;
  mount?: string;
}

/** The resource in the gravest level of those that could be read, the fullest of such; null if none. `cpu` is the steady value, not one second's. */
export function fullest(snapshot: Snapshot, cpu: number | null, at: Record<Fullness['what'], Threshold>): Fullness | null {
  const found: Fullness[] = [];
  const add = (what: Fullness['what'], percent: number | null, mount?: string): void => {
    if (percent !== null) found.push({ what, percent, level: levelOf(percent, at[what]), ...(mount === undefined ? {} : { mount }) });
  };
  add('cpu', cpu);
  add('memory', snapshot.memory.percent);
  for (const disk of snapshot.disks ?? []) add('disk', disk.percent, disk.mount);
  return found.sort((a, b) => GRAVITY[b.level] - GRAVITY[a.level] || b.percent - a.percent)[0] ?? null;
}

/** Processes by verdict, as a snapshot counts them. */
export type Counts = Snapshot['verdicts'];

/**
 * `troubled` services failed or crash over and over, processes in danger should be checked: uneasy at least. One that needs
 * somebody now is an alarm, whatever the resources say.
 */
export function moodOf(state: LiveState, most: Fullness | null, troubled = 0, counts: Counts = null): Mood {
  if (state === 'lost' || state === 'stopped' || state === 'signed_out') return 'sleep';
  if ((counts?.urgent ?? 0) > 0) return 'bad';
  if (!most) return 'look';
  if (most.level === 'good') return troubled > 0 || (counts?.danger ?? 0) > 0 ? 'warn' : 'ok';
  return most.level;
}

/** The mean of the last readings: one busy second must not make the page shout. */
export class Steady {
  #kept: number[] = [];
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  /** What was measured before the first {@link push}, oldest first: a page that opens knows no past of its own. */
  seed(values: readonly (number | null)[]): number | null {
    const known = values.filter((value): value is number => value !== null);
    this.#kept = [...known, ...this.#kept].slice(-this.#length);
    return this.value;
  }

  push(value: number | null): number | null {
    // A missing reading says nothing about the load; the mean of what was seen still holds.
    if (value !== null) this.#kept = [...this.#kept, value].slice(-this.#length);
    return this.value;
  }

  get value(): number | null {
    return this.#kept.length === 0 ? null : this.#kept.reduce((sum, v) => sum + v, 0) / this.#kept.length;
  }
}
