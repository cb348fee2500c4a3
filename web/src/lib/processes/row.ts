// What a row of the list says, as flat texts: thousands of rows pass by while one scrolls. Pure.
import type { Gap, Level, Process, Verdict } from '../api/types.ts';
import { bytes, percent1 } from '../format.ts';
import { levelOf, type Threshold } from '../parts/levels.ts';
import { portMarks, type PortMark } from './sockets.ts';
import { clipped, visible } from '../text/visible.ts';
import { commandLine } from './command.ts';

/** A value, or why there is none. */
export interface Cell {
  text: string;
  unit: string;
  /** The text is the reason of a gap. */
  gap: boolean;
}

export interface MeterCell extends Cell {
  /** Lit cells of ten; null without a bar. */
  lit: number | null;
  level: Level;
}

export interface RowModel {
  name: string;
  /** Null before it is judged. */
  verdict: Verdict | null;
  command: Cell;
  user: Cell;
  cpu: MeterCell;
  memory: MeterCell;
  read: Cell;
  write: Cell;
  /** Null when the ports could not be read; `portsGap` says why. */
  ports: readonly PortMark[] | null;
  portsGap: string;
}

/** Words for the reasons of gaps; `unknown` when none was given. */
export type GapWords = Record<Gap | 'unknown', string>;

// More does not fit any screen, and a 20,000-character argument must not be laid out a hundred times a second.
const LONGEST_NAME = 128;
const LONGEST_COMMAND = 240;
const LONGEST_USER = 64;
/** Percent of memory from which a process counts as large, and as very large. */
const MEMORY: Threshold = { warn: 20, bad: 40 };

/** Something is not nothing: a busy process lights its first cell. */
export const litCells = (percent: number): number => Math.min(10, Math.max(percent > 0.5 ? 1 : 0, Math.round(percent / 10)));

export function rowModel(p: Process, words: GapWords): RowModel {
  const missing = (key: string): Cell => ({ text: words[p.gaps[key] ?? 'unknown'], unit: '', gap: true });
  const said = (text: string, unit = ''): Cell => ({ text, unit, gap: false });
  const amount = (value: number | null, key: string): Cell => {
    if (value === null) return missing(key);
    if (value === 0) return said('');
    const quantity = bytes(value);
    return said(quantity.value, quantity.unit);
  };
  const meter = (cell: Cell, percent: number | null, at?: Threshold): MeterCell => ({
    ...cell,
    lit: percent === null ? null : litCells(percent),
    level: percent === null ? 'good' : levelOf(percent, at),
  });
  const rss = p.rss_bytes === null ? null : bytes(p.rss_bytes);
  return {
    name: p.name === null ? '?' : clipped(visible(p.name), LONGEST_NAME),
    verdict: p.verdict,
    command: p.cmdline === null ? missing('cmdline') : said(commandLine(p.cmdline, LONGEST_COMMAND)),
    user: p.username !== null ? said(clipped(visible(p.username), LONGEST_USER)) : p.uid !== null ? said(String(p.uid)) : missing('username'),
    cpu: meter(p.cpu_percent === null ? missing('cpu_percent') : said(percent1(p.cpu_percent)), p.cpu_percent),
    memory: meter(rss === null ? missing('rss_bytes') : said(rss.value, rss.unit), p.memory_percent, MEMORY),
    read: amount(p.read_bytes_per_s, 'read_bytes_per_s'),
    write: amount(p.write_bytes_per_s, 'write_bytes_per_s'),
    ports: p.ports === null ? null : portMarks(p),
    portsGap: p.ports === null ? missing('ports').text : '',
  };
}
