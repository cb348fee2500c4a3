// The filter language of the process list: words that must all hold.
//
//   nginx            in the name, the executable or the command line
//   "two words"      the same, with the blank
//   1324             that pid or that port (write name:1324 or "1324" for the text)
//   pid:1 ppid:1 port:80,443 port:8000-8999 user:root uid:0
//   name: exe: cmd: unit: container: tty:      contains
//   verdict:danger,urgent    one of these verdicts
//   app: category: finding:     contains
//   is:denied        one of IS_WORDS
//   !user:root       not
//
// Words are compared literally: no pattern of a stranger is ever run.
import type { Process } from '../api/types.ts';
import { isVerdict, needsLook, VERDICTS } from '../judging/verdict.ts';
import { fold, tokens, type Token } from '../text/words.ts';

export { MAX_FILTER } from '../text/words.ts';

/** What can stand after `is:`. */
export const IS_WORDS = ['denied', 'deleted', 'public', 'private', 'loopback', 'listening', 'container', 'service', 'root', 'known', 'unknown', 'attention'] as const;
export type IsWord = (typeof IS_WORDS)[number];

/** A term that cannot hold for any process, and why: `word` is what was written after the colon. */
export interface FilterProblem {
  field: 'pid' | 'ppid' | 'uid' | 'port' | 'is' | 'verdict';
  word: string;
}

export interface Filter {
  /** True when nothing is filtered. */
  all: boolean;
  problems: FilterProblem[];
  /** `haystack` gives the text of free words, as `ProcessTable.haystack` keeps it. */
  matches: (process: Process, haystack: (process: Process) => string) => boolean;
}

type Test = (process: Process, haystack: (process: Process) => string) => boolean;
type Range = readonly [from: number, to: number];

/** The text that free words are looked up in. Parts are kept apart so that no word spans two of them. */
export function haystackOf(process: Process): string {
  return fold([process.name ?? '', process.exe ?? '', ...(process.cmdline ?? [])].join('\n'));
}

/** `80,443` and `8000-8999`, as ranges; `null` when a part is not a number. */
function ranges(value: string): Range[] | null {
  const list: Range[] = [];
  for (const part of value.split(',')) {
    const [from, to, more] = part.split('-');
    if (more !== undefined || !isNumber(from) || (to !== undefined && !isNumber(to))) return null;
    list.push([Number(from), Number(to ?? from)]);
  }
  return list;
}

function isNumber(text: string | undefined): boolean {
  if (text === undefined || text === '' || text.length > 15) return false;
  for (const char of text) if (char < '0' || char > '9') return false;
  return true;
}

function within(list: Range[], value: number | null): boolean {
  return value !== null && list.some(([from, to]) => value >= from && value <= to);
}

/** What each word after `is:` asks. */
export const IS_TESTS: Record<IsWord, (process: Process) => boolean> = {
  denied: (p) => Object.values(p.gaps).includes('denied'),
  deleted: (p) => p.exe_deleted === true,
  public: (p) => p.sockets?.some((s) => s.exposure === 'public') ?? false,
  private: (p) => p.sockets?.some((s) => s.exposure === 'private') ?? false,
  loopback: (p) => p.sockets?.some((s) => s.exposure === 'loopback') ?? false,
  listening: (p) => (p.ports?.length ?? 0) > 0,
  container: (p) => p.container !== null,
  service: (p) => p.unit?.endsWith('.service') ?? false,
  root: (p) => p.uid === 0,
  known: (p) => p.known === true,
  unknown: (p) => p.known === false,
  attention: (p) => needsLook(p.verdict),
};

/** Reads a filter. It never throws: a term that makes no sense is named in `problems` and matches nothing. */
export function parseFilter(query: string): Filter {
  const problems: FilterProblem[] = [];
  const tests = tokens(query).map((token) => termOf(token, problems));
  return {
    all: tests.length === 0,
    problems,
    matches: (process, haystack) => tests.every((test) => test(process, haystack)),
  };
}

