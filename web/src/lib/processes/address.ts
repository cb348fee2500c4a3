// The process view in the address bar, so that what one sees can be sent to a colleague.
import type { Mode, Verdict } from '../api/types.ts';
import { isMode, isVerdict } from '../judging/verdict.ts';
import { MAX_FILTER } from './filter.ts';
import { parseKey } from './key.ts';
import { COLUMNS, DEFAULT_SORT, type Column, type Sort } from './order.ts';

/** Applications with their members, every process on a line of its own, or children below their parents. */
export const SHAPES = ['apps', 'flat', 'tree'] as const;
export type Shape = (typeof SHAPES)[number];
/** One verdict, or everything that somebody has to look at. */
export type Only = Verdict | 'attention';

export interface ViewState {
  query: string;
  only: Only | null;
  sort: Sort;
  shape: Shape;
  /** How it is judged, where the address says so. */
  mode: Mode | null;
  /** The process whose drawer is open. */
  open: string | null;
}

/** Reads `?q=&only=&sort=&view=&mode=&p=`; what makes no sense is as if it were absent. */
export function readAddress(params: URLSearchParams): ViewState {
  const written = params.get('sort') ?? '';
  const descending = written.startsWith('-');
  const column = COLUMNS.find((c) => c === (descending ? written.slice(1) : written)) as Column | undefined;
  const open = params.get('p');
  const only = params.get('only');
  const mode = params.get('mode');
  return {
    query: (params.get('q') ?? '').slice(0, MAX_FILTER),
    only: only === 'attention' || isVerdict(only) ? only : null,
    sort: column === undefined ? DEFAULT_SORT : { column, direction: descending ? 'desc' : 'asc' },
    shape: SHAPES.find((shape) => shape === params.get('view')) ?? 'apps',
    mode: isMode(mode) ? mode : null,
    open: open !== null && (parseKey(open) !== null || /^\d{1,10}$/.test(open)) ? open : null,
  };
}

/** Writes only what differs from a freshly opened view. */
export function writeAddress(state: ViewState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.query !== '') params.set('q', state.query);
  if (state.only !== null) params.set('only', state.only);
  if (state.sort.column !== DEFAULT_SORT.column || state.sort.direction !== DEFAULT_SORT.direction) {
    params.set('sort', `${state.sort.direction === 'desc' ? '-' : ''}${state.sort.column}`);
  }
  if (state.shape !== 'apps') params.set('view', state.shape);
  if (state.mode !== null) params.set('mode', state.mode);
  if (state.open !== null) params.set('p', state.open);
  return params;
}
