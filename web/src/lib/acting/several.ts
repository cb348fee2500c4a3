// Plans of several processes as one: what would come of all of them together. Pure.
import { needsTyping } from './plan.ts';
import type { Process } from '../api/types.ts';
import { parseKey } from '../processes/key.ts';
import type { Named, Plan } from './shapes.ts';

/** One of several: its plan, or why there is none. */
export type Drawn = { key: string; name: string } & ({ plan: Plan } | { gone: true } | { failed: string });

export interface Together {
  /** May be ended now, in the order they were picked. */
  ready: Plan[];
  refused: Plan[];
  gone: Named[];
  failed: (Named & { failed: string })[];
  bytes: number;
  /** Of how many it is not known what they give back. */
  unknown: number;
  ports: number[];
  /** Ready ones with children that are not ended with them. */
  orphaning: Plan[];
  /** How many of the ready ones… */
  files: number;
  restarts: number;
  lockout: Plan[];
  /** …could not be seen fully. */
  gaps: number;
  /** Those for which a single one would have to be confirmed by name. */
  typing: Plan[];
}

const missing = ({ children, sockets, files_for_writing, lockout, gaps }: Plan): boolean =>
  children === null || sockets === null || files_for_writing === null || lockout === null || (gaps['restarts'] !== undefined && gaps['restarts'] !== 'unsupported');

export function together(drawn: readonly Drawn[]): Together {
  const plans = drawn.flatMap((one) => ('plan' in one ? [one.plan] : []));
  const ready = plans.filter(({ permitted }) => permitted);
  const leaving = new Set(ready.map(({ key }) => key));
  return {
    ready,
    refused: plans.filter(({ permitted }) => !permitted),
    gone: drawn.filter((one) => 'gone' in one),
    failed: drawn.filter((one) => 'failed' in one),
    bytes: ready.reduce((sum, { frees_bytes }) => sum + (frees_bytes ?? 0), 0),
    unknown: ready.filter(({ frees_bytes }) => frees_bytes === null).length,
    ports: [...new Set(ready.flatMap(({ sockets }) => (sockets ?? []).map(({ port }) => port)))].sort((a, b) => a - b),
    orphaning: ready.filter(({ children }) => (children ?? []).some(({ key }) => !leaving.has(key))),
    files: ready.filter(({ files_for_writing }) => (files_for_writing?.length ?? 0) > 0).length,
    restarts: ready.filter(({ restarts }) => restarts !== null).length,
    lockout: ready.filter(({ lockout }) => lockout?.risk === true),
    gaps: ready.filter(missing).length,
    typing: ready.filter(needsTyping),
  };
}

/** Does something for each, a few at a time, and tells how many are done. The answers stand in the order of what was asked. */
export async function each<T, R>(all: readonly T[], atOnce: number, one: (item: T) => Promise<R>, ondone: (count: number) => void = () => undefined): Promise<R[]> {
  const answers = new Array<R>(all.length);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < all.length) {
      const at = next;
      next += 1;
      answers[at] = await one(all[at] as T);
      done += 1;
      ondone(done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work));
  return answers;
}

/** As many as one request may hold. */
export const MOST = 100;

/** The members of an application as they are to be ended: those that may be first, and parents before their children, so that none is started again by one that ends later. */
export function inOrder(members: readonly Process[]): Named[] {
  const born = ({ key }: Process): number => parseKey(key)?.started ?? 0;
  const rank = (p: Process): number => (p.endable === true ? 0 : 1);
  return [...members].sort((a, b) => rank(a) - rank(b) || born(a) - born(b) || a.pid - b.pid).map(({ key, name }) => ({ key, name: name ?? '?' }));
}
