// Something that is tried at the press of a button: once at a time, and what to tell when it was refused.
import { refusal } from './api/refusal.ts';

export class Attempt {
  /** It is under way: the same button does nothing meanwhile. */
  busy = $state(false);
  /** Why the last one came to nothing. */
  refused = $state<string | null>(null);

  /** Tries it, unless something is tried already. Answers whether it was done. */
  async run(what: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refused = null;
    try {
      await what();
      return true;
    } catch (error) {
      this.refused = refusal(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
