// The process view in the address bar, so that what one sees can be sent to a colleague.
import { MAX_FILTER } from './filter.ts';
import { parseKey } from './key.ts';
import { COLUMNS, DEFAULT_SORT, type Column, type Sort } from './order.ts';

export interface ViewState {
  query: string;
  sort: Sort;
  tree: boolean;
  /** The process whose drawer is open. */
  open: string | null;
}

/** Reads `?q=&sort=&tree=1&p=`; what makes no sense is as if it were absent. */
export function readAddress(params: URLSearchParams): ViewState {
  const written = params.get('sort') ?? '';
  const descending = written.startsWith('-');
  const column = COLUMNS.find((c) => c === (descending ? written.slice(1) : written)) as Column | undefined;
  const open = params.get('p');
  return {
    query: (params.get('q') ?? '').slice(0, MAX_FILTER),
    sort: column === undefined ? DEFAULT_SORT : { column, direction: descending ? 'desc' : 'asc' },
    tree: params.has('tree'),
    open: open !== null && (parseKey(open) !== null || /^\d{1,10}$/.test(open)) ? open : null,
  };
}

/** Writes only what differs from a freshly opened view. */
export function writeAddress(state: ViewState): URLSearchParams {
  const params = new URLSearchParams();
  if (state.query !== '') params.set('q', state.query);
  if (state.sort.column !== DEFAULT_SORT.column || state.sort.direction !== DEFAULT_SORT.direction) {
    params.set('sort', `${state.sort.direction === 'desc' ? '-' : ''}${state.sort.column}`);
  }
  if (state.tree) params.set('tree', '1');
  if (state.open !== null) params.set('p', state.open);
  return params;
}
