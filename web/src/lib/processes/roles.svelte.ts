// What programs do, for the list: live rows carry no words, so they are asked for once and kept by program.
import { api } from '../api/client.ts';
import type { Process } from '../api/types.ts';
import { i18n } from '../i18n.svelte.ts';
import { judging } from '../judging/mode.svelte.ts';

/** The gravest so many: they are what is looked at first, and most programs have one among them. */
const ASKED = 300;
const KEPT = 2_000;

let known = $state.raw<ReadonlyMap<string, string>>(new Map());

const keyOf = (p: Process): string => `${i18n.lang}\n${p.known}\n${p.app}\n${p.name}`;

export const roles = {
  /** The sentence for a program; null while it is not known. */
  of: (process: Process): string | null => known.get(keyOf(process)) ?? null,
  /** Takes in what worded answers say. */
  learn(processes: Iterable<Process>): void {
    const next = new Map(known);
    for (const process of processes) if (process.role != null) next.set(keyOf(process), process.role);
    if (next.size > KEPT) for (const key of [...next.keys()].slice(0, next.size - KEPT)) next.delete(key);
    known = next;
  },
  /** Asks for the sentences of the processes that matter most. */
  async ask(): Promise<void> {
    const mode = judging.query;
    try {
      const { processes } = await api.get<{ processes: Process[] }>(`processes?sort=verdict&limit=${ASKED}${mode === '' ? '' : `&${mode}`}`);
      roles.learn(processes);
    } catch {
      // The list shows categories instead.
    }
  },
};
