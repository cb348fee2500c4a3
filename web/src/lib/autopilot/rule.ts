// Rules of the autopilot as they come and as they are written: shapes, the form's fields, what is wrong with them. Pure.
// The limits are those of the server, which judges in the end.
import type { components } from '../api/schema.d.ts';

type Schemas = components['schemas'];
/** The API document lets what may be null be left out; it is null then. */
type Said<T> = { [K in keyof T]-?: T[K] };

export type Action = Schemas['AutopilotAction'];
export type RuleMode = Schemas['AutopilotMode'];
export const ACTIONS: readonly Action[] = ['notify', 'pause', 'end'];
export type Match = Partial<Schemas['RuleMatch']>;
export type When = Schemas['RuleWhen'];
export type Limits = Schemas['RuleLimits'];
export type Progress = Said<Schemas['AutopilotProgress']>;
export type Notice = Said<Schemas['AutopilotNotice']>;
/** What stops everything. */
export type Stop = Omit<Said<Schemas['AutopilotStop']>, 'stop_reason'>;
/** Answer of `GET autopilot`. */
export type Answer = Stop & { rules: readonly AnsweredRule[]; trouble?: string | null; notices: readonly Notice[] };
type AnsweredRule = Pick<Said<Schemas['AutopilotRule']>, 'id' | 'title' | 'action' | 'mode' | 'limits' | 'enabled' | 'ripe' | 'problem'> & { match: Match | null; when: When | null; progress: Progress };
/** A process that fits a rule now. */
export type Fitting = Said<Schemas['AutopilotMatch']>;
/** What would fit a rule, the first of them at least, and how many there are. */
export type Preview = Omit<Schemas['AutopilotPreview'], 'matches'> & { matches: readonly Fitting[] };

/** A rule that is followed. */
export interface Rule {
  id: string;
  title: string;
  match: Match;
  when: When;
  action: Action;
  mode: RuleMode;
  limits: Limits;
  enabled: boolean;
  /** It may be enforced: rehearsed for long enough, or an admin lets it be without. */
  ripe: boolean;
  progress: Progress;
}
/** A rule whose document cannot be read. It is not followed. */
export interface Broken {
  id: string;
  problem: string;
}
export interface Autopilot extends Stop {
  rules: readonly Rule[];
  broken: readonly Broken[];
  /** Why the rules cannot be read now, worded: these are those that were read last, and nothing is done. */
  trouble: string | null;
  notices: readonly Notice[];
}

/** Tells the rules that can be read from those that cannot. */
export function readAutopilot({ rules, trouble, ...rest }: Answer): Autopilot {
  const readable: Rule[] = [];
  const broken: Broken[] = [];
  for (const { problem, ...rule } of rules) {
    // What the server cannot read it leaves out as a whole.
    const isWhole = rule.match !== null && rule.when !== null && rule.action !== null && rule.mode !== null && rule.limits !== null && rule.enabled !== null;
    if (problem === null && isWhole) readable.push({ ...(rule as Rule), title: rule.title ?? rule.id });
    else broken.push({ id: rule.id, problem: problem ?? '' });
  }
  return { ...rest, trouble: trouble ?? null, rules: readable, broken };
}

/** The fields of the form, numbers as they are typed. */
export interface Draft {
  title: string;
  name: string;
  path: string;
  user: string;
  category: string;
  known: '' | 'yes' | 'no';
  finding: string;
  cpu: string;
  memory: string;
  /** Minutes. */
  age: string;
  /** Seconds. */
  lasts: string;
  action: Action;
  perHour: string;
  /** Seconds. */
  cooldown: string;
  atOnce: string;
}

export const EMPTY: Draft = { title: '', name: '', path: '', user: '', category: '', known: '', finding: '', cpu: '', memory: '', age: '', lasts: '60', action: 'notify', perHour: '5', cooldown: '60', atOnce: '3' };

const typed = (number: number | null | undefined, unit = 1): string => (number === null || number === undefined ? '' : String(number / unit));

export const draftOf = ({ title, match, when, action, limits }: Rule): Draft => ({
  title,
  name: match.name ?? '',
  path: match.path ?? '',
  user: match.user ?? '',
  category: match.category ?? '',
  known: match.known === true ? 'yes' : match.known === false ? 'no' : '',
  finding: match.finding ?? '',
  cpu: typed(when.cpu_percent_over),
  memory: typed(when.memory_percent_over),
  age: typed(when.age_s_over, 60),
  lasts: typed(when.for_s),
  action,
  perHour: typed(limits.per_hour),
  cooldown: typed(limits.cooldown_s),
  atOnce: typed(limits.at_once),
});

const DECIMAL = /^\d{1,12}([.,]\d{1,3})?$/;
/** A number as people type it; null for nothing, NaN for what is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim();
  if (plain === '') return null;
  return DECIMAL.test(plain) ? Number(plain.replace(',', '.')) : Number.NaN;
}

/** A rule as it is sent. */
export type Written = Omit<Rule, 'progress' | 'ripe'>;

/** What is sent. Only for a draft with which nothing is wrong. */
export function ruleOf(draft: Draft, id: string, mode: RuleMode, enabled: boolean): Written {
  const match: Match = {};
  const texts = { name: draft.name.trim(), path: draft.path.trim(), user: draft.user.trim(), category: draft.category, finding: draft.finding };
  for (const [key, text] of Object.entries(texts) as [keyof typeof texts, string][]) if (text !== '') match[key] = text;
  if (draft.known !== '') match.known = draft.known === 'yes';
  const when: When = { for_s: numberOf(draft.lasts) ?? 0 };
  const [cpu, memory, age] = [numberOf(draft.cpu), numberOf(draft.memory), numberOf(draft.age)];
  if (cpu !== null) when.cpu_percent_over = cpu;
  if (memory !== null) when.memory_percent_over = memory;
  if (age !== null) when.age_s_over = Math.round(age * 60);
  return { id, title: draft.title.trim() === '' ? id : draft.title.trim(), match, when, action: draft.action, mode, limits: { per_hour: numberOf(draft.perHour) ?? 0, cooldown_s: numberOf(draft.cooldown) ?? 0, at_once: numberOf(draft.atOnce) ?? 0 }, enabled };
}

