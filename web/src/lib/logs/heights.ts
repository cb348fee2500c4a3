// Where the rows of a list lie whose heights differ: measured ones as measured, the others as estimated. Pure.

export interface Sized {
  readonly key: number;
}

export class Heights<T extends Sized> {
  #measured = new Map<number, number>();
  #rows: readonly T[] = [];
  #tops: Float64Array = new Float64Array(1);
  #estimate: (row: T) => number;

  constructor(estimate: (row: T) => number) {
    this.#estimate = estimate;
  }

  /** Height of all rows together. */
  get total(): number {
    return this.#tops[this.#rows.length] ?? 0;
  }

  /** Lays out other rows; what was measured of the same keys still holds. */
  layOut(rows: readonly T[]): void {
    this.#rows = rows;
    if (this.#tops.length < rows.length + 1) this.#tops = new Float64Array(rows.length + 1024);
    let top = 0;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as T;
      this.#tops[i] = top;
      top += this.#measured.get(row.key) ?? this.#estimate(row);
    }
    this.#tops[rows.length] = top;
    // Rows that left for good leave their measures behind.
    if (this.#measured.size > 2 * rows.length + 1024) this.#forget();
  }

  /** Notes measured heights; true if one was not as assumed, and rows lie elsewhere now. */
  measure(found: Iterable<readonly [key: number, height: number]>): boolean {
    let changed = false;
    for (const [key, height] of found) {
      if (height <= 0 || this.#measured.get(key) === height) continue;
      this.#measured.set(key, height);
      changed = true;
    }
    if (changed) this.layOut(this.#rows);
    return changed;
  }

  /** Another width or font: nothing that was measured holds. */
  reset(): void {
    this.#measured.clear();
    this.layOut(this.#rows);
  }

  topOf(index: number): number {
    return this.#tops[Math.max(0, Math.min(index, this.#rows.length))] ?? 0;
  }

  /** The row at a height; the last one below the end. */
  indexAt(y: number): number {
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tops[middle] ?? 0) <= y) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** The place of a key, or of the next one if it is not among the rows; their number if there is none. Keys ascend. */
  near(key: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] as T).key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The place of a key; -1 if it is not among the rows. */
  indexOf(key: number): number {
    const at = this.near(key);
    return this.#rows[at]?.key === key ? at : -1;
  }

  /** Rows `first` to `last` (not included) that are seen, and `overscan` px more on either side. */
  window(scrollTop: number, viewHeight: number, overscan: number): { first: number; last: number } {
    if (this.#rows.length === 0) return { first: 0, last: 0 };
    const top = Math.max(0, Math.min(scrollTop, this.total - viewHeight));
    return { first: this.indexAt(Math.max(0, top - overscan)), last: this.indexAt(top + viewHeight + overscan) + 1 };
  }

  #forget(): void {
    const kept = new Set(this.#rows.map((row) => row.key));
    for (const key of this.#measured.keys()) if (!kept.has(key)) this.#measured.delete(key);
  }
}
