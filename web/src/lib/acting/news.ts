// What others do at this server, as a short list that forgets: one line a process, the newest first. Pure.
import type { ActionEvent } from './shapes.ts';

export interface News {
  event: ActionEvent;
  /** When it is no longer news, ms since the epoch. */
  until: number;
}

/** Remembered at most; more than that at once is a storm, and the audit has all of it. */
export const KEPT = 50;
/** How long something stays once it is over. */
export const STAYS_MS = 10_000;
/** What was begun and never told the end of is forgotten at last. */
export const PATIENCE_MS = 60_000;

/** The list with one more event: what became of a process takes the place of its beginning. */
export function heard(list: readonly News[], event: ActionEvent, now: number): News[] {
  const others = list.filter((one) => one.event.key !== event.key);
  return [{ event, until: now + (event.kind === 'begun' ? PATIENCE_MS : STAYS_MS) }, ...others].slice(0, KEPT);
}

/** What is still news. The same list when nothing went, so that nobody is told of no change. */
export function still(list: readonly News[], now: number): readonly News[] {
  return list.every(({ until }) => until > now) ? list : list.filter(({ until }) => until > now);
}

/** Who did it, for people: the name alone. Other kinds of actors keep theirs. */
export const person = (actor: string): string => actor.replace(/^user:/, '');

/** Keys that stand still, as far as was heard. */
export function standing(before: ReadonlySet<string>, event: ActionEvent): ReadonlySet<string> {
  if (event.kind !== 'done') return before;
  const stands = event.outcome === 'paused';
  if (stands === before.has(event.key)) return before;
  const next = new Set(before);
  if (stands) next.add(event.key);
  else if (event.code == null) next.delete(event.key);
  return next;
}
