// The report of an import as it is looked through: what needs a person first. Pure.
import type { Imported } from './requests.ts';

export type Change = 'created' | 'updated' | 'unchanged' | 'refused';
export const CHANGES: readonly Change[] = ['refused', 'created', 'updated', 'unchanged'];
const isChange = (word: string): word is Change => (CHANGES as readonly string[]).includes(word);

export function countChanges(report: readonly Pick<Imported, 'change'>[]): Record<Change, number> {
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  for (const { change } of report) if (isChange(change)) counts[change] += 1;
  return counts;
}

/** Refused ones first, then what changes, then the rest; in the order of the file within each. */
export function sorted<T extends Pick<Imported, 'change'>>(report: readonly T[]): T[] {
  const rank = ({ change }: T): number => (isChange(change) ? CHANGES.indexOf(change) : CHANGES.length);
  return [...report].sort((a, b) => rank(a) - rank(b));
}
