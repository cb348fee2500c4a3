// The one door to the HTTP API: paths relative to the page's <base>, problem+json as a typed error,
// and the news that the session is gone. Knows no view and no route's meaning.
import type { Problem } from './types.ts';

/** A refusal or failure that the server worded (`application/problem+json`), or that the network caused (`status` 0). */
export class ApiError extends Error {
  readonly status: number;
  /** Stable snake_case reason; `network` when no answer came. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** Seconds to wait before trying again, from `Retry-After`. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null = null) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail ?? '';
    this.retryAfter = retryAfter;
  }
}

type SignedOutListener = () => void;
const signedOutListeners = new Set<SignedOutListener>();

/** Calls back when a request that needs a session was answered 401. Returns the way to stop listening. */
export function onSignedOut(listener: SignedOutListener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

let language = 'en';
/** Language of the words in answers (`role`, `title`, `detail`). */
export function setApiLanguage(lang: string): void {
  language = lang;
}

/** Absolute URL of an API route below `/api/v1`, under whatever sub-path the page is served from. */
export function apiUrl(route: string): string {
  return new URL(`api/v1/${route.replace(/^\//, '')}`, document.baseURI).href;
}

/** Percent-encodes one path segment: keys and ids are opaque. */
export const segment = (value: string): string => encodeURIComponent(value);

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, as this media type, instead of `body`. */
  file?: { media: string; content: Blob };
  signal?: AbortSignal;
  /** A 401 is this request's own answer (log-in, set-up), not the end of a session. */
  open?: boolean;
  headers?: Record<string, string>;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = { type: 'about:blank', title: response.statusText || `HTTP ${response.status}`, status: response.status, code: `http_${response.status}`, detail: '' };
  if (!(response.headers.get('content-type') ?? '').includes('json')) return fallback;
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>), status: response.status };
  } catch {
    return fallback;
  }
}

function retryAfterOf(response: Response): number | null {
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}

/** Requests that change something and were not answered yet. */
const changing = new Set<Promise<Response>>();

/** Resolves once whatever is being changed was answered, and whoever asked for it has heard that. */
export async function changesAnswered(): Promise<void> {
  while (changing.size > 0) await Promise.allSettled(changing);
  await new Promise((resolve) => setTimeout(resolve));
}

/** Sends a request and returns the raw answer if it is a success; throws [`ApiError`] otherwise. */
export async function send(route: string, options: RequestOptions = {}): Promise<Response> {
  const { method = 'GET', body, file, signal, open = false, headers = {} } = options;
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { accept: 'application/json', 'accept-language': language, ...(file ? { 'content-type': file.media } : body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  };
  if (file) init.body = file.content;
  else if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  const asked = fetch(apiUrl(route), init);
  if (method !== 'GET') changing.add(asked);
  let response: Response;
  try {
    response = await asked;
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError({ type: 'about:blank', title: 'no answer', status: 0, code: 'network', detail: '' });
  } finally {
    changing.delete(asked);
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (response.status === 401 && !open) for (const listener of signedOutListeners) listener();
  throw new ApiError(problem, retryAfterOf(response));
}

/** Sends a request and reads its JSON answer; `undefined` for an empty one (204). */
export async function request<T>(route: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(route, options);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

export const api = {
  get: <T>(route: string, options: Omit<RequestOptions, 'method' | 'body'> = {}) => request<T>(route, options),
  post: <T = void>(route: string, body?: unknown, options: Omit<RequestOptions, 'method' | 'body'> = {}) => request<T>(route, { ...options, method: 'POST', body }),
  put: <T = void>(route: string, body?: unknown, options: Omit<RequestOptions, 'method' | 'body'> = {}) => request<T>(route, { ...options, method: 'PUT', body }),
  delete: <T = void>(route: string, options: Omit<RequestOptions, 'method'> = {}) => request<T>(route, { ...options, method: 'DELETE' }),
};
