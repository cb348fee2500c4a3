// The mood of the watched server, for the HUD, the overview, the tab's icon.
import { api } from './api/client.ts';
import type { HistoryStep, Service } from './api/types.ts';
import { live } from './live.svelte.ts';
import { fullest, moodOf, Steady, type Fullness } from './mood.ts';
import { needsSomebody } from './services/state.ts';
import { thresholds } from './thresholds.svelte.ts';
import type { Mood } from './parts/sprites.ts';

const STEADY_SECONDS = 15;
const cpu = new Steady(STEADY_SECONDS);
let steady = $state<number | null>(null);
/** Whether the seconds before this page was opened are known, being asked for, or not yet asked for. */
let past: 'unknown' | 'asked' | 'known' = 'unknown';

live.onSnapshot((snapshot) => {
  const mean = cpu.push(snapshot.cpu.percent);
  if (past === 'unknown') void askPast();
  if (past === 'known') steady = mean;
});

/** A browser that starts on the server itself is a busy second: without its past the page would open shouting. */
async function askPast(): Promise<void> {
  past = 'asked';
  try {
    const { history } = await api.get<{ history: HistoryStep[] }>(`history?seconds=${STEADY_SECONDS}`);
    steady = cpu.seed(history.map((step) => step.cpu_percent));
  } catch {
    // The page's own seconds then have to do.
    steady = cpu.value;
  }
  past = 'known';
}

export const serverMood = {
  /** CPU percent over the last seconds. */
  get cpu(): number | null {
    return steady;
  },
  get fullest(): Fullness | null {
    return live.snapshot && fullest(live.snapshot, steady, thresholds);
  },
  /** Services that failed or crash over and over. */
  get troubled(): Service[] {
    return (live.snapshot?.services ?? []).filter(needsSomebody);
  },
  get mood(): Mood {
    return moodOf(live.state, serverMood.fullest, serverMood.troubled.length, live.snapshot?.verdicts ?? null);
  },
};
