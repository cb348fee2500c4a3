// How it looks: widths, languages, themes, pixel fonts, accessibility. Pictures stay in target/e2e-shots.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { PNG } from 'pngjs';
import { expect, firstValue, remember, signIn, test, type Page } from '../support/test.ts';

const SHOTS = new URL('../../../target/e2e-shots/', import.meta.url).pathname;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const VIEWS = [
  { name: 'overview', address: '#/overview', ready: firstValue },
  { name: 'processes', address: '#/processes', ready: (page: Page) => expect(page.locator('[data-key]').first()).toBeVisible() },
  { name: 'drawer', address: '#/processes?p=1', ready: (page: Page) => expect(page.getByRole('dialog').locator('.facts')).toBeVisible() },
  { name: 'cleanup', address: '#/cleanup', ready: (page: Page) => expect(page.getByRole('button', { name: /See why they are left alone|왜 그대로 두는지 보기/ })).toBeVisible({ timeout: 25_000 }) },
  { name: 'services', address: '#/services', ready: (page: Page) => expect(page.locator('.row2').first()).toBeVisible() },
  { name: 'logs', address: '#/logs/sample.log', ready: (page: Page) => expect(page.locator('.l').last()).toBeVisible() },
  { name: 'settings', address: '#/settings', ready: (page: Page) => expect(page.locator('[data-section=users] tbody tr, [data-section=users] li').first()).toBeVisible() },
] as const;
const WIDTHS = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
];

for (const lang of ['ko', 'en'] as const) {
  for (const theme of ['night', 'paper'] as const) {
    // Each view in both languages and both themes; all four together where most is drawn.
    const together = (lang === 'ko') === (theme === 'night');
    for (const view of VIEWS.filter(({ name }) => together || name === 'overview' || name === 'drawer')) {
      test(`${view.name} in ${lang} on ${theme} fits every width and has no finding of axe`, async ({ page, server }) => {
        await remember(page, { lang, theme });
        await signIn(page, server);
        for (const size of WIDTHS) {
          await page.setViewportSize(size);
          await page.goto('about:blank');
          await page.goto(server.url + view.address);
          await view.ready(page);
          await fontsAreThere(page);
          await page.screenshot({ path: `${SHOTS}${view.name}-${lang}-${theme}-${size.width}.png` });
          expect(await overhang(page), `nothing sticks out at ${size.width} px`).toEqual([]);
          expect(await axe(page), `axe at ${size.width} px`).toEqual([]);
        }
        await expect(page.locator('html')).toHaveAttribute('lang', lang);
      });
    }
  }
}

for (const lang of ['ko', 'en'] as const) {
  test(`the doors in ${lang} fit every width and have no finding of axe`, async ({ page, server }) => {
    await remember(page, { lang });
    for (const size of WIDTHS) {
      for (const [name, address] of [['log-in', ''], ['set-up', 'setup#token=nonsense'], ['set-up-dead', 'setup']] as const) {
        await page.setViewportSize(size);
        await page.goto('about:blank');
        await page.goto(server.url + address);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await fontsAreThere(page);
        await page.screenshot({ path: `${SHOTS}${name}-${lang}-night-${size.width}.png` });
        expect(await overhang(page), `${name} at ${size.width} px`).toEqual([]);
        expect(await axe(page), `axe on ${name} at ${size.width} px`).toEqual([]);
      }
    }
  });
}

test('Hangul in the pixel font is drawn in exactly two colours', async ({ page, server }) => {
  await remember(page, { lang: 'ko' });
  await signIn(page, server);
  await page.goto(server.url);
  await firstValue(page);
  await fontsAreThere(page);
  // A line of its own on a plain ground, in the page's own font and size: nothing else is in the picture.
  for (const cls of ['px', 'px-b', 'px2', 'title']) {
    await page.evaluate((name) => {
      document.getElementById('e2e-line')?.remove();
      const line = document.createElement('div');
      line.id = 'e2e-line';
      line.className = name;
      line.textContent = '서버가 느긋합니다 뚫린 값 0123';
      // Through the object model: the page's policy forbids style attributes, as it should.
      line.style.cssText = 'position: fixed; left: 0; top: 0; z-index: 99999; padding: 8px; background: #000; color: #fff;';
      document.body.append(line);
    }, cls);
    expect(coloursOf(await page.locator('#e2e-line').screenshot({ path: `${SHOTS}hangul-${cls}.png` })), `.${cls}`).toEqual(['#000000', '#ffffff']);
  }
});

test('language and theme change at once and are remembered', async ({ console: page }) => {
  await page.getByRole('banner').getByRole('button', { name: '한국어로 바꾸기' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('link', { name: '프로세스' }).first()).toBeVisible();
  const theme = page.locator('html');
  const before = await theme.getAttribute('data-theme');
  await page.getByRole('banner').getByRole('button').last().click();
  await expect(theme).not.toHaveAttribute('data-theme', before ?? '');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(theme).not.toHaveAttribute('data-theme', before ?? '');
});

test('with reduced motion nothing moves', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page, server);
  for (const view of VIEWS) {
    await page.goto('about:blank');
    await page.goto(server.url + view.address);
    await view.ready(page);
    const moving = await page.evaluate(() =>
      document.getAnimations().filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration ?? 0) > 10).map((one) => (one.effect as KeyframeEffect).target?.className ?? '?'),
    );
    expect(moving, view.name).toEqual([]);
  }
});

/** Every face that the page asked for has arrived. */
async function fontsAreThere(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const faces = await page.evaluate(() => [...document.fonts].map((face) => `${face.family} ${face.weight} ${face.status}`));
  expect(faces.filter((face) => face.endsWith('error'))).toEqual([]);
  expect(faces.some((face) => face.endsWith(' loaded'))).toBe(true);
}

/** What makes the page scroll sideways: outermost elements that reach beyond it. */
async function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll<HTMLElement>('*')].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5);
    return out.slice(0, 5).map((element) => `${element.tagName}.${element.className}`);
  });
}

/** Findings of axe by the rules of WCAG 2.2 AA and good practice. */
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } };
    return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
  });
  return results.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join(' ').trim()}`));
}

function coloursOf(png: Buffer): string[] {
  const { data } = PNG.sync.read(png);
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += 4) colours.add(`#${data.subarray(i, i + 3).toString('hex')}`);
  return [...colours].sort();
}
