// Ending several processes: a plan for each, one request for all, and how far it is with every one of them.
import { api, ApiError, segment } from '../api/client.ts';
import { actions } from './actions.svelte.ts';
import { each, MOST, together, type Drawn, type Together } from './several.ts';
import type { ActionEvent, EndRow, Named, Plan } from './shapes.ts';

/** Plans asked for at the same time: the server reads every process anew. */
const AT_ONCE = 4;

export type SeveralStage =
  | { at: 'asking'; done: number }
  | { at: 'plan'; plan: Together }
  | { at: 'acting'; plan: Together }
  | { at: 'done'; rows: EndRow[] }
  | { at: 'failed'; text: string; sent: boolean };

/** How far it is with one of them. */
export type Progress = 'waiting' | 'running' | { result: string } | { code: string };

export class Several {
  stage = $state.raw<SeveralStage>({ at: 'asking', done: 0 });
  /** By key. */
  progress = $state.raw<ReadonlyMap<string, Progress>>(new Map());
  readonly picked: readonly Named[];
  /** How many of those that were asked for are too many for one request. */
  readonly beyond: number;
  #turn = 0;

  constructor(picked: readonly Named[]) {
    this.picked = picked.slice(0, MOST);
    this.beyond = picked.length - this.picked.length;
  }

  /** Hears how far it is. Returns the way to stop. */
  watch(): () => void {
    const stops = [actions.on((event) => this.#heard(event)), ...this.picked.map(({ key }) => actions.tells(key))];
    return () => {
      this.#turn += 1;
      for (const stop of stops) stop();
    };
  }

  async look(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.stage = { at: 'asking', done: 0 };
    const drawn = await each(this.picked, AT_ONCE, draw, (done) => {
      if (turn === this.#turn) this.stage = { at: 'asking', done };
    });
    if (turn === this.#turn) this.stage = { at: 'plan', plan: together(drawn) };
  }

  async act(): Promise<void> {
    if (this.stage.at !== 'plan') return;
    const { plan } = this.stage;
    this.#turn += 1;
    const turn = this.#turn;
    this.progress = new Map(plan.ready.map(({ key }) => [key, 'waiting']));
    this.stage = { at: 'acting', plan };
    try {
      const { ends } = await api.post<{ ends: EndRow[] }>('ends', { keys: plan.ready.map(({ key }) => key), plans: Object.fromEntries(plan.ready.map(({ key, id }) => [key, id])) });
      if (turn === this.#turn) this.stage = { at: 'done', rows: ends };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.#turn) this.stage = { at: 'failed', text: error.status === 0 ? '' : error.detail || error.title, sent: true };
    }
  }

  #heard(event: ActionEvent): void {
    if (event.deed !== 'end' || !this.progress.has(event.key)) return;
    const now: Progress = event.kind === 'begun' ? 'running' : event.code != null ? { code: event.code } : { result: event.outcome ?? 'ended' };
    this.progress = new Map(this.progress).set(event.key, now);
  }
}

async function draw({ key, name }: Named): Promise<Drawn> {
  try {
    return { key, name, plan: await api.get<Plan>(`processes/${segment(key)}/plan?kind=end`) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 410 || error.status === 404 || error.code === 'not_the_same_process') return { key, name, gone: true };
    return { key, name, failed: error.status === 0 ? '' : error.detail || error.title };
  }
}
