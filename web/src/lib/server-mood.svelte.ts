// The mood of the watched server, for the HUD, the overview, the tab's icon.
import { live } from './live.svelte.ts';
import { fullest, moodOf, Steady, type Fullness } from './mood.ts';
import type { Mood } from './parts/sprites.ts';

const STEADY_SECONDS = 15;
const cpu = new Steady(STEADY_SECONDS);
let steady = $state<number | null>(null);
live.onSnapshot((snapshot) => (steady = cpu.push(snapshot.cpu.percent)));

export const serverMood = {
  /** CPU percent over the last seconds. */
  get cpu(): number | null {
    return steady;
  },
  get fullest(): Fullness | null {
    return live.snapshot && fullest(live.snapshot, steady);
  },
  get mood(): Mood {
    return moodOf(live.state, serverMood.fullest);
  },
};
