// The kinds of things that the audit knows, as a reader picks them. Pure. A word of a newer server is in none of them and shown under "all".

export const KINDS = {
  deeds: ['end', 'pause', 'resume', 'end_wake'],
  policies: ['policy_set', 'policy_removed', 'policy_imported'],
  autopilot: ['rule_set', 'rule_removed', 'rule_reset', 'autopilot_tripped', 'autopilot_notify', 'autopilot_stop', 'autopilot_start'],
  access: ['log_in', 'log_out', 'session_renew', 'token', 'request', 'refusals'],
  people: ['set_up', 'user_add', 'user_role', 'user_password', 'user_remove', 'token_add', 'token_revoke', 'totp_enable', 'totp_disable', 'totp_reset'],
} as const satisfies Record<string, readonly string[]>;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];
export const isKind = (word: string | null): word is Kind => word !== null && Object.hasOwn(KINDS, word);

/** What changes one policy; its history. */
export const POLICY_ACTIONS: readonly string[] = KINDS.policies;

/** Who acted: what kind of somebody, and by which name. */
export interface Actor {
  kind: 'user' | 'token' | 'cli' | 'rule' | 'anonymous' | 'program';
  name: string | null;
}

/** Reads `user:NAME`, `token:NAME`, `cli:NAME`, `autopilot:RULE`, `anonymous`; anything else is a part of the program. */
export function actorOf(actor: string): Actor {
  const mark = actor.indexOf(':');
  const kind = mark < 0 ? actor : actor.slice(0, mark);
  const name = mark < 0 ? null : actor.slice(mark + 1);
  if (kind === 'anonymous') return { kind, name: null };
  if (name !== null && kind === 'autopilot') return { kind: 'rule', name };
  if (name !== null && (kind === 'user' || kind === 'token' || kind === 'cli')) return { kind, name };
  return { kind: 'program', name: actor };
}
