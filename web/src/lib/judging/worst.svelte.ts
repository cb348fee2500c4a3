// The processes that need somebody first, for the overview: asked for only while the counts say that there are some.
import { api } from '../api/client.ts';
import type { Process } from '../api/types.ts';
import { i18n } from '../i18n.svelte.ts';
import { live } from '../live.svelte.ts';
import { Apps, type App } from '../processes/apps.ts';
import { judging } from './mode.svelte.ts';
import { gravityOf } from './verdict.ts';

/** Enough to fill the short list even if one application has many members. */
const ASKED = 40;
const EVERY_TICKS = 3;
const GRAVE = gravityOf('danger');

const groups = new Apps();
let apps = $state.raw<readonly App[]>([]);
let readers = 0;
let turn = 0;

function clear(): void {
  turn += 1;
  if (apps.length > 0) apps = [];
}

async function ask(): Promise<void> {
  turn += 1;
  const own = turn;
  const mode = judging.query;
  try {
    const { processes } = await api.get<{ processes: Process[] }>(`processes?sort=verdict&limit=${ASKED}${mode === '' ? '' : `&${mode}`}`);
    // Sorted here too: a list in another order must not hide the gravest.
    const grave = processes.filter((p) => gravityOf(p.verdict) >= GRAVE).sort((a, b) => gravityOf(b.verdict) - gravityOf(a.verdict));
    if (own === turn && readers > 0) apps = [...groups.gather(grave).values()];
  } catch {
    // The line's own banner says that the server does not answer; what was seen last stays.
  }
}

export const worst = {
  /** Applications in danger, the gravest first. */
  get apps(): readonly App[] {
    return apps;
  },
  /** Keeps the list fresh until the last reader has stopped. Returns the way to stop. */
  follow(): () => void {
    readers += 1;
    let tick = 0;
    let last = '';
    const stop = live.onSnapshot(({ verdicts }) => {
      const grave = (verdicts?.danger ?? 0) + (verdicts?.urgent ?? 0);
      const now = `${verdicts?.danger} ${verdicts?.urgent} ${judging.query} ${i18n.lang}`;
      tick += 1;
      if (grave === 0) clear();
      else if (now !== last || tick % EVERY_TICKS === 0) void ask();
      last = now;
    });
    const counts = live.snapshot?.verdicts;
    if ((counts?.danger ?? 0) + (counts?.urgent ?? 0) > 0) void ask();
    return () => {
      stop();
      readers -= 1;
      if (readers === 0) clear();
    };
  },
};
