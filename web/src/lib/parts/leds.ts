// LED matrices: 4 px cells (3 lit + 1 dark), values snapped to cells, no curves. Painters for a uPlot canvas.
import type uPlot from 'uplot';
import { levelOf, type Threshold } from './levels.ts';

export const CELL = 4;
const DOT = 3;
// Above this many rows a full body glares; a checkerboard does not.
const DITHER_ABOVE = 20;

export interface Grid {
  cols: number;
  rows: number;
  /** Canvas pixels a cell. */
  cell: number;
  dot: number;
  left: number;
  top: number;
  height: number;
  ratio: number;
}

function gridOf(u: uPlot): Grid {
  const ratio = Math.max(1, Math.round(devicePixelRatio));
  const { left, top, width, height } = u.bbox;
  const cell = CELL * ratio;
  return { cols: Math.floor(width / cell), rows: Math.floor(height / cell), cell, dot: DOT * ratio, left, top, height, ratio };
}

/** The greatest value of each column: a spike survives the zoom; null where nothing is known. */
export function columns(xs: ArrayLike<number>, ys: ArrayLike<number | null | undefined>, from: number, to: number, cols: number): (number | null)[] {
  const best: (number | null)[] = new Array<number | null>(cols).fill(null);
  const span = to - from;
  if (span <= 0 || cols <= 0) return best;
  let previous = -1;
  for (let k = 0; k < xs.length; k++) {
    const y = ys[k];
    const column = Math.min(cols - 1, Math.floor((((xs[k] as number) - from) / span) * cols));
    if (column < 0) continue;
    if (y === null || y === undefined) {
      previous = -1;
      continue;
    }
    best[column] = Math.max(best[column] ?? -Infinity, y);
    // Fewer steps than columns: a step fills the columns up to the next one, a missing step stays dark.
    if (previous >= 0 && column - previous <= Math.ceil(cols / 60)) {
      for (let c = previous + 1; c < column; c++) best[c] ??= best[previous] ?? y;
    }
    previous = column;
  }
  return best;
}

function palette(u: uPlot): (name: string) => string {
  const style = getComputedStyle(u.root);
  const known = new Map<string, string>();
  return (name) => {
    let colour = known.get(name);
    if (colour === undefined) known.set(name, (colour = style.getPropertyValue(name).trim()));
    return colour;
  };
}

function visible(u: uPlot, series: number, cols: number): (number | null)[] {
  const { min, max } = u.scales['x'] as { min: number; max: number };
  return columns(u.data[0], u.data[series] as (number | null)[], min, max, cols);
}

/** Unlit lamps behind everything, and the thresholds as dashes. */
export function paintStripGround(u: uPlot, { warn, bad }: Threshold): void {
  const g = u.ctx;
  const { cols, rows, cell, left, top, height, ratio } = gridOf(u);
  const colour = palette(u);
  g.fillStyle = colour('--off');
  for (let x = 0; x < cols; x += 2) for (let y = rows - 1; y >= 0; y -= 2) g.fillRect(left + x * cell, top + y * cell + ratio, ratio, ratio);
  for (const [percent, name] of [[warn, '--warn-dim'], [bad, '--bad-dim']] as const) {
    const y = top + height - Math.round((percent / 100) * rows) * cell;
    g.fillStyle = colour(name);
    for (let x = 0; x < cols; x += 2) g.fillRect(left + x * cell, y + ratio, cell, ratio);
  }
}

/** One series, 0 to 100. A column's own level decides its colour; a gap stays dark but for one dot on the floor. */
export function paintStrip(u: uPlot, series: number, at: Threshold): void {
  const g = u.ctx;
  const { cols, rows, cell, dot, left, top, height, ratio } = gridOf(u);
  const colour = palette(u);
  visible(u, series, cols).forEach((value, i) => {
    const x = left + i * cell;
    if (value === null) {
      g.fillStyle = colour('--line');
      g.fillRect(x, top + height - dot, ratio, ratio);
      return;
    }
    const level = levelOf(value, at);
    const lit = Math.max(1, Math.min(rows, Math.round((value / 100) * rows)));
    g.fillStyle = colour(`--${level}-dim`);
    for (let k = 0; k < lit - 1; k++) {
      if (rows <= DITHER_ABOVE || (i + k) % 2 === 0) g.fillRect(x, top + height - (k + 1) * cell + ratio, dot, dot);
    }
    g.fillStyle = colour(`--${level}-fill`);
    g.fillRect(x, top + height - lit * cell + ratio, dot, dot);
  });
}

/** Unlit lamps and the middle line of two series back to back. */
export function paintMirrorGround(u: uPlot): void {
  const g = u.ctx;
  const { cols, rows, cell, left, top, ratio } = gridOf(u);
  const colour = palette(u);
  g.fillStyle = colour('--off');
  for (let x = 0; x < cols; x += 2) for (let y = 0; y < rows; y += 2) g.fillRect(left + x * cell, top + y * cell + ratio, ratio, ratio);
  g.fillStyle = colour('--line');
  g.fillRect(left, top + Math.floor(rows / 2) * cell, cols * cell, ratio);
}

/** Series 1 grows up from the middle, series 2 down, both against the same greatest value. */
export function paintMirror(u: uPlot, series: number): void {
  const g = u.ctx;
  const { cols, rows, cell, dot, left, top, ratio } = gridOf(u);
  const colour = palette(u);
  const middle = Math.floor(rows / 2);
  const up = visible(u, 1, cols);
  const down = visible(u, 2, cols);
  const most = Math.max(1, ...up.map((v) => v ?? 0), ...down.map((v) => v ?? 0));
  const half = series === 1 ? middle : rows - middle;
  (series === 1 ? up : down).forEach((value, i) => {
    if (value === null) return;
    // Anything at all lights the first cell; nothing at all lights none.
    const lit = value <= 0 ? 0 : Math.max(1, Math.min(half, Math.round((value / most) * half)));
    for (let k = 0; k < lit; k++) {
      g.fillStyle = colour(series === 1 ? (k === lit - 1 ? '--info' : '--info-bg') : k === lit - 1 ? '--good-fill' : '--good-dim');
      const y = series === 1 ? top + (middle - 1 - k) * cell + ratio : top + (middle + k) * cell + 2 * ratio;
      g.fillRect(left + i * cell, y, dot, dot);
    }
  });
}
