// Keeps the last hour while the overview is open: asks the server once, then follows the stream.
import { api } from '../../lib/api/client.ts';
import type { HistoryStep, Snapshot } from '../../lib/api/types.ts';
import { live } from '../../lib/live.svelte.ts';
import { append, fromSnapshot, fromSteps, hasHole, SPAN_S, type Point } from './history.ts';

export class LastHour {
  points = $state.raw<Point[]>([]);
  /** The server could not be asked; the strips begin with what the stream brings. */
  failed = $state(false);
  #asking = false;

  /** Begins; returns the way to stop. */
  follow(): () => void {
    void this.#ask();
    return live.onSnapshot((snapshot) => this.#take(snapshot));
  }

  get times(): number[] {
    return this.points.map((point) => point.at);
  }

  series(key: Exclude<keyof Point, 'at'>): (number | null)[] {
    return this.points.map((point) => point[key]);
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const { history } = await api.get<{ history: HistoryStep[] }>(`history?seconds=${SPAN_S}`);
      this.points = fromSteps(history);
      this.failed = false;
    } catch {
      this.failed = true;
    } finally {
      this.#asking = false;
    }
  }

  #take(snapshot: Snapshot): void {
    const next = fromSnapshot(snapshot);
    if (!Number.isFinite(next.at)) return;
    if (this.points.length > 0 && hasHole(this.points, next)) void this.#ask();
    this.points = append(this.points, next);
  }
}
