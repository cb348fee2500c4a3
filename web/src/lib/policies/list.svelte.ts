// All policies, how old they are, and whether the store answers: asked for while somebody looks at them.
import { api, ApiError } from '../api/client.ts';
import { readPolicy, type Policy, type PolicyRow } from './document.ts';

/** Between two looks at whether the store still answers, and whether anything changed. */
const AGAIN_MS = 1_000;

/** How the store stands; the number is another one after every change. */
interface State {
  revision: number | null;
  read_at: string | null;
  trouble: string | null;
}
interface Answer extends State {
  policies: PolicyRow[];
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
  #looking = false;
  #revision: number | null = null;
  #turn = 0;

  /** Reads all of them. */
  async load(): Promise<void> {
    this.asking = true;
    await this.#ask<Answer>('policies', (answer) => {
      this.policies = answer.policies.map(readPolicy);
      this.#revision = answer.revision;
    });
    this.asking = false;
  }

  /** Asks how the store stands, and reads all of them if they changed or the store is back. */
  async #look(): Promise<void> {
    this.#looking = true;
    let changed = this.policies === null;
    if (!changed) await this.#ask<State>('policies/state', ({ revision, trouble }) => (changed = trouble === null && revision !== this.#revision));
    if (changed) await this.load();
    this.#looking = false;
  }

  /** Begins; returns the way to stop. */
  follow(): () => void {
    void this.load();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !this.asking && !this.#looking) void this.#look();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }

  async #ask<T extends State>(route: string, take: (answer: T) => void): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const answer = await api.get<T>(route);
      if (turn !== this.#turn) return;
      take(answer);
      this.readAt = answer.read_at === null ? null : Date.parse(answer.read_at);
      this.trouble = answer.trouble;
      this.error = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.#turn) this.error = error;
    }
  }
}
