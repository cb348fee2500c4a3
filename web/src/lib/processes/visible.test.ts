import { describe, expect, it } from 'vitest';
import { process } from './fixtures.ts';
import { commandLine, directionOf, oneLine, visible } from './visible.ts';

describe('text of strangers', () => {
  it('shows what would steer the screen', () => {
    expect(visible('a\u001b[31mb\u0007')).toBe('a\\x1b[31mb\\x07');
    expect(visible('cod\u202etxt.exe')).toBe('cod\\u{202e}txt.exe');
    expect(visible('one\ntwo\ttab\0')).toBe('one\\ntwo\\ttab\\0');
    expect(visible('zero\u200bwidth\u2066x\ufeff')).toBe('zero\\u{200b}width\\u{2066}x\\u{feff}');
  });
  it('leaves writing of every language alone', () => {
    for (const text of ['한국어 데몬', 'עברית', 'العربية', '日本', 'nginx: worker', '<b>&amp;</b>', '😀']) expect(visible(text)).toBe(text);
  });
  it('is read from left to right once something is written out in it', () => {
    expect(directionOf(visible('مراقب\u202etxt.exe'))).toBe('ltr');
    expect(directionOf(visible('مراقب'))).toBe('auto');
  });
  it('writes a command line with its arguments kept apart, and not without end', () => {
    expect(commandLine(['sh', '-c', 'echo "hi"', ''], 200)).toBe('sh -c "echo "hi"" ""');
    expect(commandLine(['x'.repeat(20_000)], 100)).toHaveLength(101);
  });
  it('copies one line without steering characters', () => {
    expect(oneLine(process())).toBe('nginx PID 1324 PORT 80,443');
    expect(oneLine(process({ name: 'a\nb', ports: [] }))).toBe('a\\nb PID 1324');
    expect(oneLine(process({ ports: null }))).toBe('nginx PID 1324');
  });
});
