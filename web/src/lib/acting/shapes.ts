// What planning and ending carry over the HTTP API and the live stream, as data. Pure.
import type { Gaps, Socket } from '../api/types.ts';

export type Deed = 'end' | 'pause' | 'resume';

/** A process by its key, with its name. Names are hostile text. */
export interface Named {
  key: string;
  name: string;
}

/** Somebody who stays, and why. */
export interface Protected extends Named {
  code: string;
  reason: string | null;
}

/** What would happen, as `GET processes/{key}/plan` tells it. */
export interface Plan {
  key: string;
  /** Null when it ended while the plan was made. */
  name: string | null;
  /** Carried back with the deed, so that nothing else is done than what was shown. */
  id: string;
  kind: Deed;
  permitted: boolean;
  /** Why not; null when it is permitted. */
  code: string | null;
  reason: string | null;
  steps: { signal: string; after_s: number }[];
  children: Named[] | null;
  sockets: Socket[] | null;
  files_for_writing: string[] | null;
  restarts: { by: string; what_to_do: string } | null;
  lockout: { risk: boolean; why: string | null } | null;
  frees_bytes: number | null;
  /** TERM may not reach it: it is the first of a pid namespace. */
  init_of_namespace: boolean | null;
  protected_members: Protected[];
  gaps: Gaps;
}

/** What became of a process. A word of a newer server is text like any other. */
export interface Outcome extends Named {
  result: string;
  signals: string[];
  took_ms: number;
  /** A fresh look at the machine showed it. */
  verified: boolean;
  exit_status?: number | null;
  /** Who took its place, as a key. */
  restarted_as?: string | null;
  freed_bytes?: number | null;
  /** What happened, in the server's words. */
  message: string;
  /** With a group: what became of the others. */
  members?: (Outcome | Protected)[];
}

/** One of several that were ended together. */
export interface EndRow {
  key: string;
  name: string | null;
  outcome: Outcome | null;
  /** Why nothing was done; null when something was. */
  code: string | null;
  reason: string | null;
}

/** Something that somebody does at this server, as the topic `actions` tells it. */
export interface ActionEvent {
  kind: 'begun' | 'done';
  at: string;
  actor: string;
  deed: Deed;
  key: string;
  name: string;
  outcome?: string | null;
  code?: string | null;
  reason?: string | null;
  /** What happened, in the words of the stream's language. */
  message?: string | null;
  restarted_as?: string | null;
}

/** Why a process counts as one that may be tidied away. */
export type TidyWhy = 'orphan' | 'unused' | 'memory_hog' | 'user_app' | 'background';

export interface TidyRow extends Named {
  app: string | null;
  why: TidyWhy;
  frees_bytes: number | null;
  /** Children of it that have ended and that only it can take away. */
  zombies?: number;
  /** It has ended itself: the parent that has not taken it away. */
  zombie_of?: Named | null;
}

export interface KeptRow extends Named {
  code?: string;
  why_not: string;
}

export interface Cleanup {
  tidy: TidyRow[];
  system: KeptRow[];
  /** Seconds of rest after which a process is called unused. */
  unused_after_s?: number;
}
