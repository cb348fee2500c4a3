// What others do at this server, as a short list that forgets: one line a process, the newest first. Pure.
import type { ActionEvent, NoticeEvent, ToldEvent } from './shapes.ts';

export interface News {
  /** What it is about: what is told later about the same takes its place. */
  id: string;
  event: ToldEvent;
  /** When it is no longer news, ms since the epoch. */
  until: number;
}

/** Remembered at most; more than that at once is a storm, and the audit has all of it. */
export const KEPT = 50;
/** How long something stays once it is over. */
export const STAYS_MS = 10_000;
/** What the autopilot says is looked up before it is understood. */
export const NOTICE_MS = 30_000;
/** What was begun and never told the end of is forgotten at last. */
export const PATIENCE_MS = 60_000;

export const isNotice = (event: ToldEvent): event is NoticeEvent => event.kind === 'notice';

/** Of a rule that tells of many processes one line is enough; the autopilot's own page has all of them. */
const idOf = (event: ToldEvent): string => (isNotice(event) ? `notice ${event.rule ?? ''}` : event.key);
const staysFor = (event: ToldEvent): number => (isNotice(event) ? NOTICE_MS : event.kind === 'begun' ? PATIENCE_MS : STAYS_MS);

/** The list with one more event: what became of a process takes the place of its beginning. */
export function heard(list: readonly News[], event: ToldEvent, now: number): News[] {
  const id = idOf(event);
  return [{ id, event, until: now + staysFor(event) }, ...list.filter((one) => one.id !== id)].slice(0, KEPT);
}

/** What is still news. The same list when nothing went, so that nobody is told of no change. */
export function still(list: readonly News[], now: number): readonly News[] {
  return list.every(({ until }) => until > now) ? list : list.filter(({ until }) => until > now);
}

/** Who did it, for people: the name alone. Other kinds of actors keep theirs. */
export const person = (actor: string): string => actor.replace(/^user:/, '');

/** A deed whose end is not what was meant. */
export const wentWrong = (event: ActionEvent): boolean => event.outcome === 'came_back' || event.outcome === 'still_there';
/** A rule that stopped itself and waits for a person. */
export const isTrip = (event: NoticeEvent): boolean => event.code === 'too_many' || event.code === 'too_often';
