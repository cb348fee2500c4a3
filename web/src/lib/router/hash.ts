// Addresses of the console: `#/view/rest?key=value`. Pure: parsing and writing only.

/** One place in the console. */
export interface Route {
  /** First part of the path: `overview`, `processes`, `settings`. Empty for the start. */
  view: string;
  /** Parts after the view, decoded. */
  rest: string[];
  /** What follows `?`: filters, sorting, selection. */
  query: URLSearchParams;
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Reads `location.hash`; anything unknown is still a route, and the shell says that there is no such view. */
export function parseHash(hash: string): Route {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const [view = '', ...rest] = path.split('/').filter((part) => part !== '').map(decode);
  return { view, rest, query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)) };
}

export type Query = Record<string, string | number | boolean | null | undefined> | URLSearchParams;

/** The address of a view; empty, null and false query values are left out. */
export function href(view: string, query: Query = {}, rest: readonly string[] = []): string {
  const path = [view, ...rest].map(encodeURIComponent).join('/');
  const params = new URLSearchParams();
  const entries: Iterable<[string, unknown]> = query instanceof URLSearchParams ? query.entries() : Object.entries(query);
  for (const [key, value] of entries) {
    if (value === null || value === undefined || value === '' || value === false) continue;
    params.set(key, String(value));
  }
  const text = params.toString();
  return `#/${path}${text ? `?${text}` : ''}`;
}
