// What people and rules do to processes, live: for the strip of news, for dialogs that are open on the same process.
import { untrack } from 'svelte';
import { live } from '../live.svelte.ts';
import { heard, isNotice, still, type News } from './news.ts';
import type { ActionEvent, NoticeEvent, ToldEvent } from './shapes.ts';

let news = $state.raw<readonly News[]>([]);
/** Processes whose dialog is open here: it tells by itself. */
let shown = $state.raw<ReadonlySet<string>>(new Set());
const listeners = new Set<(event: ActionEvent) => void>();
const readers = new Set<(event: NoticeEvent) => void>();

function receive(event: ToldEvent): void {
  news = heard(news, event, Date.now());
  if (isNotice(event)) for (const reader of readers) reader(event);
  else for (const listener of listeners) listener(event);
}

export const actions = {
  /** The newest first, without what an open dialog tells. */
  get news(): readonly News[] {
    return news.filter(({ id }) => !shown.has(id));
  },
  /** Calls back with everything that is done. Returns the way to stop. */
  on(listener: (event: ActionEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Calls back with everything that the autopilot says. Returns the way to stop. */
  onNotice(reader: (event: NoticeEvent) => void): () => void {
    readers.add(reader);
    return () => readers.delete(reader);
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
  dismiss(id: string): void {
    news = news.filter((one) => one.id !== id);
  },
  /** Listens while somebody is signed in. Returns the way to stop. */
  follow(): () => void {
    const stop = live.onAction(receive);
    const timer = setInterval(() => (news = still(news, Date.now())), 1000);
    return () => {
      stop();
      clearInterval(timer);
      news = [];
    };
  },
};
