// How it looks: widths, languages, themes, pixel fonts, accessibility. Pictures stay in target/e2e-shots.
import { axe, coloursOf, fontsAreThere, overhang, WIDTHS } from '../support/look.ts';
import { Ordinary } from '../support/ordinary.ts';
import { Rules } from '../support/rules.ts';
import { expect, firstValue, remember, signIn, test, type Page } from '../support/test.ts';

const SHOTS = new URL('../../../target/e2e-shots/', import.meta.url).pathname;
/** What is still so at last: a page that is just being laid out anew is not what the eye finds. */
const soft = expect.configure({ soft: true });

// Each test is as long as other files.
test.describe.configure({ mode: 'parallel' });

/** What has to be there for the views to show something. */
interface Scene {
  /** A process with children, which may be ended. */
  parent: Ordinary;
}
interface View {
  name: string;
  address: string;
  /** What is pressed once the address is open. */
  open?: (page: Page, scene: Scene) => Promise<void>;
  ready: (page: Page) => Promise<void>;
}
const at = (selector: string) => (page: Page) => expect(page.locator(selector).first()).toBeVisible();
const planned = at('[data-stage=plan]');

const VIEWS: View[] = [
  { name: 'overview', address: '#/overview', ready: firstValue },
  { name: 'processes', address: '#/processes', ready: at('[data-key]') },
  { name: 'drawer', address: '#/processes?p=1', ready: (page) => expect(page.getByRole('dialog').locator('.facts')).toBeVisible() },
  { name: 'cleanup', address: '#/cleanup', ready: at('.intro .link') },
  { name: 'cleanup-plan', address: '#/cleanup?', open: pickAndPlan, ready: planned },
  { name: 'services', address: '#/services', ready: at('.row2') },
  { name: 'logs', address: '#/logs/sample.log', ready: at('.l') },
  { name: 'policies', address: '#/policies', ready: at('.r[data-at]') },
  { name: 'policy-form', address: '#/policies?', open: (page) => page.locator('.tools .btn').first().click(), ready: at('.dialog form') },
  { name: 'audit', address: '#/audit', ready: at('.e[data-id]') },
  { name: 'autopilot', address: '#/autopilot', ready: at('[data-rule]') },
  { name: 'rule-form', address: '#/autopilot?', open: (page) => page.locator('[data-rule=e2e-look] footer .btn').nth(2).click(), ready: at('.preview [role=status]') },
  { name: 'settings', address: '#/settings', ready: at('[data-section=users] tbody tr, [data-section=users] li') },
  { name: 'end-plan', address: '#/processes?', open: planToEnd, ready: planned },
];
/** Drawn in all four looks: most of what there is is in them. The others are in one theme a language. */
const IN_ALL = ['overview', 'drawer'];

async function planToEnd(page: Page, { parent }: Scene): Promise<void> {
  await page.evaluate((pid) => (location.hash = `#/processes?p=${pid}`), parent.pid);
  await page.locator('.acts .btn.danger').click();
}
async function pickAndPlan(page: Page, { parent }: Scene): Promise<void> {
  await page.locator(`[data-key^="${parent.pid}-"] input`).press('Space');
  await page.locator('.sum .btn.primary').click();
}

for (const lang of ['ko', 'en'] as const) {
  for (const theme of ['night', 'paper'] as const) {
    const views = VIEWS.filter(({ name }) => (lang === 'ko') === (theme === 'night') || IN_ALL.includes(name));
    test(`every view in ${lang} on ${theme} fits every width and has no finding of axe`, async ({ page, server }) => {
      test.setTimeout(300_000);
      using parent = Ordinary.parent('e2e-look', 2);
      await using rules = await Rules.of(server);
      await rules.put('e2e-look', { title: '새는 빌드를 찾는 규칙', match: { path: '/opt/e2e-look/*', user: 'nobody' }, when: { cpu_percent_over: 90, for_s: 3600 }, action: 'end', limits: { at_once: 3, per_hour: 5, cooldown_s: 60 } });
      await remember(page, { lang, theme });
      await signIn(page, server);
      await page.goto(server.url);
      // From wide to narrow and back: every other view is opened on the phone.
      let sizes = [...WIDTHS];
      for (const view of views) {
        await test.step(view.name, async () => {
          for (const [step, size] of sizes.entries()) {
            await page.setViewportSize(size);
            if (step === 0) {
              await page.goto(server.url + view.address);
              await view.open?.(page, { parent });
            }
            await view.ready(page);
            await fontsAreThere(page);
            await page.screenshot({ path: `${SHOTS}${view.name}-${lang}-${theme}-${size.width}.png` });
            await soft.poll(() => overhang(page), { message: `${view.name}: nothing sticks out at ${size.width} px` }).toEqual([]);
            await soft.poll(() => axe(page), { message: `${view.name}: axe at ${size.width} px` }).toEqual([]);
          }
        });
        sizes = sizes.reverse();
      }
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
    });
  }
}

