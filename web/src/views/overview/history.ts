// The last hour, as the server kept it and the stream goes on with it. Pure.
import type { HistoryStep, Snapshot } from '../../lib/api/types.ts';

// A server that has been watched for two minutes shows two minutes, not an empty hour. Halves are whole minutes.
const SPANS_S = [240, 960, 3600] as const;
export const LONGEST_S = 3600;
// As many as GET history answers.
const STEPS = 240;
// Longer than any step and a few late ticks.
const AWAY_S = 30;

/** The shortest span that holds everything known. */
export function spanFor(points: readonly Point[], now: number): number {
  const first = points.find((point) => point.cpu !== null || point.memory !== null || point.disk !== null || point.rx !== null);
  const age = first ? now - first.at : 0;
  return SPANS_S.find((span) => age <= span) ?? LONGEST_S;
}

export interface Point {
  /** Unix seconds. */
  at: number;
  /** Greatest CPU percent of the step: a spike of a second must be seen. */
  cpu: number | null;
  memory: number | null;
  disk: number | null;
  rx: number | null;
  tx: number | null;
}

const greater = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));

const sum = (values: (number | null)[]): number | null => {
  const known = values.filter((v) => v !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
};

/** The disk that the gauge shows: the root, or the first there is. */
export const mainDisk = (snapshot: Snapshot) => snapshot.disks?.find((disk) => disk.mount === '/') ?? snapshot.disks?.[0] ?? null;

/** Received and sent by all interfaces together. */
export const totalRates = (snapshot: Snapshot) => ({
  rx: sum((snapshot.network ?? []).map((n) => n.rx_bytes_per_s)),
  tx: sum((snapshot.network ?? []).map((n) => n.tx_bytes_per_s)),
});

export function fromSteps(steps: readonly HistoryStep[]): Point[] {
  return steps
    .map((step) => ({ at: Date.parse(step.at) / 1000, cpu: step.cpu_max ?? step.cpu_percent, memory: step.memory_percent, disk: step.disk_percent, rx: step.rx_bytes_per_s, tx: step.tx_bytes_per_s }))
    .filter((point) => Number.isFinite(point.at));
}

export function fromSnapshot(snapshot: Snapshot): Point {
  return { at: Date.parse(snapshot.at) / 1000, cpu: snapshot.cpu.percent, memory: snapshot.memory.percent, disk: mainDisk(snapshot)?.percent ?? null, ...totalRates(snapshot) };
}

/** Adds one second: into the newest step if it falls into it, else as a new one; what is older than the span leaves. */
export function append(points: readonly Point[], next: Point, spanS = LONGEST_S): Point[] {
  const last = points.at(-1);
  const kept = points.filter((point) => point.at > next.at - spanS);
  if (!last || next.at - last.at >= spanS / STEPS) return [...kept, next];
  // A clock set back: the newest reading stays the newest point.
  const merged: Point = { at: last.at, cpu: greater(last.cpu, next.cpu), memory: next.memory ?? last.memory, disk: next.disk ?? last.disk, rx: greater(last.rx, next.rx), tx: greater(last.tx, next.tx) };
  return [...kept.slice(0, -1), merged];
}

/** Whether the stream was away so long that the server knows more than we do. */
export const hasHole = (points: readonly Point[], next: Point): boolean => {
  const last = points.at(-1);
  return last === undefined || Math.abs(next.at - last.at) > AWAY_S;
};
