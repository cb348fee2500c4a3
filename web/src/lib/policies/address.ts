// The policy view in the address bar. Pure.
import { MAX_FILTER } from '../text/words.ts';
import { PLATFORMS, type Platform } from './document.ts';
import { ENDS, type End } from './filter.ts';

export interface PolicyAddress {
  /** Id of the record that is open. */
  id: string | null;
  query: string;
  platform: Platform | null;
  category: string | null;
  end: End | null;
}

const LONGEST_ID = 64;
const LONGEST_CATEGORY = 64;

/** Reads `#/policies/ID?q=&platform=&category=&end=`. */
export function readPolicyAddress(rest: readonly string[], params: URLSearchParams): PolicyAddress {
  const id = rest[0] ?? null;
  const category = params.get('category');
  return {
    id: id !== null && id.length <= LONGEST_ID ? id : null,
    query: (params.get('q') ?? '').slice(0, MAX_FILTER),
    platform: PLATFORMS.find((one) => one === params.get('platform')) ?? null,
    category: category === null || category === '' ? null : category.slice(0, LONGEST_CATEGORY),
    end: ENDS.find((one) => one === params.get('end')) ?? null,
  };
}

/** Writes only what differs from a freshly opened view. */
export function writePolicyAddress({ query, platform, category, end }: Omit<PolicyAddress, 'id'>): URLSearchParams {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (platform !== null) params.set('platform', platform);
  if (category !== null) params.set('category', category);
  if (end !== null) params.set('end', end);
  return params;
}
