// Who is signed in. Starts and stops the live stream with it.
import { ApiError, api, changesAnswered, onSignedOut } from './api/client.ts';
import type { Me } from './api/types.ts';
import { live } from './live.svelte.ts';

/** `asking` not known yet · `in` signed in · `out` log-in is needed · `unreachable` no answer to the first question. */
export type SessionState = 'asking' | 'in' | 'out' | 'unreachable';

let state = $state<SessionState>('asking');
let me = $state.raw<Me | null>(null);
/** The session was there and has ended, rather than never having been. */
let ended = $state(false);
/** It is being asked whether other credentials are there. */
let renewing = false;

const RETRY_MS = 3000;
let retry: ReturnType<typeof setTimeout> | undefined;

function enter(who: Me): void {
  me = who;
  state = 'in';
  ended = false;
  live.start();
}

function leave(wasIn: boolean): void {
  live.stop();
  me = null;
  ended = wasIn;
  state = 'out';
}

onSignedOut(() => void session.expire());

export const session = {
  get state(): SessionState {
    return state;
  },
  get me(): Me | null {
    return me;
  },
  get ended(): boolean {
    return ended;
  },

  /** Asks the server who this browser is; repeats while there is no answer. */
  async ask(): Promise<void> {
    clearTimeout(retry);
    try {
      enter(await api.get<Me>('me', { open: true }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) leave(false);
      else {
        state = 'unreachable';
        retry = setTimeout(() => void session.ask(), RETRY_MS);
      }
    }
  },
  async logIn(username: string, password: string, totp?: string): Promise<void> {
    enter(await api.post<Me>('session', { username, password, ...(totp ? { totp } : {}) }, { open: true }));
  },
  /** `accepted` is called before the console opens: the token has to leave the address first. */
  async setUp(token: string, username: string, password: string, accepted: () => void): Promise<void> {
    const who = await api.post<Me>('setup', { token, username, password }, { open: true });
    accepted();
    enter(who);
  },
  async logOut(): Promise<void> {
    try {
      await api.delete('session');
    } catch (error) {
      // Signed out already is what was wanted.
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    }
    leave(false);
  },
  /** Asks again what the own account is like: it was changed. */
  async refresh(): Promise<void> {
    try {
      const who = await api.get<Me>('me', { open: true });
      if (state === 'in') me = who;
    } catch (error) {
      // What is shown stays until the next answer; an ended session is told by the stream.
      if (!(error instanceof ApiError)) throw error;
    }
  },
  /** The credentials of a request or of the stream died. A change of the own account replaces them: then the browser has new ones already. */
  async expire(): Promise<void> {
    if (state !== 'in' || renewing) return;
    renewing = true;
    // The news that a session ended may overtake the answer to what ended it, which brings the new one.
    await changesAnswered();
    if (state !== 'in') {
      renewing = false;
      return;
    }
    try {
      me = await api.get<Me>('me', { open: true });
      live.retryNow();
    } catch (error) {
      leave(true);
      if (!(error instanceof ApiError)) throw error;
    } finally {
      renewing = false;
    }
  },
};
