// All policies, how old they are, and whether the store answers: asked for while somebody looks at them.
import { api, ApiError } from '../api/client.ts';
import { readPolicy, type Policy, type PolicyRow } from './document.ts';

/** Between two looks at whether the store still answers. */
const AGAIN_MS = 10_000;

interface Answer {
  policies: PolicyRow[];
  read_at: string | null;
  trouble: string | null;
}

export class PolicyList {
  policies = $state.raw<readonly Policy[] | null>(null);
  /** When the server read the store, ms since the epoch of this browser's clock. */
  readAt = $state<number | null>(null);
  /** Why the store cannot be read now, in the server's words. */
  trouble = $state<string | null>(null);
  /** Why the last question was not answered. */
  error = $state.raw<ApiError | null>(null);
  asking = $state(false);
  #turn = 0;

  /** Reads all of them. */
  async load(): Promise<void> {
    await this.#ask('policies', (answer) => (this.policies = answer.policies.map(readPolicy)));
  }

  /** Begins; returns the way to stop. */
  follow(): () => void {
    void this.load();
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible' || this.asking) return;
      if (this.policies === null || this.trouble !== null || this.error !== null) void this.load();
      // One record says as well as all whether the store answers.
      else void this.#ask('policies?limit=1', () => undefined);
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }

  async #ask(route: string, take: (answer: Answer) => void): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.asking = true;
    try {
      const answer = await api.get<Answer>(route);
      if (turn !== this.#turn) return;
      take(answer);
      this.readAt = answer.read_at === null ? null : Date.parse(answer.read_at);
      this.trouble = answer.trouble;
      this.error = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.#turn) this.error = error;
    } finally {
      if (turn === this.#turn) this.asking = false;
    }
  }
}
