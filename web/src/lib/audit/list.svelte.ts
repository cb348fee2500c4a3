// The audit as a view holds it: what was read so far, more on demand, and what is written meanwhile.
import { api, ApiError } from '../api/client.ts';
import type { AuditChain, AuditRow } from '../api/types.ts';
import { earlier, newer, NOTHING, type Ask, type Reading } from './reader.ts';

const AGAIN_MS = 5_000;

/** What the server itself leaves out. */
export interface About {
  actions: readonly string[];
  name: string | null;
  actor: string | null;
}

const asker = (about: About, tell: (chain: AuditChain | null) => void): Ask => async (before, limit) => {
  const query = new URLSearchParams({ limit: String(limit) });
  if (before !== null) query.set('before', String(before));
  if (about.actions.length > 0) query.set('action', about.actions.join(','));
  if (about.name !== null) query.set('name', about.name);
  if (about.actor !== null) query.set('actor', about.actor);
  const { audit, chain } = await api.get<{ audit: AuditRow[]; chain?: AuditChain }>(`audit?${query}`);
  tell(chain ?? null);
  return audit;
};

export class AuditList {
  reading = $state.raw<Reading>(NOTHING);
  /** The first answer has come. */
  read = $state(false);
  asking = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** Whether the whole audit fits, as of the last answer; null before it. */
  chain = $state.raw<AuditChain | null>(null);
  readonly #tell = (chain: AuditChain | null): void => void (this.chain = chain);
  #ask: Ask = asker({ actions: [], name: null, actor: null }, this.#tell);
  #fits: (row: AuditRow) => boolean = () => true;
  #turn = 0;

  /** Begins anew with what is looked for. */
  async begin(about: About, fits: (row: AuditRow) => boolean): Promise<void> {
    this.#turn += 1;
    this.#ask = asker(about, this.#tell);
    this.#fits = fits;
    this.reading = NOTHING;
    this.read = false;
    this.asking = false;
    await this.more();
  }

  /** Looks for something else among what the server was asked for. */
  narrow(fits: (row: AuditRow) => boolean): void {
    this.#fits = fits;
  }

  /** Reads on into the past. */
  async more(): Promise<void> {
    if (this.asking || this.reading.complete) return;
    this.asking = true;
    await this.#take(() => earlier(this.#ask, this.reading, this.#fits));
    this.asking = false;
  }

  /** Keeps up with what is written; returns the way to stop. */
  follow(): () => void {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && this.read && !this.asking) void this.#take(async () => (await newer(this.#ask, this.reading)) ?? earlier(this.#ask, NOTHING, this.#fits));
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }

  async #take(read: () => Promise<Reading>): Promise<void> {
    const turn = this.#turn;
    const from = this.reading;
    try {
      const reading = await read();
      // What was read for an earlier question, or beside another reading, is no answer.
      if (turn !== this.#turn || from !== this.reading) return;
      this.reading = reading;
      this.read = true;
      this.error = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.#turn) this.error = error;
    }
  }
}
