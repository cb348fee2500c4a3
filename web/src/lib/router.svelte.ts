// Where the reader is. Filters live in the address, so that a view can be sent to somebody and Back works.
import { href, parseHash, type Query, type Route } from './router/hash.ts';

export { href } from './router/hash.ts';
export type { Query, Route } from './router/hash.ts';

let current = $state.raw<Route>(parseHash(location.hash));
addEventListener('hashchange', () => (current = parseHash(location.hash)));

export const router = {
  get route(): Route {
    return current;
  },
};

// `history` methods resolve against <base>, which is the page itself: a bare '#…' would be resolved the same way,
// but only while the page's address is exactly the base. The full address is right for /setup too.
const address = (hash: string): string => new URL(hash, document.baseURI).href;

/** Goes to a view; a step of the browser's history. */
export function go(view: string, query: Query = {}, rest: readonly string[] = []): void {
  const target = address(href(view, query, rest));
  if (target === location.href) return;
  history.pushState(null, '', target);
  current = parseHash(location.hash);
}

/** Changes the address without a new step in the history: filters while typing. */
export function replace(view: string, query: Query = {}, rest: readonly string[] = []): void {
  history.replaceState(null, '', address(href(view, query, rest)));
  current = parseHash(location.hash);
}

/** Sets some query values of the present view (null removes); `push` makes it a step that Back undoes. */
export function setQuery(changes: Record<string, string | null>, { push = false } = {}): void {
  const query = new URLSearchParams(current.query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(key);
    else query.set(key, value);
  }
  (push ? go : replace)(current.view, query, current.rest);
}

addEventListener('popstate', () => (current = parseHash(location.hash)));

/** The one-time token if the page was opened by the set-up link (`/setup#token=…`), '' without one, null elsewhere. */
export function setupToken(): string | null {
  const path = new URL('setup', document.baseURI).pathname;
  if (location.pathname.replace(/\/$/, '') !== path) return null;
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
}

/** Leaves the set-up link (and its token in the address) for the console. */
export const leaveSetup = (): void => replace('overview');
