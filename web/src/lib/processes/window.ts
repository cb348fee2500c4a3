// Which rows of a long list are drawn: fixed row height, whole rows, a few more than can be seen.

export interface WindowInput {
  count: number;
  /** Height of one row in px. */
  rowHeight: number;
  scrollTop: number;
  /** Height of what can be seen in px. */
  viewHeight: number;
  /** Rows drawn beyond each edge. */
  overscan: number;
}

/** Rows `first` to `last`, `last` not included. */
export interface RowWindow {
  first: number;
  last: number;
}

export function windowOf({ count, rowHeight, scrollTop, viewHeight, overscan }: WindowInput): RowWindow {
  if (count <= 0 || rowHeight <= 0) return { first: 0, last: 0 };
  // A list that became shorter than where one was in it shows its end, not nothing.
  const top = Math.min(Math.max(scrollTop, 0), Math.max(count * rowHeight - viewHeight, 0));
  const first = Math.max(Math.floor(top / rowHeight) - overscan, 0);
  const last = Math.min(Math.ceil((top + Math.max(viewHeight, 0)) / rowHeight) + overscan, count);
  return { first, last };
}

/** The rows to draw: the window, and one more that must stay (it has the focus) wherever it is. */
export function rowsOf(window: RowWindow, pinned: number | null): number[] {
  const rows: number[] = [];
  if (pinned !== null && pinned < window.first) rows.push(pinned);
  for (let i = window.first; i < window.last; i += 1) rows.push(i);
  if (pinned !== null && pinned >= window.last) rows.push(pinned);
  return rows;
}

/** Where to scroll so that a row can be seen whole; the same place when it can. */
export function scrollFor(index: number, rowHeight: number, scrollTop: number, viewHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}