function termOf(token: Token, problems: FilterProblem[]): Test {
  if (!token.quoted && token.text.length > 1 && token.text.startsWith('!')) {
    const inner = termOf({ text: token.text.slice(1), quoted: false }, problems);
    return (process, haystack) => !inner(process, haystack);
  }
  if (token.quoted) return freeText(token.text);
  if (isNumber(token.text)) {
    const number = Number(token.text);
    return (p) => p.pid === number || (p.ports?.includes(number) ?? false);
  }
  const colon = token.text.indexOf(':');
  if (colon > 0) {
    const test = fieldTest(token.text.slice(0, colon).toLowerCase(), token.text.slice(colon + 1), problems);
    if (test !== null) return test;
  }
  return freeText(token.text);
}

function freeText(text: string): Test {
  const word = fold(text);
  return (process, haystack) => haystack(process).includes(word);
}

/** The test of `field:value`, or `null` when `field` is none of ours: `C:\\x` and `nginx:` are plain text then. */
function fieldTest(field: string, value: string, problems: FilterProblem[]): Test | null {
  const word = fold(value);
  const contains = (text: string | null): boolean => text !== null && fold(text).includes(word);
  const numeric = (name: FilterProblem['field'], of: (p: Process) => (number | null)[]): Test => {
    const list = value === '' ? [] : ranges(value);
    if (list === null) {
      problems.push({ field: name, word: value });
      return () => false;
    }
    // `port:` with nothing after it is a term still being typed: it asks only that the fact is there.
    if (list.length === 0) return (p) => of(p).some((n) => n !== null);
    return (p) => of(p).some((n) => within(list, n));
  };
  switch (field) {
    case 'pid': return numeric('pid', (p) => [p.pid]);
    case 'ppid': return numeric('ppid', (p) => [p.ppid]);
    case 'uid': return numeric('uid', (p) => [p.uid]);
    case 'port': return numeric('port', (p) => p.ports ?? []);
    case 'user': return (p) => (word === '' ? p.username !== null || p.uid !== null : (p.username !== null && fold(p.username) === word) || (p.uid !== null && String(p.uid) === word));
    case 'name': return (p) => contains(p.name);
    case 'exe': return (p) => contains(p.exe);
    case 'cmd': return (p) => p.cmdline !== null && contains(p.cmdline.join(' '));
    case 'unit': return (p) => contains(p.unit);
    case 'container': return (p) => contains(p.container);
    case 'tty': return (p) => contains(p.tty);
    case 'app': return (p) => contains(p.app);
    case 'category': return (p) => contains(p.category);
    case 'finding': return (p) => p.findings?.some(({ id }) => contains(id)) ?? false;
    case 'verdict': {
      const words = word.split(',').filter((one) => one !== '');
      const wrong = words.find((one) => !VERDICTS.some((verdict) => verdict.startsWith(one)));
      if (wrong !== undefined) problems.push({ field: 'verdict', word: wrong });
      const wanted = words.filter(isVerdict);
      return (p) => p.verdict !== null && (words.length === 0 || wanted.includes(p.verdict));
    }
    case 'is': {
      if (word === '') return () => true;
      const known = IS_WORDS.find((w) => w === word);
      if (known === undefined) {
        // While a word is being typed it is not a mistake yet.
        if (!IS_WORDS.some((w) => w.startsWith(word))) problems.push({ field: 'is', word: value });
        return () => false;
      }
      return IS_TESTS[known];
    }
    default: return null;
  }
}

/** Adds a term to a filter, or takes it out when it is there: what the filter chips do. */
export function toggleTerm(query: string, term: string): string {
  const kept = tokens(query).map((token) => (token.quoted ? `"${token.text}"` : token.text));
  const at = kept.indexOf(term);
  if (at >= 0) kept.splice(at, 1);
  else kept.push(term);
  return kept.join(' ');
}

/** Whether a filter holds a term, spelled as the chips spell it. */
export function hasTerm(query: string, term: string): boolean {
  return tokens(query).some((token) => !token.quoted && token.text === term);
}
