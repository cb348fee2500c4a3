// Rules of the autopilot in words of the chosen language: which processes, in which state, what is done.
import { actorOf } from '../audit/kinds.ts';
import { dateTime, integer, t } from '../i18n.svelte.ts';
import { categoryWords, ruleWords } from '../judging/words.ts';
import { clipped, visible } from '../text/visible.ts';
import { exact, type Limits, type Match, type Stop, type When } from './rule.ts';

const LONGEST = 120;
const shown = (text: string): string => clipped(visible(text), LONGEST);

/** A number of seconds, exactly. */
export const span = (seconds: number): string => {
  const { value, unit } = exact(seconds);
  return t(`autopilot-span-${unit}`, { count: value });
};

/** Which processes, condition by condition; all of them have to fit. */
export function whoWords({ name, path, user, category, known, finding }: Match): string[] {
  const words: string[] = [];
  if (name) words.push(t('autopilot-who-name', { name: shown(name) }));
  if (path) words.push(t('autopilot-who-path', { path: shown(path) }));
  if (user) words.push(t('autopilot-who-user', { user: shown(user) }));
  if (category) words.push(t('autopilot-who-category', { category: categoryWords(category) }));
  if (typeof known === 'boolean') words.push(t(known ? 'autopilot-who-known' : 'autopilot-who-unknown'));
  if (finding) words.push(t('autopilot-who-finding', { finding: ruleWords(finding, 'title') }));
  return words;
}

/** In which state, and for how long. */
export function whenWords({ cpu_percent_over: cpu, memory_percent_over: memory, age_s_over: old, for_s: lasts }: When): string[] {
  const words: string[] = [];
  if (typeof cpu === 'number') words.push(t('autopilot-when-cpu', { percent: cpu }));
  if (typeof memory === 'number') words.push(t('autopilot-when-memory', { percent: memory }));
  if (typeof old === 'number') words.push(t('autopilot-when-age', { span: span(old) }));
  words.push(lasts === 0 ? t('autopilot-when-at-once') : t('autopilot-when-for', { span: span(lasts) }));
  return words;
}

export const limitWords = ({ per_hour, cooldown_s, at_once }: Limits): string[] => [
  t('autopilot-limit-hour', { count: per_hour }),
  ...(cooldown_s > 0 ? [t('autopilot-limit-cooldown', { span: span(cooldown_s) })] : []),
  t('autopilot-limit-at-once', { count: at_once }),
];

/** Who or what stopped it. */
export function stoppedWords({ stopped_by: by, stopped_at: at, stop_file: file }: Stop): string {
  if (by === 'file') return t('autopilot-stopped-file', { file: shown(file ?? 'autopilot.stop') });
  if (by === null || by === 'unknown') return t('autopilot-stopped-unknown');
  const { name } = actorOf(by);
  return at === null ? t('autopilot-stopped-by', { name: shown(name ?? by) }) : t('autopilot-stopped-by-at', { name: shown(name ?? by), at: dateTime(at) });
}

/** Why a rule stopped itself. A reason of a newer server is shown as it is. */
export function tripWords(trip: { kind: string; value: number }, limits: Limits | null): string {
  if (trip.kind === 'too_many' && limits !== null) return t('autopilot-trip-too-many', { count: trip.value, most: integer(limits.at_once) });
  if (trip.kind === 'too_many') return t('autopilot-trip-too-many-removed', { count: trip.value });
  return trip.kind === 'too_often' ? t('autopilot-trip-too-often', { count: trip.value }) : `${shown(trip.kind)} ${trip.value}`;
}
