// Processes and results in words of the chosen language. What a newer server says is shown as it is.
import type { Paused } from '../../lib/api/types.ts';
import { age, t } from '../../lib/i18n.svelte.ts';
import { pidOf } from '../../lib/processes/key.ts';
import { clipped, visible } from '../../lib/text/visible.ts';

const ID = /^[a-z][a-z0-9_]*$/;
const LONGEST = 64;

export function resultWords(result: string): string {
  const id = `acting-result-${result}`;
  const words = ID.test(result) ? t(id) : id;
  return words === id ? visible(result) : words;
}

/** A name as it can be shown. */
export const nameOf = ({ name }: { name: string | null }): string => (name === null ? '?' : clipped(visible(name), LONGEST));

/** A name with its number, which tells it from its namesakes. */
export const named = (one: { key: string; name: string | null }): string => `${nameOf(one)} (${pidOf(one.key)})`;

/** The first of many, and how many more there are. */
export const some = <T>(all: readonly T[], most: number, word: (one: T) => string): string => [...all.slice(0, most).map(word), ...(all.length > most ? [t('acting-more', { count: all.length - most })] : [])].join(', ');

/** When a process that stands still goes on; `now` is the server's clock, s since the epoch. */
export const wakesIn = ({ until }: Paused, now: number): string | null => (until === null ? null : age(Math.max(0, Date.parse(until) / 1000 - now)));

/** That it stands still, in few words. */
export function pausedWords(paused: Paused, now: number): string {
  const wakes = wakesIn(paused, now);
  return wakes === null ? t('acting-paused-chip-kept') : t('acting-paused-chip', { age: wakes });
}
