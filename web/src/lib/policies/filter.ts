// Which policies are shown, and in which order. Pure.
import { fold } from '../text/words.ts';
import { permits, PLATFORMS, type Platform, type Policy } from './document.ts';

/** Whether they let their processes be ended: `yes`, `no`, or `broken` for those that cannot be read. */
export type End = 'yes' | 'no' | 'broken';
export const ENDS: readonly End[] = ['yes', 'no', 'broken'];

export interface Wanted {
  words: readonly string[];
  platform: Platform | null;
  category: string | null;
  end: End | null;
}

/** A policy and the text in which it is found; made once, read with every letter that is typed. */
export interface Entry {
  policy: Policy;
  text: string;
}

export const endOf = (policy: Policy): End => (!policy.readable ? 'broken' : permits(policy) ? 'yes' : 'no');

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** All policies in the order in which they are shown: what cannot be read first, then what is odd, then by name and platform. */
export function arranged(policies: readonly Policy[]): Entry[] {
  const rank = (policy: Policy): number => (!policy.readable ? 0 : policy.problem !== null ? 1 : 2);
  const place = (policy: Policy): number => (policy.platform === null ? -1 : PLATFORMS.indexOf(policy.platform));
  return policies
    .map((policy) => ({ policy, text: fold([policy.name ?? '', ...policy.aliases, ...policy.tags, policy.ko, policy.en, policy.reason].join('\n')), folded: fold(policy.name ?? '') }))
    .sort((a, b) => rank(a.policy) - rank(b.policy) || byName(a.folded, b.folded) || place(a.policy) - place(b.policy))
    .map(({ policy, text }) => ({ policy, text }));
}

export const fits = ({ policy, text }: Entry, wanted: Wanted): boolean =>
  (wanted.platform === null || policy.platform === wanted.platform || policy.platform === null) &&
  (wanted.category === null || policy.category === wanted.category) &&
  (wanted.end === null || endOf(policy) === wanted.end) &&
  wanted.words.every((word) => text.includes(word));

/** How many there are of each, for the chips. */
export function countOf(entries: readonly Entry[]): Record<End | Platform, number> {
  const counts = { yes: 0, no: 0, broken: 0, linux: 0, windows: 0, common: 0 };
  for (const { policy } of entries) {
    counts[endOf(policy)] += 1;
    if (policy.platform !== null) counts[policy.platform] += 1;
  }
  return counts;
}

/** Categories that occur, the known ones in their order first. */
export function categoriesOf(entries: readonly Entry[], known: readonly string[]): string[] {
  const found = new Set(entries.map(({ policy }) => policy.category).filter((category) => category !== ''));
  return [...known.filter((category) => found.has(category)), ...[...found].filter((category) => !known.includes(category)).sort()];
}
