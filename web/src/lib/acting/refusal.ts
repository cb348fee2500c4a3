// Why a process may not be ended, worded from its code and from what the row itself knows. Pure but for the words.
import type { Process } from '../api/types.ts';
import { visible, clipped } from '../text/visible.ts';
import type { Args } from '../i18n/bundle.ts';

type Row = Pick<Process, 'unit' | 'container' | 'uid'>;
/** A unit of systemd that is one word of a command as it is. Who keeps any other service, a row does not tell. */
const SERVICE = /^[A-Za-z0-9_@][A-Za-z0-9_.@:-]*\.service$/;
const ID = /^[a-z][a-z0-9_]*$/;
const LONGEST = 200;
const shown = (value: string): string => clipped(visible(value), LONGEST);

/** What the sentence of a code needs beside the code; null where a row never knows it. */
const NEEDS: Record<string, (row: Row) => Args | null> = {
  system_service: ({ unit }) => (unit !== null && SERVICE.test(unit) ? { unit: shown(unit), command: `systemctl stop ${unit}` } : null),
  other_container: ({ container }) => (container === null ? null : { container: shown(container) }),
  not_a_login_user: ({ uid }) => (uid === null ? null : { uid: String(uid) }),
  policy_system: () => null,
  policy_forbids: () => null,
  unread: () => null,
};

/** Message id and arguments for a code; where the row does not know enough, the sentence without particulars. */
export function refusalMessage(code: string, process: Row | null): { id: string; args: Args } | null {
  if (!ID.test(code)) return null;
  const id = `refusal-${code.replaceAll('_', '-')}`;
  const need = Object.hasOwn(NEEDS, code) ? NEEDS[code] : undefined;
  if (need === undefined) return { id, args: {} };
  const args = process === null ? null : need(process);
  return args === null ? { id: `acting-${id}`, args: {} } : { id, args };
}

/** The sentence; the code itself where no words are known for it. */
export function refusalWords(t: (id: string, args?: Args) => string, code: string, process: Row | null): string {
  const message = refusalMessage(code, process);
  if (message === null) return visible(code);
  const words = t(message.id, message.args);
  return words === message.id ? visible(code) : words;
}
