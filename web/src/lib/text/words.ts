// Words of a filter: how they are cut out of what was typed, and how they are compared. Pure.
// They are compared literally: no pattern of a stranger is ever run.

/** Longest filter that is read; the rest of a pasted novel is ignored. */
export const MAX_FILTER = 512;
const MAX_TERMS = 32;

/** One comparable spelling: composed, lower-case. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** One word, and whether it stood in quotes. */
export interface Token {
  text: string;
  quoted: boolean;
}

/** Splits at blanks; a pair of double quotes keeps blanks, an unclosed one reaches to the end. */
export function tokens(query: string): Token[] {
  const found: Token[] = [];
  let text = '';
  let open = false;
  let started = false;
  let quoted = false;
  for (const char of query.slice(0, MAX_FILTER)) {
    if (char === '"') {
      if (!open && text === '') quoted = true;
      open = !open;
      started = true;
    } else if (!open && char.trim() === '') {
      if (started && text !== '') found.push({ text, quoted });
      text = '';
      started = false;
      quoted = false;
    } else {
      text += char;
      started = true;
    }
  }
  if (started && text !== '') found.push({ text, quoted });
  return found.slice(0, MAX_TERMS);
}
