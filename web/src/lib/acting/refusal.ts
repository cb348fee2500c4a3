// Why a process may not be ended, worded from its code and from what the row itself knows. Pure but for the words.
import type { Process } from '../api/types.ts';
import { visible, clipped } from '../text/visible.ts';
import type { Args } from '../i18n/bundle.ts';

/** What the sentence of each code needs beside the code. */
const NEEDS: Record<string, readonly ('unit' | 'container' | 'uid' | 'other')[]> = {
  system_service: ['unit'], other_container: ['container'], not_a_login_user: ['uid'], policy_system: ['other'], policy_forbids: ['other'], unread: ['other'],
};
const ID = /^[a-z][a-z0-9_]*$/;
const LONGEST = 200;

/** Message id and arguments for a code; where the row does not know enough, the sentence without particulars. */
export function refusalMessage(code: string, process: Pick<Process, 'unit' | 'container' | 'uid'> | null): { id: string; args: Args } | null {
  if (!ID.test(code)) return null;
  const id = `refusal-${code.replaceAll('_', '-')}`;
  const args: Args = {};
  for (const need of NEEDS[code] ?? []) {
    const value = need === 'other' ? null : (process?.[need] ?? null);
    if (value === null) return { id: `acting-${id}`, args: {} };
    args[need] = clipped(visible(String(value)), LONGEST);
  }
  return { id, args };
}

/** The sentence; the code itself where no words are known for it. */
export function refusalWords(t: (id: string, args?: Args) => string, code: string, process: Pick<Process, 'unit' | 'container' | 'uid'> | null): string {
  const message = refusalMessage(code, process);
  if (message === null) return visible(code);
  const words = t(message.id, message.args);
  return words === message.id ? visible(code) : words;
}
