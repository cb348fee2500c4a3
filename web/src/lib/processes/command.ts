// A process in one line of text: its command line, and what is copied for a colleague.
import type { Verdict } from '../api/types.ts';
import { DOT } from '../judging/verdict.ts';
import { clipped, visible } from '../text/visible.ts';

/** The command line as one visible line, arguments with blanks in quotes. */
export function commandLine(args: readonly string[], limit: number): string {
  let line = '';
  for (const arg of args) {
    if (line.length > limit) break;
    const piece = arg === '' || /[\s"]/u.test(arg) ? `"${arg}"` : arg;
    line += line === '' ? piece : ` ${piece}`;
  }
  return clipped(visible(line), limit);
}

/** What is copied for a colleague: `🟢 name PID n PORT a,b`, the dot only where it is judged, the ports only where there are some. */
export function oneLine(process: { name: string | null; pid: number; ports: readonly number[] | null; verdict: Verdict | null }): string {
  const ports = process.ports !== null && process.ports.length > 0 ? ` PORT ${process.ports.join(',')}` : '';
  const dot = process.verdict === null ? '' : `${DOT[process.verdict]} `;
  return `${dot}${visible(process.name ?? '?')} PID ${process.pid}${ports}`;
}

/** The same with what it does and how it stands below it: `└ role`, `└ state`. */
export function asConsole(line: string, ...below: (string | null)[]): string {
  return [line, ...below.filter((text) => text !== null && text !== '').map((text) => `└ ${text}`)].join('\n');
}
