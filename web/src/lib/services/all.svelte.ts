// All loaded units: asked for while somebody looks at them.
import { api, ApiError } from '../api/client.ts';
import type { Service } from '../api/types.ts';

const AGAIN_MS = 3_000;

export class AllServices {
  list = $state.raw<readonly Service[] | null>(null);
  /** Why the last question was not answered; null when it was. */
  error = $state<string | null>(null);
  #asking = false;

  /** Begins; returns the way to stop. */
  follow(): () => void {
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
      this.list = (await api.get<{ services: Service[] }>('services?all=true')).services;
      this.error = null;
    } catch (error) {
      this.error = error instanceof ApiError ? error.message : String(error);
    } finally {
      this.#asking = false;
    }
  }
}