for (const lang of ['ko', 'en'] as const) {
  test(`the doors in ${lang} fit every width and have no finding of axe`, async ({ page, server }) => {
    await remember(page, { lang });
    for (const [name, address] of [['log-in', ''], ['set-up', 'setup#token=nonsense'], ['set-up-dead', 'setup']] as const) {
      await page.goto('about:blank');
      await page.goto(server.url + address);
      for (const size of WIDTHS) {
        await page.setViewportSize(size);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await fontsAreThere(page);
        await page.screenshot({ path: `${SHOTS}${name}-${lang}-night-${size.width}.png` });
        await soft.poll(() => overhang(page), { message: `${name} at ${size.width} px` }).toEqual([]);
        await soft.poll(() => axe(page), { message: `axe on ${name} at ${size.width} px` }).toEqual([]);
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

test.describe('for a thumb', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('whatever is hit is 44 px high', async ({ page, server }) => {
    using parent = Ordinary.parent('e2e-thumb', 1);
    await using rules = await Rules.of(server);
    await rules.put('e2e-thumb', { title: 'Thumb', match: { path: '/opt/e2e-thumb/*' }, when: { for_s: 3600 }, action: 'notify' });
    await signIn(page, server);
    const scene = [
      { address: '#/cleanup', ready: at('.pick') },
      { address: `#/processes?p=${parent.pid}`, ready: at('.acts .btn.danger') },
      { address: '#/policies', ready: at('.r[data-at]') },
      { address: '#/autopilot', ready: at('[data-rule]') },
    ];
    for (const { address, ready } of scene) {
      await page.goto(server.url + address);
      await ready(page);
      await soft.poll(() => small(page), { message: address }).toEqual([]);
    }
    await page.goto(`${server.url}#/processes?p=${parent.pid}`);
    await page.locator('.acts .btn.danger').click();
    await planned(page);
    await soft.poll(() => small(page), { message: 'the plan' }).toEqual([]);
  });
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
  for (const view of VIEWS.filter(({ open, name }) => open === undefined && name !== 'autopilot')) {
    await page.goto(server.url + view.address);
    await view.ready(page);
    const moving = () =>
      page.evaluate(() =>
        document.getAnimations().filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration ?? 0) > 10).map((one) => (one.effect as KeyframeEffect).target?.className ?? '?'),
      );
    await expect.poll(moving, { message: view.name }).toEqual([]);
  }
});

/** Buttons, boxes and rows that lead somewhere of which less than 44 px can be hit. Links within a sentence are as high as its lines. */
async function small(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const least = 44;
    const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    const found: string[] = [];
    for (const one of scope.querySelectorAll<HTMLElement>('button, select, a.btn, .hit a, label:has(input)')) {
      one.scrollIntoView({ block: 'center' });
      const box = one.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (x < 0 || x > innerWidth || y < least || y > innerHeight - least) continue;
      const mine = (dy: number): boolean => {
        const hit = document.elementFromPoint(x, y + dy);
        return hit !== null && hit.closest('button, select, a, label') === one;
      };
      if (!mine(0)) continue;
      let high = 1;
      for (const way of [-1, 1]) for (let dy = way; Math.abs(dy) <= least && mine(dy); dy += way) high += 1;
      if (high < least - 1) found.push(`${high} px ${one.tagName}.${one.className}`);
    }
    return [...new Set(found)];
  });
}
