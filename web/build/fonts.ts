// Cuts the Galmuri faces down to what a Korean or English console shows, under a family name of our own,
// and puts their licence beside them. Runs before every build; the result is kept until its inputs change.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';
import { renameFamily } from './font-name.ts';

const web = fileURLToPath(new URL('..', import.meta.url));
const out = join(web, '.generated', 'fonts');

const FACES = [
  { source: 'Galmuri11.ttf', family: 'Console Label', style: 'Regular', file: 'console-label.woff2' },
  { source: 'Galmuri11-Bold.ttf', family: 'Console Label', style: 'Bold', file: 'console-label-bold.woff2' },
  { source: 'Galmuri14.ttf', family: 'Console Title', style: 'Regular', file: 'console-title.woff2' },
  { source: 'GalmuriMono11.ttf', family: 'Console Mono', style: 'Regular', file: 'console-mono.woff2' },
];

/** The 2,350 syllables of KS X 1001: what Korean text is written with. */
export function ksx1001Hangul(): string {
  const bytes: number[] = [];
  for (let row = 0xb0; row <= 0xc8; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  return new TextDecoder('euc-kr').decode(Uint8Array.from(bytes));
}

function span(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');
}

/** Latin with accents, Hangul and its letters, and the signs of the interface. */
export function repertoire(): string {
  return span(0x20, 0x7e) + span(0xa0, 0x17f) + span(0x3131, 0x3163) + ksx1001Hangul() + '‐–—‘’“”•…′″€₩←↑→↓−≈≠≤≥×·│└├─▲▼◀▶●○■□※';
}

async function generate(): Promise<void> {
  const fonts = dirname(createRequire(import.meta.url).resolve('galmuri/dist/Galmuri11.ttf'));
  const text = repertoire();
  const stamp = createHash('sha256').update(text).update(JSON.stringify(FACES));
  for (const name of ['fonts.ts', 'font-name.ts']) stamp.update(await readFile(join(web, 'build', name)));
  for (const face of FACES) stamp.update(await readFile(join(fonts, face.source)));
  const wanted = stamp.digest('hex');
  const stampFile = join(out, 'inputs.sha256');
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === wanted) return;

  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  for (const face of FACES) {
    const whole = renameFamily(await readFile(join(fonts, face.source)), face.family, face.style);
    await writeFile(join(out, face.file), await subsetFont(whole, text, { targetFormat: 'woff2' }));
  }
  const licence = (await readdir(fonts)).find((name) => /^licen[cs]e/i.test(name));
  if (!licence) throw new Error(`no licence found beside the fonts in ${fonts}; a font may not be shipped without it`);
  await writeFile(join(out, 'OFL.txt'), await readFile(join(fonts, licence)));
  await writeFile(stampFile, wanted);
}

export function pixelFonts(): Plugin {
  return {
    name: 'pixel-fonts',
    async buildStart() {
      await generate();
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'assets/OFL.txt', source: await readFile(join(out, 'OFL.txt')) });
    },
  };
}