export type Field = 'title' | 'identity' | 'path' | 'cpu' | 'memory' | 'age' | 'lasts' | 'perHour' | 'cooldown' | 'atOnce';
/** Why a field may not hold what it holds, as the end of a message id. */
export type Wrong = 'long' | 'identity' | 'path' | 'percent' | 'memory' | 'time' | 'short' | 'limit';

const LONGEST_TEXT = 256;
const LONGEST_PATH = 4096;
const WEEK_S = 7 * 24 * 3600;
const DECADE_MIN = 10 * 366 * 24 * 60;
/** Seconds that a state has to last before a process is touched. */
export const SHORTEST_S = 5;
const MOST = 1000;

const bytes = (text: string): number => new TextEncoder().encode(text).length;
const isWhole = (number: number | null, least: number, most: number): boolean => number !== null && Number.isInteger(number) && number >= least && number <= most;

/** Absolute, and with a first folder that is no pattern: `/*` would be everything. */
function namesAFolder(path: string): boolean {
  const parts = path.split('/');
  const first = parts[1] ?? '';
  return parts[0] === '' && first !== '' && !first.includes('*') && !parts.includes('..');
}

/** What is wrong, field by field; `null` where nothing is. `identity` is about all of path, user and finding. */
export function wrongOf(draft: Draft): Record<Field, Wrong | null> {
  const path = draft.path.trim();
  const [cpu, memory, age, lasts] = [numberOf(draft.cpu), numberOf(draft.memory), numberOf(draft.age), numberOf(draft.lasts)];
  const none = path === '' && draft.user.trim() === '' && draft.finding === '';
  const long = [draft.name, draft.user, draft.title].some((text) => bytes(text.trim()) > LONGEST_TEXT);
  return {
    title: long ? 'long' : null,
    identity: none ? 'identity' : null,
    path: path === '' ? null : bytes(path) > LONGEST_PATH || !namesAFolder(path) ? 'path' : null,
    cpu: cpu === null || (cpu >= 0.001 && cpu < 10_000_000) ? null : 'percent',
    memory: memory === null || (memory >= 0.001 && memory < 100) ? null : 'memory',
    age: age === null || (age >= 0 && age <= DECADE_MIN) ? null : 'time',
    lasts: !isWhole(lasts, 0, WEEK_S) ? 'time' : draft.action !== 'notify' && (lasts ?? 0) < SHORTEST_S ? 'short' : null,
    perHour: isWhole(numberOf(draft.perHour), 1, MOST) ? null : 'limit',
    cooldown: isWhole(numberOf(draft.cooldown), 0, WEEK_S) ? null : 'time',
    atOnce: isWhole(numberOf(draft.atOnce), 1, MOST) ? null : 'limit',
  };
}

export const isRight = (draft: Draft): boolean => Object.values(wrongOf(draft)).every((wrong) => wrong === null);

/** Whether two rules do the same to the same: then the rehearsal of one counts for the other. */
export function isLike(a: Pick<Rule, 'match' | 'when' | 'action' | 'limits'>, b: Pick<Rule, 'match' | 'when' | 'action' | 'limits'>): boolean {
  const essence = ({ match, when, action, limits }: typeof a): string => {
    const filled = (fields: object): [string, unknown][] => Object.entries(fields).filter(([, value]) => value !== null && value !== undefined).sort(([x], [y]) => (x < y ? -1 : 1));
    return JSON.stringify([filled(match), filled(when), action, filled(limits)]);
  };
  return essence(a) === essence(b);
}

/** An id for a new rule: what its title says in plain letters, and something that no other has. */
export function newId(title: string, taken: readonly string[], random: () => number = Math.random): string {
  const base = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40) || 'rule';
  if (!taken.includes(base)) return base;
  for (;;) {
    const id = `${base}-${Math.floor(random() * 36 ** 4).toString(36).padStart(4, '0')}`;
    if (!taken.includes(id)) return id;
  }
}

/** Seconds of rehearsal after which a rule may be enforced. */
export const REHEARSAL_S = 24 * 3600;

/** Seconds that are still missing; 0 for one that may be enforced. What only tells needs no rehearsal. */
export const rehearsalLeft = ({ action, ripe, progress }: Pick<Rule, 'action' | 'ripe' | 'progress'>): number => (ripe || action === 'notify' ? 0 : Math.max(1, Math.ceil(REHEARSAL_S - progress.rehearsed_s)));

/** How a rule stands: what needs a person first. */
export type Standing = 'tripped' | 'off' | 'rehearse' | 'enforce';
export const standingOf = (rule: Pick<Rule, 'enabled' | 'mode' | 'progress'>): Standing => (rule.progress.trip !== null ? 'tripped' : !rule.enabled ? 'off' : rule.mode);

/** A number of seconds in its largest unit that fits exactly. */
export function exact(seconds: number): { value: number; unit: 'second' | 'minute' | 'hour' | 'day' } {
  if (seconds >= 86_400 && seconds % 86_400 === 0) return { value: seconds / 86_400, unit: 'day' };
  if (seconds >= 3600 && seconds % 3600 === 0) return { value: seconds / 3600, unit: 'hour' };
  return seconds >= 60 && seconds % 60 === 0 ? { value: seconds / 60, unit: 'minute' } : { value: seconds, unit: 'second' };
}
