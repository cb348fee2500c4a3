// One deed at one process: its plan, the doing, what came of it. Stays with the key it was opened for.
import { api, ApiError, segment } from '../api/client.ts';
import { actions } from './actions.svelte.ts';
import { person } from './news.ts';
import type { ActionEvent, Deed, Outcome, Plan } from './shapes.ts';

/** Where the dialog stands. */
export type Stage =
  | { at: 'asking' }
  | { at: 'plan'; plan: Plan }
  | { at: 'acting'; plan: Plan; since: number }
  | { at: 'done'; outcome: Outcome }
  | { at: 'refused'; code: string; reason: string | null; plan: Plan | null }
  /** It ended while nobody here had asked for it. `by` somebody else, null by itself. */
  | { at: 'gone'; by: string | null; before: boolean }
  /** Nothing was done, or it is not known: `sent` says that the deed was on its way. */
  | { at: 'failed'; code: string; text: string; sent: boolean };

/** Refusals of the caller, not of the process: no other sentence is known for them than the server's. */
const isRefusal = ({ status, code }: ApiError): boolean => status === 403 && code !== 'denied';

export class Desk {
  stage = $state.raw<Stage>({ at: 'asking' });
  /** Somebody else is at the same process right now. */
  other = $state<string | null>(null);
  /** What was shown before does not hold any more; the plan is a new one. */
  anew = $state(false);
  /** The plan that is shown is for everything below the process too. */
  group = $state(false);
  /** Another plan is being asked for: the one that is shown is not to be acted upon. */
  looking = $state(false);
  readonly key: string;
  readonly deed: Deed;
  /** As the actor of one's own deeds is called. */
  readonly #me: string;
  #turn = 0;

  constructor(key: string, deed: Deed, me: string) {
    this.key = key;
    this.deed = deed;
    this.#me = me;
  }

  /** Listens to what others do to the same process. Returns the way to stop. */
  watch(): () => void {
    const stops = [actions.on((event) => this.#heard(event)), actions.tells(this.key)];
    return () => {
      this.#turn += 1;
      for (const stop of stops) stop();
    };
  }

  /** Asks for the plan, for the process alone or with everything below it. */
  async look(group = this.group): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.looking = true;
    if (this.stage.at !== 'plan') this.stage = { at: 'asking' };
    try {
      const plan = await api.get<Plan>(`processes/${segment(this.key)}/plan?kind=${this.deed}&group=${group}`);
      if (turn !== this.#turn) return;
      this.looking = false;
      this.group = group;
      this.stage = plan.permitted ? { at: 'plan', plan } : { at: 'refused', code: plan.code ?? '', reason: plan.reason, plan };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn !== this.#turn) return;
      this.looking = false;
      this.#failed(error, false);
    }
  }

  /** Does what the plan shows. `minutes` is for a pause: how long it lasts, null until it is resumed. */
  async act(minutes: number | null = null): Promise<void> {
    if (this.stage.at !== 'plan' || this.looking) return;
    const { plan } = this.stage;
    this.#turn += 1;
    const turn = this.#turn;
    this.anew = false;
    this.stage = { at: 'acting', plan, since: Date.now() };
    const body = this.deed === 'end' ? { group: this.group, plan: plan.id } : this.deed === 'pause' ? { minutes } : {};
    try {
      const outcome = await api.post<Outcome>(`processes/${segment(this.key)}/${this.deed}`, body);
      if (turn === this.#turn) this.stage = { at: 'done', outcome };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn !== this.#turn) return;
      if (error.code === 'changed_since_plan') {
        this.anew = true;
        await this.look();
      } else this.#failed(error, true);
    }
  }

  /** The list says that the process is no longer there. Nothing is offered for it any more. */
  vanished(): void {
    if (this.stage.at !== 'asking' && this.stage.at !== 'plan' && this.stage.at !== 'refused') return;
    this.#turn += 1;
    this.stage = { at: 'gone', by: this.other, before: false };
  }

  #failed(error: ApiError, sent: boolean): void {
    if (error.status === 410 || error.status === 404 || error.code === 'not_the_same_process') this.stage = { at: 'gone', by: this.other, before: true };
    else if (isRefusal(error)) this.stage = { at: 'refused', code: error.code, reason: error.detail || error.title, plan: null };
    else this.stage = { at: 'failed', code: error.code, text: error.status === 0 ? '' : error.detail || error.title, sent };
  }

  #heard(event: ActionEvent): void {
    if (event.key !== this.key) return;
    if (this.stage.at === 'done') {
      // It is watched for a minute, and what comes back is told late.
      const { outcome } = this.stage;
      if (event.outcome === 'came_back' && outcome.result !== 'came_back') this.stage = { at: 'done', outcome: { ...outcome, result: 'came_back', message: event.message ?? outcome.message, restarted_as: event.restarted_as ?? null } };
      return;
    }
    if (event.actor === this.#me) return;
    if (event.kind === 'begun') this.other = person(event.actor);
    else {
      // Ended by somebody else: the list says so next, and by then it must be known who.
      this.other = ['ended', 'killed', 'came_back'].includes(event.outcome ?? '') ? person(event.actor) : null;
      if (this.other !== null) this.vanished();
    }
    // The list may have been quicker than the news of who it was.
    if (this.stage.at === 'gone' && !this.stage.before && this.stage.by === null && this.other !== null) this.stage = { ...this.stage, by: this.other };
  }
}
