// Text of strangers made visible: what would steer the screen or hide is written out instead.
// The same characters as in the terminal and the logs of the server (`domain::text::visible`).

// Controls, direction marks, overrides and isolates, separators, fillers and tags that are drawn as nothing.
const STEERING = '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';
const ONE = new RegExp(`[${STEERING}]`, 'gu');
const RUNS = new RegExp(`[${STEERING}]+`, 'gu');
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

function written(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** The same text with every steering character as `\n`, `\x1b` or `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(ONE, written);
}

/** A piece of a visible text; `written` when it stands for characters that are not shown themselves. */
export interface Piece {
  text: string;
  written: boolean;
}

/** The visible text in pieces, so that a written-out character can be told from one that was typed like it. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const run of text.matchAll(RUNS)) {
    if (run.index > at) found.push({ text: text.slice(at, run.index), written: false });
    found.push({ text: visible(run[0]), written: true });
    at = run.index + run[0].length;
  }
  if (at < text.length || found.length === 0) found.push({ text: text.slice(at), written: false });
  return found;
}

/** Direction of a visible text: its own, but for one with written-out characters, which would be torn apart. */
export function directionOf(text: string): 'ltr' | 'auto' {
  return text.includes('\\u{') || text.includes('\\x') ? 'ltr' : 'auto';
}

/** At most `limit` characters, with an ellipsis for the rest: a 20,000-character argument is not drawn in a row. */
export function clipped(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}
