// What a plan asks of the person who reads it: how to confirm, what to weigh, whether it came to what was shown. Pure.
import type { Gap } from '../api/types.ts';
import type { Outcome, Plan, Protected } from './shapes.ts';

/** A name has to be typed for whatever takes others along or hangs up on somebody; also where that could not be seen. */
export function needsTyping(plan: Pick<Plan, 'kind' | 'children' | 'sockets' | 'protected_members'>): boolean {
  if (plan.kind !== 'end') return false;
  return plan.children === null || plan.children.length > 0 || plan.sockets === null || plan.sockets.length > 0;
}

const tidy = (text: string): string => text.normalize('NFC').trim();

/** Whether what was typed is the name. A name of blanks or of nothing that can be typed is confirmed by its pid. */
export const isTyped = (typed: string, wanted: string): boolean => wanted !== '' && tidy(typed) === tidy(wanted);

/** What has to be typed: the name as it is shown, where a keyboard has all of it, else the pid. */
export function wantedWord(name: string, shown: string, key: string): string {
  const typable = shown === name && tidy(name) === name && name !== '' && name.length <= 64;
  return typable ? name : key.slice(0, key.indexOf('-'));
}

/** Whether everything below it may be ended along with it: there is something, and a plan can tell all of it. */
export const takesAlong = ({ kind, children, complete }: Pick<Plan, 'kind' | 'children' | 'complete'>): boolean => kind === 'end' && complete && (children === null || children.length > 0);

/** How grave a consequence is, and the order in which they are told. */
export type Weight = 'danger' | 'caution' | 'info' | 'gap' | 'check';

export type Consequence =
  | { what: 'lockout'; weight: 'danger' | 'check' | 'gap'; why: string | null; gap: Gap | null }
  | { what: 'restarts'; weight: 'danger' | 'check' | 'gap'; by: string; instead: string; gap: Gap | null }
  | { what: 'namespace'; weight: 'caution' }
  | { what: 'protected'; weight: 'caution'; members: Protected[] }
  | { what: 'children'; weight: 'caution' | 'info' | 'check' | 'gap'; group: boolean; children: Plan['children']; complete: boolean; gap: Gap | null }
  | { what: 'sockets'; weight: 'caution' | 'check' | 'gap'; sockets: Plan['sockets']; gap: Gap | null }
  | { what: 'files'; weight: 'caution' | 'check' | 'gap'; files: Plan['files_for_writing']; complete: boolean; gap: Gap | null }
  | { what: 'frees'; weight: 'info' | 'gap'; bytes: number | null; gap: Gap | null };

const ORDER: Record<Weight, number> = { danger: 0, caution: 1, gap: 2, info: 3, check: 4 };

/** Everything that would come of it, the worst first, what is harmless last. What could not be seen is said, not taken for nothing. */
export function consequences(plan: Plan, group: boolean): Consequence[] {
  const found: Consequence[] = [];
  const gapOf = (key: string): Gap | null => {
    const gap = plan.gaps[key];
    return gap === undefined || gap === 'unsupported' ? null : gap;
  };
  const { lockout } = plan;
  if (lockout !== null) found.push({ what: 'lockout', weight: lockout.risk ? 'danger' : 'check', why: lockout.why, gap: null });
  else found.push({ what: 'lockout', weight: 'gap', why: null, gap: plan.gaps['lockout'] ?? 'failed' });
  // A pause takes nobody's ports or files away: what matters is who waits for it.
  if (plan.kind === 'end') {
    const again = gapOf('restarts');
    if (plan.restarts !== null) found.push({ what: 'restarts', weight: 'danger', by: plan.restarts.by, instead: plan.restarts.what_to_do, gap: null });
    else found.push({ what: 'restarts', weight: again === null ? 'check' : 'gap', by: '', instead: '', gap: again });
    if (plan.init_of_namespace === true) found.push({ what: 'namespace', weight: 'caution' });
  }
  if (plan.protected_members.length > 0) found.push({ what: 'protected', weight: 'caution', members: plan.protected_members });
  const { children } = plan;
  if (plan.kind === 'end') {
    found.push({
      what: 'children',
      weight: children === null ? 'gap' : children.length === 0 ? 'check' : group || !plan.complete ? 'caution' : 'info',
      group,
      children,
      complete: plan.complete,
      gap: children === null ? (plan.gaps['children'] ?? 'failed') : null,
    });
    const { sockets, files_for_writing: files } = plan;
    found.push({ what: 'sockets', weight: sockets === null ? 'gap' : sockets.length > 0 ? 'caution' : 'check', sockets, gap: sockets === null ? (plan.gaps['sockets'] ?? 'failed') : null });
    found.push({ what: 'files', weight: files === null ? 'gap' : files.length > 0 ? 'caution' : 'check', files, complete: plan.files_complete, gap: files === null ? (plan.gaps['files_for_writing'] ?? 'failed') : null });
    found.push({ what: 'frees', weight: plan.frees_bytes === null ? 'gap' : 'info', bytes: plan.frees_bytes, gap: plan.frees_bytes === null ? (plan.gaps['frees_bytes'] ?? 'failed') : null });
  }
  return found.map((one, place) => ({ one, place })).sort((a, b) => ORDER[a.one.weight] - ORDER[b.one.weight] || a.place - b.place).map(({ one }) => one);
}

/** How a result reads: good as wished, warn with a rest, bad when it did not come to what was meant. */
export function toneOf(outcome: Pick<Outcome, 'result'>): 'good' | 'warn' | 'bad' {
  if (['ended', 'killed', 'gone', 'paused', 'resumed'].includes(outcome.result)) return 'good';
  return outcome.result === 'interrupted' ? 'warn' : 'bad';
}

/** A member that something was done to, rather than one that was refused. */
export const isOutcome = (member: Outcome | Protected): member is Outcome => 'result' in member;

/** Bytes that came back, of the process and of everybody who went along; null where nobody knows. */
export function freedBy(outcome: Outcome): number | null {
  const all = [outcome, ...outcome.members.filter(isOutcome)].map((one) => one.freed_bytes ?? null).filter((bytes) => bytes !== null);
  return all.length === 0 ? null : all.reduce((sum, bytes) => sum + bytes, 0);
}
