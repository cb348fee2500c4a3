import { describe, expect, it } from 'vitest';
import { directionOf, pieces, visible } from './visible.ts';

describe('text of strangers', () => {
  it('shows what would steer the screen', () => {
    expect(visible('a\u001b[31mb\u0007')).toBe('a\\x1b[31mb\\x07');
    expect(visible('cod\u202etxt.exe')).toBe('cod\\u{202e}txt.exe');
    expect(visible('one\ntwo\ttab\0')).toBe('one\\ntwo\\ttab\\0');
    expect(visible('zero\u200bwidth\u2066x\ufeff')).toBe('zero\\u{200b}width\\u{2066}x\\u{feff}');
    expect(visible('soft\u00ad filler\u3164 tag\u{e0041}')).toBe('soft\\xad filler\\u{3164} tag\\u{e0041}');
  });
  it('leaves writing of every language alone', () => {
    for (const text of ['한국어 데몬', 'עברית', 'العربية', '日本', 'nginx: worker', '<b>&amp;</b>', '😀']) expect(visible(text)).toBe(text);
  });
  it('is read from left to right once something is written out in it', () => {
    expect(directionOf(visible('مراقب\u202etxt.exe'))).toBe('ltr');
    expect(directionOf(visible('مراقب'))).toBe('auto');
  });
  it('tells a written-out character from one that was typed like it', () => {
    expect(pieces('a\u001b\u0007b \\x1b')).toEqual([
      { text: 'a', written: false },
      { text: '\\x1b\\x07', written: true },
      { text: 'b \\x1b', written: false },
    ]);
    expect(pieces('')).toEqual([{ text: '', written: false }]);
    expect(pieces('\n')).toEqual([{ text: '\\n', written: true }]);
  });
});
