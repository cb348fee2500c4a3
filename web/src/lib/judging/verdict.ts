// Verdicts and severities: how grave each is, and what colours. Pure.
import type { Finding, Mode, Severity, Verdict } from '../api/types.ts';
import type { SpriteName } from '../parts/sprites.ts';

/** From the gravest to the least. */
export const VERDICTS = ['urgent', 'danger', 'caution', 'safe'] as const satisfies readonly Verdict[];
export const MODES = ['contextual', 'strict'] as const satisfies readonly Mode[];

const GRAVITY: Record<Verdict, number> = { safe: 0, caution: 1, danger: 2, urgent: 3 };
const WEIGHT: Record<Severity, number> = { info: 0, notice: 1, warning: 2, critical: 3 };

export const isVerdict = (word: string | null): word is Verdict => word !== null && Object.hasOwn(GRAVITY, word);
export const isMode = (word: string | null): word is Mode => word === 'contextual' || word === 'strict';

/** How grave a verdict is; -1 before there is one. A word of a newer server is taken for the gravest: it must not pass unseen. */
export function gravityOf(verdict: string | null): number {
  if (verdict === null) return -1;
  return isVerdict(verdict) ? GRAVITY[verdict] : GRAVITY.urgent;
}

/** How much a severity weighs; a word of a newer server weighs most. */
export const weightOf = (severity: string): number => (Object.hasOwn(WEIGHT, severity) ? WEIGHT[severity as Severity] : WEIGHT.critical);

/** What somebody has to look at: everything that is judged and not safe. */
export const needsLook = (verdict: Verdict | null): boolean => verdict !== null && verdict !== 'safe';

/** The weight of the gravest finding; -1 without any. */
export const heaviest = (findings: readonly Finding[] | null): number => (findings ?? []).reduce((most, { severity }) => Math.max(most, weightOf(severity)), -1);

/** The gravest first; equals stay in the order in which they are to be read. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => weightOf(b.severity) - weightOf(a.severity));
}

/** Whether a finding has a part in the verdict; the others are good to know. */
export const colours = (finding: Finding): boolean => weightOf(finding.severity) >= WEIGHT.warning;

/** Silhouette and tone of a severity. */
export const SEVERITY_LOOK: Record<Severity, { sprite: SpriteName; tone: string }> = {
  critical: { sprite: 'danger', tone: 'v-danger' },
  warning: { sprite: 'caution', tone: 'v-caution' },
  notice: { sprite: 'info', tone: 'v-info' },
  info: { sprite: 'check', tone: 'v-inactive' },
};
export const severityLook = (severity: string): { sprite: SpriteName; tone: string } => SEVERITY_LOOK[severity as Severity] ?? SEVERITY_LOOK.critical;

/** The dot of text that leaves the page. */
export const DOT: Record<Verdict, string> = { safe: '🟢', caution: '🟡', danger: '🔴', urgent: '🔴' };
