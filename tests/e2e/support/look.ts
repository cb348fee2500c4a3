// What the eye would find, measured: what sticks out, what axe finds, which fonts came, which colours are drawn.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { PNG } from 'pngjs';
import { expect, type Page } from './test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
];

/** Every face that the page asked for has arrived. */
export async function fontsAreThere(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const faces = await page.evaluate(() => [...document.fonts].map((face) => `${face.family} ${face.weight} ${face.status}`));
  expect(faces.filter((face) => face.endsWith('error'))).toEqual([]);
  expect(faces.some((face) => face.endsWith(' loaded'))).toBe(true);
}

/** What makes the page or an open dialog scroll sideways: outermost elements that reach beyond it. */
export async function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const scrolls = [...document.querySelectorAll<HTMLElement>('dialog[open] .scroll')].filter((one) => one.scrollWidth > one.clientWidth);
    if (root.scrollWidth <= root.clientWidth && scrolls.length === 0) return [];
    const out = [...document.body.querySelectorAll<HTMLElement>('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5);
    return [...scrolls.map(() => 'an open dialog'), ...out.slice(0, 5).map((element) => `${element.tagName}.${element.className}`)];
  });
}

/** Findings of axe by the rules of WCAG 2.2 AA and good practice. What lies behind a modal dialog is out of reach, and is asked about when it is not. */
export async function axe(page: Page): Promise<string[]> {
  // It stays in the document that it was put into.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: Node, options: unknown): Promise<AxeResults> } };
    // What is drawn only once it comes into sight has a guessed height until then: it would lie over what follows it.
    const drawn = new CSSStyleSheet();
    drawn.replaceSync('* { content-visibility: visible !important }');
    document.adoptedStyleSheets.push(drawn);
    try {
      const reachable = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document;
      return await axe.run(reachable, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
    } finally {
      document.adoptedStyleSheets.pop();
    }
  });
  return results.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join(' ').trim()}`));
}

export function coloursOf(png: Buffer): string[] {
  const { data } = PNG.sync.read(png);
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += 4) colours.add(`#${data.subarray(i, i + 3).toString('hex')}`);
  return [...colours].sort();
}
