// What people and rules do to processes, live: for the strip of news, for dialogs that are open on the same process.
import { untrack } from 'svelte';
import { live } from '../live.svelte.ts';
import { heard, standing, still, type News } from './news.ts';
import type { ActionEvent } from './shapes.ts';

let news = $state.raw<readonly News[]>([]);
let paused = $state.raw<ReadonlySet<string>>(new Set());
/** Processes whose dialog is open here: it tells by itself. */
let shown = $state.raw<ReadonlySet<string>>(new Set());
const listeners = new Set<(event: ActionEvent) => void>();

function receive(event: ActionEvent): void {
  news = heard(news, event, Date.now());
  paused = standing(paused, event);
  for (const listener of listeners) listener(event);
}

export const actions = {
  /** The newest first, without what an open dialog tells. */
  get news(): readonly News[] {
    return news.filter(({ event }) => !shown.has(event.key));
  },
  /** Whether it was heard that a process stands still. */
  isPaused: (key: string): boolean => paused.has(key),
  /** Calls back with everything that is heard. Returns the way to stop. */
  on(listener: (event: ActionEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** A dialog tells about this process until it is closed. Returns the way to stop. */
  tells(key: string): () => void {
    // An effect that calls this does not depend on what other dialogs tell.
    shown = new Set([...untrack(() => shown), key]);
    return () => {
      shown = new Set([...shown].filter((one) => one !== key));
    };
  },
  /** Takes one piece of news off the list. */
  dismiss(key: string): void {
    news = news.filter(({ event }) => event.key !== key);
  },
  /** Listens while somebody is signed in. Returns the way to stop. */
  follow(): () => void {
    const stop = live.onAction(receive);
    const timer = setInterval(() => (news = still(news, Date.now())), 1000);
    return () => {
      stop();
      clearInterval(timer);
      news = [];
      paused = new Set();
    };
  },
};
