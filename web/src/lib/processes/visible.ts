// Text of strangers made visible: what would steer the screen is written out instead.

// Controls, line and paragraph separators, and the marks that turn the direction of the text around.
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/** The same text with every steering character as `\n`, `\x1b` or `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(STEERING, (char) => {
    const short = SHORT[char];
    if (short !== undefined) return short;
    const code = char.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** Direction of a visible text: its own, but for one with written-out characters, which would be torn apart. */
export function directionOf(text: string): 'ltr' | 'auto' {
  return text.includes('\\u{') || text.includes('\\x') ? 'ltr' : 'auto';
}

/** At most `limit` characters, with an ellipsis for the rest: a 20,000-character argument is not drawn in a row. */
export function clipped(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

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
