// Findings, categories and what started a process, in words of the chosen language. What a newer server says is shown as it is.
import type { Finding } from '../api/types.ts';
import { t, type Args } from '../i18n.svelte.ts';
import { clipped, visible } from '../text/visible.ts';

const ID = /^[A-Za-z][\w-]*$/;
const LONGEST = 400;

function worded(id: string, otherwise: string, args?: Args): string {
  const words = ID.test(id) ? t(id, args) : id;
  return words === id ? visible(otherwise) : words;
}

/** Numbers that are names, not amounts: they are written without a grouping mark. */
const NAMES = new Set(['port', 'pid', 'uid']);

/** What a finding noticed, as a sentence. */
export function messageOf(finding: Finding): string {
  const args: Args = {};
  for (const [name, value] of Object.entries(finding.args)) {
    args[name] = typeof value === 'string' ? clipped(visible(value), LONGEST) : NAMES.has(name) ? String(value) : value;
  }
  return worded(`finding-${finding.id}`, finding.message ?? finding.id, args);
}

/** A rule's own words: what it is called, why it matters, when it is wrong, what to do. */
export const ruleWords = (id: string, part: 'title' | 'sees' | 'why' | 'wrong' | 'do'): string => worded(`rule-${id}-${part}`, part === 'title' ? id : '');

export const categoryWords = (category: string): string => worded(`category-${category}`, category);
export const severityWords = (severity: string): string => worded(`severity-${severity}`, severity);
export const chainWords = (kind: string): string => worded(`chain-${kind}`, kind);
/** The sentence at the end of a chain: what it means that this started it. */
export const originWords = (kind: string): string => worded(`chain-origin-${kind}`, '');
