// Keeps the last hour while the overview is open: asks the server once, then follows the stream.
import { api } from '../../lib/api/client.ts';
import type { HistoryStep, Snapshot } from '../../lib/api/types.ts';
import { live } from '../../lib/live.svelte.ts';
import { append, fromSnapshot, fromSteps, hasHole, LONGEST_S, spanFor, type Point } from './history.ts';

export class LastHour {
  points = $state.raw<Point[]>([]);
  /** Seconds that the strips show. */
  spanS = $state(spanFor([], 0));
  /** The server could not be asked; the strips begin with what the stream brings. */
  failed = $state(false);
  #asking = false;

  /** Begins; returns the way to stop. */
  follow(): () => void {
    void this.#ask(LONGEST_S);
    return live.onSnapshot((snapshot) => this.#take(snapshot));
  }

  get times(): number[] {
    return this.points.map((point) => point.at);
  }

  series(key: Exclude<keyof Point, 'at'>): (number | null)[] {
    return this.points.map((point) => point[key]);
  }

  async #ask(seconds: number): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      let points = await this.#read(seconds);
      const span = spanFor(points, Date.parse(live.snapshot?.at ?? '') / 1000 || Date.now() / 1000);
      // Little is known yet: the same in finer steps.
      if (span < seconds) points = await this.#read(span);
      this.points = points;
      this.spanS = span;
      this.failed = false;
    } catch {
      this.failed = true;
    } finally {
      this.#asking = false;
    }
  }

  async #read(seconds: number): Promise<Point[]> {
    return fromSteps((await api.get<{ history: HistoryStep[] }>(`history?seconds=${seconds}`)).history);
  }

  #take(snapshot: Snapshot): void {
    const next = fromSnapshot(snapshot);
    if (!Number.isFinite(next.at)) return;
    if (this.points.length > 0 && hasHole(this.points, next)) void this.#ask(LONGEST_S);
    const span = spanFor(this.points, next.at);
    if (span > this.spanS) void this.#ask(span);
    this.points = append(this.points, next, Math.max(span, this.spanS));
  }
}
