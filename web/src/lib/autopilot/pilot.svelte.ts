// The autopilot as the page knows it, for its own view and for the banner of all others: asked for slowly, faster while somebody looks at it.
import { actions } from '../acting/actions.svelte.ts';
import { api, ApiError, segment } from '../api/client.ts';
import { readAutopilot, type Answer, type Autopilot, type Preview, type Written } from './rule.ts';

const SLOW_MS = 15_000;
const FAST_MS = 2_000;

let state = $state.raw<Autopilot | null>(null);
let error = $state.raw<ApiError | null>(null);
let watchers = 0;
let lookers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let turn = 0;

async function ask(): Promise<void> {
  turn += 1;
  const own = turn;
  try {
    const answer = await api.get<Answer>('autopilot');
    if (own !== turn) return;
    state = readAutopilot(answer);
    error = null;
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    if (own === turn) error = cause;
  }
}

function plan(): void {
  clearTimeout(timer);
  if (watchers === 0) return;
  timer = setTimeout(
    () => {
      if (document.visibilityState === 'visible') void ask().finally(plan);
      else plan();
    },
    lookers > 0 ? FAST_MS : SLOW_MS,
  );
}

export const pilot = {
  /** The newest answer; null until the first. */
  get state(): Autopilot | null {
    return state;
  },
  /** Why the last question was not answered. */
  get error(): ApiError | null {
    return error;
  },
  /** Asks now. */
  ask,
  /** Begins asking; `closely` while it is what somebody looks at. Returns the way to stop. */
  follow(closely: boolean): () => void {
    watchers += 1;
    if (closely) lookers += 1;
    void ask().finally(plan);
    // What it says is looked up at once, not at its turn.
    const unheard = actions.onNotice(() => void ask());
    return () => {
      unheard();
      watchers -= 1;
      if (closely) lookers -= 1;
      // Whoever signs in next is not shown what somebody else saw.
      if (watchers === 0) state = null;
      plan();
    };
  },
  stop: (): Promise<unknown> => api.post('autopilot/stop').then(ask),
  start: (): Promise<unknown> => api.post('autopilot/start').then(ask),
  put: (rule: Written, override = false): Promise<unknown> => api.put(`autopilot/rules/${segment(rule.id)}`, { ...rule, ...(override ? { override: true } : {}) }).then(ask),
  remove: (id: string): Promise<unknown> => api.delete(`autopilot/rules/${segment(id)}`).then(ask),
  /** Lets a rule that stopped itself go on. */
  reset: (id: string): Promise<unknown> => api.post(`autopilot/rules/${segment(id)}/reset`).then(ask),
  /** What would fit a rule now. */
  preview: (rule: Written, signal: AbortSignal): Promise<Preview> => api.post<Preview>('autopilot/preview', rule, { signal }),
};
