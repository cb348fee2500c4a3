// How grave a line is: as the log says, else as its own words suggest. Pure.
import type { LogLevel } from '../live/events.ts';

/** From the least to the most grave. */
export const LEVELS: readonly LogLevel[] = ['debug', 'info', 'notice', 'warning', 'error'];

const WORDS: Record<string, LogLevel> = {
  emerg: 'error', emergency: 'error', alert: 'error', crit: 'error', critical: 'error', fatal: 'error', panic: 'error', severe: 'error', error: 'error', err: 'error',
  warning: 'warning', warn: 'warning', notice: 'notice', info: 'info', debug: 'debug', trace: 'debug', e: 'error', f: 'error', w: 'warning', i: 'info',
};
const ANY = '(?:emergency|emerg|alert|critical|crit|fatal|panic|severe|error|err|warning|warn|notice|info|debug|trace)';
const UPPER = ANY.toUpperCase();
// Only where a word is used as a level: "0 errors" and "errorless" say nothing.
const FORMS: readonly RegExp[] = [
  // level=warn, "severity": "ERROR"
  new RegExp(`(?:level|lvl|severity|priority)["']?[ ]?[=:][ ]?["']?(${ANY})\\b`, 'i'),
  // [error] as nginx and PHP write it, <warning>
  new RegExp(`[\\[<(](${ANY})[\\]>)]`, 'i'),
  // an upper-case word of its own
  new RegExp(`(?<![A-Za-z0-9_./=-])(${UPPER})(?![A-Za-z0-9_/=-])`),
  // error: at the start or after a blank
  new RegExp(`(?:^|[\\s\\]])(${ANY}):(?=\\s|$)`, 'i'),
  // klog: E1121 03:14:07.123456
  /^([IWEF])\d{4} /,
];
/** A level stands near the beginning; the rest of a long line is its story. */
const LOOKED_AT = 200;

/** The level that the words of a line suggest; null if none does. The first one in the line counts. */
export function guessLevel(text: string): LogLevel | null {
  const head = text.slice(0, LOOKED_AT);
  let best: LogLevel | null = null;
  let at = Infinity;
  for (const form of FORMS) {
    const found = form.exec(head);
    if (found === null) continue;
    const place = found.index + found[0].indexOf(found[1] ?? '');
    if (place >= at) continue;
    at = place;
    best = WORDS[(found[1] ?? '').toLowerCase()] ?? null;
  }
  return best;
}

/** Whether a line of this level passes when at least `least` is wanted. Lines without a level are none's. */
export function atLeast(level: LogLevel | null, least: LogLevel): boolean {
  return level !== null && LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}
