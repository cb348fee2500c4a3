// How processes are judged for this browser: what its address asks for, else what it remembers, else the server's own.
import type { Mode } from '../api/types.ts';
import { live } from '../live.svelte.ts';
import { isMode } from './verdict.ts';

const STORED = 'mode';

function read(): Mode | null {
  try {
    const stored = localStorage.getItem(STORED);
    return isMode(stored) ? stored : null;
  } catch {
    return null;
  }
}

let remembered = $state<Mode | null>(read());
/** Asked for by the view that is open; forgotten with it. */
let asked = $state<Mode | null>(null);

const tell = (): void => live.judge(asked ?? remembered);
tell();

export const judging = {
  /** The mode of what is shown. */
  get mode(): Mode {
    return live.mode ?? asked ?? remembered ?? 'contextual';
  },
  /** What holds in this browser where no address says otherwise; null leaves it to the server. */
  get remembered(): Mode | null {
    return remembered;
  },
  /** The mode of a view whose address names none. */
  get usual(): Mode {
    return remembered ?? live.defaultMode ?? 'contextual';
  },
  /** What requests add, so that they are judged like the stream: `mode=strict`, or nothing. */
  get query(): string {
    const wish = asked ?? remembered;
    return wish === null ? '' : `mode=${wish}`;
  },
  /** A view's address asks for a mode; null when it no longer does. */
  ask(mode: Mode | null): void {
    if (mode === asked) return;
    asked = mode;
    tell();
  },
  /** Remembers a mode in this browser; null forgets it. */
  remember(mode: Mode | null): void {
    remembered = mode;
    try {
      if (mode === null) localStorage.removeItem(STORED);
      else localStorage.setItem(STORED, mode);
    } catch {
      // Storage switched off: the choice lasts as long as the page.
    }
    tell();
  },
};
