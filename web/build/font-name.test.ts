import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { namesOf, renameFamily } from './font-name.ts';
import { ksx1001Hangul, repertoire } from './fonts.ts';

test('the reserved name is gone, the copyright stays', async () => {
  const font = await readFile(createRequire(import.meta.url).resolve('galmuri/dist/Galmuri11.ttf'));
  const renamed = renameFamily(font, 'Console Label', 'Regular');
  for (const id of [1, 3, 4, 6, 16]) expect(namesOf(renamed, id).join(' ')).not.toMatch(/galmuri|갈무리/i);
  expect(new Set(namesOf(renamed, 1))).toEqual(new Set(['Console Label']));
  expect(namesOf(renamed, 0)).toEqual(namesOf(font, 0));
});

test('a file that is no font is refused', () => {
  expect(() => renameFamily(Buffer.alloc(64), 'X', 'Regular')).toThrow(/name table/);
});

test('Hangul of KS X 1001 is whole', () => {
  const hangul = ksx1001Hangul();
  expect([...hangul]).toHaveLength(2350);
  expect(hangul.startsWith('가')).toBe(true);
  expect(hangul.endsWith('힝')).toBe(true);
  expect(repertoire()).toContain('…');
});
