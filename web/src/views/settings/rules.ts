// What may be said about users and tokens before the server is asked. Pure. The server judges in the end.
import type { Role, User } from '../../lib/api/types.ts';

export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

/** A name that users and tokens may have. */
export const isName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(text);

/** What is wrong with a name that is being typed, as a message id; null if nothing is, or nothing yet. */
export function nameProblem(name: string, taken: readonly { name: string }[], tried: boolean): string | null {
  if (taken.some((other) => other.name === name)) return 'settings-users-name-taken';
  return (tried || name !== '') && !isName(name) ? 'settings-users-name-bad' : null;
}

/** True for the only admin: without one nobody could add another. */
export function isLastAdmin(user: User, all: readonly User[]): boolean {
  return user.role === 'admin' && all.filter((other) => other.role === 'admin').length === 1;
}
