// The audit view in the address bar. Pure.
import { MAX_FILTER } from '../text/words.ts';
import { isKind, type Kind } from './kinds.ts';

export interface AuditAddress {
  query: string;
  kind: Kind | null;
  /** Only what did not come about: refused or failed. */
  refused: boolean;
  /** Only what was done to exactly this name: a process, a policy, a user. */
  name: string | null;
  /** Only what this one did: a name, or a kind and a name as in `user:minsu`. */
  actor: string | null;
}

// The audit cuts names here.
const LONGEST_NAME = 256;
const named = (text: string | null): string | null => (text === null || text === '' ? null : text.slice(0, LONGEST_NAME));

/** Reads `#/audit?q=&kind=&refused=1&name=&actor=`. */
export function readAuditAddress(params: URLSearchParams): AuditAddress {
  const kind = params.get('kind');
  return {
    query: (params.get('q') ?? '').slice(0, MAX_FILTER),
    kind: isKind(kind) ? kind : null,
    refused: params.has('refused'),
    name: named(params.get('name')),
    actor: named(params.get('actor')),
  };
}

/** Writes only what differs from a freshly opened view. */
export function writeAuditAddress({ query, kind, refused, name, actor }: AuditAddress): URLSearchParams {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (kind !== null) params.set('kind', kind);
  if (refused) params.set('refused', '1');
  if (name !== null) params.set('name', name);
  if (actor !== null) params.set('actor', actor);
  return params;
}
