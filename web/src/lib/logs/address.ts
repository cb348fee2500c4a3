// The log view in the address bar, so that what one sees can be sent to a colleague. Pure.
import type { LogLevel } from '../live/events.ts';
import { MAX_FILTER } from '../text/words.ts';
import { LEVELS } from './level.ts';

export interface LogAddress {
  /** Id of the followed source; null for the usual one. */
  log: string | null;
  query: string;
  /** Least level that is shown; null for all lines. */
  least: LogLevel | null;
}

/** What the server accepts as an id of a log. */
const ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Reads `#/logs/ID?q=&level=`; what makes no sense is as if it were absent. */
export function readLogAddress(rest: readonly string[], params: URLSearchParams): LogAddress {
  const log = rest[0] ?? null;
  const level = params.get('level');
  return {
    log: log !== null && ID.test(log) ? log : null,
    query: (params.get('q') ?? '').slice(0, MAX_FILTER),
    least: LEVELS.find((one) => one === level) ?? null,
  };
}

/** Writes only what differs from a freshly opened view. */
export function writeLogAddress({ query, least }: Omit<LogAddress, 'log'>): URLSearchParams {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (least !== null) params.set('level', least);
  return params;
}
