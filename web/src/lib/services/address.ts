// The service view in the address bar. Pure.
import { MAX_FILTER } from '../text/words.ts';

export interface ServiceAddress {
  /** Id of the service whose facts and log are shown. */
  id: string | null;
  query: string;
  /** All loaded units, not only the watched and the failed. */
  all: boolean;
}

// Longer than any unit's name can be.
const LONGEST_ID = 512;

/** Reads `#/services/ID?q=&all=1`. */
export function readServiceAddress(rest: readonly string[], params: URLSearchParams): ServiceAddress {
  const id = rest[0] ?? null;
  return { id: id !== null && id.length <= LONGEST_ID ? id : null, query: (params.get('q') ?? '').slice(0, MAX_FILTER), all: params.has('all') };
}

/** Writes only what differs from a freshly opened view. */
export function writeServiceAddress({ query, all }: Omit<ServiceAddress, 'id'>): URLSearchParams {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (all) params.set('all', '1');
  return params;
}
