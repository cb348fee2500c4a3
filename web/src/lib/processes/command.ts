// A process in one line of text: its command line, and what is copied for a colleague.
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

/** What is copied for a colleague: `name PID n PORT a,b`, the ports only where there are some. */
export function oneLine(process: { name: string | null; pid: number; ports: readonly number[] | null }): string {
  const ports = process.ports !== null && process.ports.length > 0 ? ` PORT ${process.ports.join(',')}` : '';
  return `${visible(process.name ?? '?')} PID ${process.pid}${ports}`;
}
