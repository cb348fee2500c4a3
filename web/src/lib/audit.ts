// What the audit's stable ids are called. Words of a newer server are shown as they are.
import { t } from './i18n.svelte.ts';
import { visible } from './text/visible.ts';

const ID = /^[a-z][a-z0-9_]*$/;

function worded(id: string, raw: string): string {
  const words = t(id);
  return words === id ? visible(raw) : words;
}

/** An action in words. */
export const actionWords = (action: string): string => (ID.test(action) ? worded(`audit-${action}`, action) : visible(action));

/** Why something was refused or failed, in words. */
export const codeWords = (code: string): string => (ID.test(code) ? worded(`audit-code-${code}`, code) : visible(code));
