// Something asked from the server once, and again when told to: not there yet, there, or why not.
import { refusal } from './api/refusal.ts';

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  error = $state<string | null>(null);
  readonly #ask: () => Promise<T>;
  #turn = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.error = null;
    try {
      const value = await this.#ask();
      if (turn === this.#turn) this.value = value;
    } catch (error) {
      const words = refusal(error);
      if (turn === this.#turn) this.error = words;
    }
  }
}
