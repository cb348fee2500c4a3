// Why and how, as the audit keeps it in English, in words: part by part, and a part that nobody knows as it stands. Pure but for the words.
import type { Args } from '../i18n/bundle.ts';
import { visible } from '../text/visible.ts';

type Words = (id: string, args?: Args) => string;

/** What is written between two parts. */
const BETWEEN = '; ';
const LONGEST_PART = 300;

/** A part as it is written, and the message that says it; what is named in the pattern is an argument. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^role (?<role>viewer|operator|admin)$/, 'role'],
  [/^created$/, 'created'],
  [/^updated: (?<what>.+)$/, 'updated'],
  [/^mode (?<mode>rehearse|enforce)$/, 'mode'],
  [/^(?<platform>linux|windows|common)$/, 'platform'],
  [/^(?<platform>linux|windows|common) (?<change>created|updated): (?<what>.+)$/, 'policy'],
  [/^intent (?<id>\d+)$/, 'intent'],
  [/^intent without outcome$/, 'no-outcome'],
  [/^verified$/, 'verified'],
  [/^as (?<pid>\d+)-\d+$/, 'as'],
  [/^as (?<pid>\d+)-\d+, started by (?<by>.+)$/, 'as-by'],
  [/^because: (?<reason>.+)$/, 'because'],
  [/^unit: (?<name>.+)$/, 'unit'],
  [/^container: (?<name>.+)$/, 'container'],
  [/^(?<pid>\d+)-\d+ below it$/, 'below'],
  [/^by recovery code, (?<left>\d+) left$/, 'recovery-code'],
  [/^(?<count>\d+) more before this were not written one by one$/, 'left-out'],
  [/^(?<request>[A-Z]+ \S+) needs (?<role>viewer|operator|admin)$/, 'needs'],
];

function part(text: string, t: Words): string {
  if (text.length <= LONGEST_PART) {
    for (const [pattern, id] of PARTS) {
      const found = pattern.exec(text);
      if (found) return t(`audit-reason-${id}`, Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, value]) => [name, visible(value)])));
    }
  }
  return visible(text);
}

/** The reason of an entry in words. Whatever it holds is text. */
export const reasonWords = (reason: string, t: Words): string => reason.split(BETWEEN).map((one) => part(one, t)).join(BETWEEN);
