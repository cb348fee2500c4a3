// What the audit's stable ids are called. Words of a newer server are shown as they are.
import { t } from './i18n.svelte.ts';
import type { SpriteName } from './parts/sprites.ts';
import { visible } from './text/visible.ts';

const ID = /^[a-z][a-z0-9_]*$/;

function worded(id: string, raw: string): string {
  const words = t(id);
  return words === id ? visible(raw) : words;
}

/** An action in words. */
export const actionWords = (action: string): string => (ID.test(action) ? worded(`audit-${action}`, action) : visible(action));

/** Why something was refused or failed, or what came of it, in a few words. */
export const codeWords = (code: string): string => (ID.test(code) ? worded(`audit-code-${code}`, code) : visible(code));

const OUTCOMES: Record<string, SpriteName> = { ok: 'check', refused: 'lock', failed: 'danger', intended: 'clock' };

/** How an outcome is shown: its sprite and its word. One of a newer server is shown as it is. */
export function outcomeLook(outcome: string): { sprite: SpriteName; word: string } {
  const sprite = Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined;
  return sprite === undefined ? { sprite: 'unknown', word: visible(outcome) } : { sprite, word: t(`audit-outcome-${outcome}`) };
}
