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
}

// The audit cuts names here.
const LONGEST_NAME = 256;

/** Reads `#/audit?q=&kind=&refused=1&name=`. */
export function readAuditAddress(params: URLSearchParams): AuditAddress {
  const kind = params.get('kind');
  const name = params.get('name');
  return {
    query: (params.get('q') ?? '').slice(0, MAX_FILTER),
    kind: isKind(kind) ? kind : null,
    refused: params.has('refused'),
    name: name === null || name === '' ? null : name.slice(0, LONGEST_NAME),
  };
}

/** Writes only what differs from a freshly opened view. */
export function writeAuditAddress({ query, kind, refused, name }: AuditAddress): URLSearchParams {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (kind !== null) params.set('kind', kind);
  if (refused) params.set('refused', '1');
  if (name !== null) params.set('name', name);
  return params;
}
