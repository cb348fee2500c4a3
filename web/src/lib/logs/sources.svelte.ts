// The logs that can be followed, and how each stands: asked again every few seconds while somebody looks.
import { api } from '../api/client.ts';
import type { LogSource } from '../api/types.ts';
import { i18n } from '../i18n.svelte.ts';

const AGAIN_MS = 10_000;

export class LogSources {
  list = $state.raw<readonly LogSource[] | null>(null);
  failed = $state(false);
  #asking = false;

  /** Begins; returns the way to stop. */
  follow(): () => void {
    // The reasons are worded by the server: another language asks again.
    void i18n.lang;
    void this.ask();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.ask();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }

  async ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      this.list = (await api.get<{ logs: LogSource[] }>('logs')).logs;
      this.failed = false;
    } catch {
      this.failed = true;
    } finally {
      this.#asking = false;
    }
  }
}

/** Where one looks first: the journal, else the first log that can be read, else the first there is. */
export function usual(list: readonly LogSource[]): LogSource | null {
  return list.find((one) => one.id === 'journal' && one.state === 'ok') ?? list.find((one) => one.state === 'ok') ?? list[0] ?? null;
}
