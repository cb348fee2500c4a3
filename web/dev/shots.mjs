// Photographs every view of the built page against the mock, at three widths, in both languages and themes,
// and runs axe on each. `npm run build && npm run shots -- OUT_DIR [name…]`; CHROMIUM names the browser,
// QUICK=1 takes two of the four looks, DEVICE=phone one width.
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const [out = '.generated/shots', ...only] = process.argv.slice(2);
const folder = resolve(out);
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = { desk: [1440, 900], tablet: [768, 1024], phone: [360, 780] };
const CALM = { signed_in: true, role: 'admin', processes: 146, cores: 8, cpu: 17, memory: 46, disk: 52, gaps: 'none', container: false, line: 'up', limited: 0, totp: false, codes_left: 10, hostname: 'seoul-web-1', services: 'some', logs: 'some', policies: 'some', autopilot: 'some', thresholds: { warn: 60, bad: 80 }, trouble: false, acting: 'well' };

const go = (hash) => async (page) => page.goto(`./#/${hash}`);
const logIn = async (page) => { await page.goto('./#/overview'); await page.fill('input[autocomplete=username]', 'minsu'); await page.fill('input[type=password]', 'correct-horse'); await page.keyboard.press('Enter'); await page.waitForSelector('input[autocomplete=one-time-code]'); };
const totp = async (page) => { await page.goto('./#/settings'); await page.click('.factor .btn'); };
const totpOffer = async (page) => { await totp(page); await page.fill('.dialog input[type=password]', 'correct-horse'); await page.keyboard.press('Enter'); await page.waitForSelector('.qr'); };
const endOf = (...pids) => async (page) => { await page.goto(`./#/processes?p=${pids.at(-1)}`); await page.click('.acts .btn.danger'); await page.waitForSelector('[data-stage=plan]'); };
/** On a phone the row has no button: the drawer has. */
const endApp = async (page) => { await page.goto('./#/processes?q=firefox'); await page.waitForSelector('[data-key]'); if (await page.locator('button.end').count()) await page.click('button.end'); else { await page.goto('./#/processes?p=5300'); await page.click('.whole button'); } await page.waitForSelector('[data-stage=plan]'); };
const NEWS = [
  { kind: 'done', actor: 'user:jiyoung', deed: 'end', key: '1-2', name: 'chrome', outcome: 'came_back' },
  { kind: 'notice', actor: 'autopilot', code: 'too_many', message: '새는 빌드 규칙이 스스로 멈췄습니다. 한꺼번에 프로세스 57개가 맞았습니다.', rule: 'leaky-build', title: '새는 빌드' },
  { kind: 'notice', actor: 'autopilot', code: 'fits', message: '커널 흉내: kworker/u4:9 프로세스가 이 규칙이 알리기로 한 상태입니다.', rule: 'impostors', title: '커널 흉내', key: '20931-4888', name: 'kworker/u4:9' },
];
const several = async (page) => { await page.goto('./#/cleanup'); await page.waitForSelector('.pick'); for (const at of [0, 1, 2, 3]) await page.locator('.pick input').nth(at).check({ force: true }); await page.click('.sum .primary'); await page.waitForSelector('[data-stage=plan]'); };
/** Name → [scene, what to do]. `still` views do not wait for a live value. */
const VIEWS = {
  overview: [{}, go('overview'), '.gauge canvas'],
  'overview-tight': [{ cpu: 70, memory: 71, disk: 66 }, go('overview'), '.gauge canvas'],
  'overview-limit': [{ cpu: 55, memory: 93 }, go('overview'), '.mood.shout'],
  'overview-first': [{ gaps: 'first' }, go('overview'), '.gauge canvas'],
  'overview-denied': [{ gaps: 'denied' }, go('overview'), '.gauge canvas'],
  'overview-gaps': [{ gaps: 'all' }, go('overview'), '.gauge canvas'],
  'overview-container': [{ container: true }, go('overview'), '.beside'],
  'overview-24': [{ cores: 24, cpu: 45 }, go('overview'), '.gauge canvas'],
  'overview-128': [{ cores: 128, cpu: 50 }, go('overview'), '.gauge canvas'],
  'overview-lost': [{}, async (page, set) => { await page.goto('./#/overview'); await page.waitForSelector('.gauge canvas'); await set({ line: 'down' }); await page.waitForSelector('.banner'); await page.waitForTimeout(2500); }, '.banner'],
  'overview-stopped': [{}, async (page, set) => { await page.goto('./#/overview'); await page.waitForSelector('.gauge canvas'); await set({ bye: 'shutdown', line: 'down' }); await page.waitForSelector('.banner'); }, '.banner'],
  'overview-full': [{}, go('overview'), '.gauge canvas', { full: true }],
  'overview-urgent': [{ trouble: true }, go('overview'), '.worst li'],
  processes: [{}, go('processes'), '[data-key]'],
  'processes-trouble': [{ trouble: true }, go('processes'), '[data-key]'],
  'processes-open': [{ trouble: true }, async (page) => { await page.goto('./#/processes?q=nginx'); await page.click('.fold'); await page.waitForSelector('.member'); }, '.member'],
  'processes-attention': [{ trouble: true }, go('processes?only=attention'), '[data-key]'],
  'processes-calm': [{}, go('processes?only=urgent'), '.empty'],
  'processes-strict': [{ trouble: true }, go('processes?mode=strict&view=flat'), '[data-key]'],
  'processes-tree': [{ trouble: true }, go('processes?view=tree'), '[data-key]'],
  'processes-ownerless': [{ trouble: true }, async (page) => { await page.goto('./#/processes'); await page.click('.note .link'); }, '.dialog .route'],
  drawer: [{ trouble: true }, go('processes?p=20931'), '.chain .chip'],
  'drawer-todo': [{ trouble: true }, async (page) => { await page.goto('./#/processes?p=20931'); await page.waitForSelector('.chain .chip'); await page.locator('.todo').scrollIntoViewIfNeeded(); await page.locator('.drawer .scroll').evaluate((one) => one.scrollBy(0, 400)); }, '.todo'],
  'drawer-end': [{ trouble: true }, async (page) => { await page.goto('./#/processes?p=998'); await page.waitForSelector('.chain .chip'); await page.locator('.drawer .scroll').evaluate((one) => one.scrollTo(0, one.scrollHeight * 0.55)); }, '.drawer'],
  'drawer-safe': [{}, go('processes?p=1324'), '.chain .chip'],
  'drawer-hostile': [{ trouble: true }, go('processes?p=7719'), '.finding'],
  'drawer-unknown': [{}, go('processes?p=7721'), '.chain .chip'],
  'end-plan': [{ trouble: true }, endOf(20931), '.track'],
  'end-crowded': [{ trouble: true, acting: 'crowded' }, endOf(20931), '.track'],
  'end-again': [{}, endOf(4102), '.track'],
  'end-done': [{}, async (page) => { await endOf(5230)(page); await page.click('.dialog .btn.danger'); }, '[data-stage=done]'],
  'end-run': [{ trouble: true }, async (page) => { await endOf(7719)(page); await page.click('.dialog .btn.danger'); await page.waitForTimeout(1800); }, '[data-stage=acting]'],
  'end-changed': [{ acting: 'changed' }, async (page) => { await endOf(5230)(page); await page.click('.dialog .btn.danger'); await page.waitForSelector('.strip'); }, '.strip'],
  'end-unavailable': [{ acting: 'unavailable' }, async (page) => { await endOf(5230)(page); await page.click('.dialog .btn.danger'); }, '[data-stage=failed]'],
  'end-locked': [{}, async (page) => { await page.goto('./#/processes?p=1324'); await page.waitForSelector('.chain .chip'); }, '.locked'],
  'end-app': [{}, endApp, '[data-stage=plan]'],
  'end-app-done': [{}, async (page) => { await endApp(page); await page.fill('.confirm input', 'firefox'); await page.click('.dialog .btn.danger'); }, '[data-stage=done]'],
  'processes-apps': [{}, go('processes?q=user:minsu'), '[data-key]'],
  'processes-paused': [{}, go('processes?view=flat&q=minsu'), '[data-key]'],
  'drawer-paused': [{}, go('processes?p=6120'), '.acts'],
  'drawer-app': [{}, go('processes?p=5300'), '.whole'],
  'pause-again': [{}, async (page) => { await page.goto('./#/processes?p=6120'); await page.click('.acts .btn:nth-child(3)'); }, '.for'],
  news: [{}, async (page, set) => { await page.goto('./#/services'); await page.waitForSelector('.row2'); for (const happened of NEWS) await set({ happened }); }, '.news .one'],
  'pause-plan': [{}, async (page) => { await page.goto('./#/processes?p=5230'); await page.click('.acts .btn:not(.danger)'); }, '.for'],
  cleanup: [{}, async (page) => { await page.goto('./#/cleanup'); await page.waitForSelector('.pick'); for (const at of [0, 1]) await page.locator('.pick input').nth(at).check({ force: true }); }, '.sum .primary'],
  'cleanup-system': [{}, async (page) => { await page.goto('./#/cleanup'); await page.click('.intro .link'); }, '.keep'],
  'cleanup-none': [{ acting: 'empty' }, go('cleanup'), '.empty'],
  'cleanup-viewer': [{ role: 'viewer' }, go('cleanup'), '.viewer'],
  'cleanup-plan': [{}, several, '[data-stage=plan]'],
  'cleanup-done': [{}, async (page) => { await several(page); const input = page.locator('.confirm input'); if (await input.count()) await input.fill(await page.locator('.wanted').innerText()); await page.click('.dialog .btn.danger'); }, '[data-stage=done]'],
  rules: [{}, go('rules/RUNS_FROM_TMP'), '[data-rule]'],
  services: [{}, go('services'), '.row2'],
  'services-all': [{}, go('services?all=1'), '.row2:nth-child(9)'],
  'services-one': [{}, go('services/shop-worker.service'), '.facts2'],
  'services-crash': [{}, go('services/docker.service'), '.facts2'],
  'services-process': [{ services: 'no_systemd' }, go('services'), '.row2'],
  'services-well': [{ services: 'well' }, go('services'), '.row2'],
  'services-denied': [{ services: 'denied' }, go('services'), '.empty'],
  'services-none': [{ services: 'none' }, go('services'), '.empty'],
  'services-empty': [{}, go('services?q=nothing'), '.empty'],
  logs: [{}, go('logs/journal'), '.l'],
  'logs-filter': [{}, go('logs/journal?q=203.0.113.9'), 'mark'],
  'logs-errors': [{}, go('logs/nginx-error.log?level=error'), '.l.danger'],
  'logs-paused': [{}, async (page) => { await page.goto('./#/logs/journal'); await page.waitForSelector('.l'); await page.click('.hold'); await page.waitForSelector('.newlines .primary'); }, '.newlines'],
  'logs-hostile': [{}, go('logs/hostile.log'), '.l'],
  'logs-nowrap': [{}, async (page) => { await page.goto('./#/logs/hostile.log'); await page.waitForSelector('.l'); await page.click('.wraps'); }, '.l'],
  'logs-notices': [{}, async (page) => { await page.goto('./#/logs/rotated.log'); await page.waitForSelector('.n'); await page.waitForTimeout(5200); }, '.n'],
  'logs-denied': [{}, go('logs/secure'), '.con .empty'],
  'logs-missing': [{}, go('logs/app.log'), '.con .empty'],
  'logs-empty': [{}, go('logs/messages'), '.con .empty'],
  'logs-unknown': [{}, go('logs/no.such.log'), '.con .empty'],
  'logs-none': [{ logs: 'none' }, go('logs'), '.empty'],
  'logs-lost': [{}, async (page, set) => { await page.goto('./#/logs/journal'); await page.waitForSelector('.l'); await set({ line: 'down' }); await page.waitForSelector('.banner'); }, '.banner'],
  autopilot: [{}, go('autopilot'), '[data-rule]', { full: true }],
  'autopilot-stopped': [{ autopilot: 'stopped' }, go('autopilot'), '[data-rule]'],
  'autopilot-tripped': [{ autopilot: 'tripped' }, go('autopilot'), '.trip'],
  'autopilot-banner': [{ autopilot: 'tripped' }, go('policies'), '.banner'],
  'autopilot-unread': [{ autopilot: 'unread' }, go('autopilot'), '[data-rule]', { full: true }],
  'autopilot-never': [{ autopilot: 'never' }, go('autopilot'), 'main section[aria-label]'],
  'autopilot-none': [{ autopilot: 'none' }, go('autopilot'), '.empty'],
  'autopilot-viewer': [{ role: 'viewer' }, go('autopilot'), '[data-rule]'],
  'autopilot-edit': [{}, async (page) => { await page.goto('./#/autopilot'); await page.click('[data-rule=leaky-build] footer .btn:nth-child(3)'); await page.waitForSelector('.preview li'); }, '.preview li'],
  'autopilot-wrong': [{}, async (page) => { await page.goto('./#/autopilot'); await page.click('.toolbar .primary'); await page.fill('.dialog input[inputmode=decimal]', 'x'); await page.click('.dialog .primary'); }, '.field-note.bad'],
  'autopilot-enforce': [{}, async (page) => { await page.goto('./#/autopilot'); await page.click('[data-rule=leaky-build] footer .btn:nth-child(1)'); }, '.dialog form'],
  policies: [{}, go('policies'), '.r[data-at]'],
  'policies-trouble': [{ policies: 'trouble' }, go('policies?end=no'), '.r[data-at]'],
  'policies-empty': [{}, go('policies?q=nothing-like-it'), '.empty'],
  'policies-failed': [{ policies: 'failed' }, go('policies'), '.empty'],
  policy: [{}, go('policies/p2'), '.drawer .facts'],
  'policy-broken': [{}, go('policies/broken1'), '.drawer .facts'],
  'policy-edit': [{}, async (page) => { await page.goto('./#/policies/p2'); await page.click('.drawer .sheet-foot .btn:first-child'); }, '.dialog form'],
  'policy-remove': [{}, async (page) => { await page.goto('./#/policies/p2'); await page.click('.drawer .sheet-foot .btn.danger'); }, '.dialog .danger'],
  'policies-import': [{}, async (page) => { await page.goto('./#/policies'); await page.click('.tools .btn:nth-child(2)'); await page.setInputFiles('.dialog input[type=file]', { name: 'our-list.csv', mimeType: 'text/csv', buffer: Buffer.from('nginx,웹 서버\nffmpeg,동영상 변환\n') }); await page.waitForSelector('.dialog li'); }, '.dialog li'],
  audit: [{}, go('audit'), '.e[data-id]'],
  'audit-refused': [{}, go('audit?refused=1&q=nginx'), '.e[data-id]'],
  'audit-viewer': [{ role: 'viewer' }, go('audit'), '.empty'],
  settings: [{}, go('settings'), 'main .panel'],
  missing: [{}, go('nothing-here'), '.empty'],
  unreachable: [{ line: 'down' }, go('overview'), '.gate form, .gate .body'],
  login: [{ signed_in: false }, go('overview'), '.gate form'],
  'login-wrong': [{ signed_in: false }, async (page) => { await page.goto('./#/overview'); await page.fill('input[autocomplete=username]', 'minsu'); await page.fill('input[type=password]', 'wrong'); await page.click('button[type=submit]'); await page.waitForSelector('.field-note.bad'); }, '.gate form'],
  'login-limited': [{ signed_in: false, limited: 47 }, async (page) => { await page.goto('./#/overview'); await page.fill('input[autocomplete=username]', 'minsu'); await page.fill('input[type=password]', 'wrong'); await page.click('button[type=submit]'); await page.waitForSelector('.field-note.warn'); }, '.gate form'],
  'signed-out': [{}, async (page, set) => { await page.goto('./#/overview'); await page.waitForSelector('.gauge canvas'); await set({ bye: 'signed_out', signed_in: false }); await page.waitForSelector('.gate form'); }, '.gate form'],
  'login-code': [{ signed_in: false, totp: true }, async (page) => { await logIn(page); await page.fill('input[autocomplete=one-time-code]', '000 000'); await page.keyboard.press('Enter'); await page.waitForSelector('.field-note.bad'); }, '.gate form'],
  'login-recovery': [{ signed_in: false, totp: true }, async (page) => { await logIn(page); await page.click('.other'); }, '.gate form'],
  'totp-password': [{}, totp, '.dialog form'],
  'totp-scan': [{}, totpOffer, '.dialog .qr'],
  'totp-codes': [{}, async (page) => { await totpOffer(page); await page.fill('.dialog input[autocomplete=one-time-code]', '287082'); await page.click('.dialog .btn.primary'); }, '.dialog ol'],
  'totp-off': [{ totp: true, codes_left: 2 }, totp, '.dialog form'],
  'totp-few': [{ totp: true, codes_left: 2 }, async (page) => { await page.goto('./#/settings'); await page.locator('.factor').scrollIntoViewIfNeeded(); }, '.factor .field-note'],
  setup: [{ signed_in: false }, async (page) => { await page.goto('./setup#token=good'); await page.fill('input[autocomplete=username]', 'minsu'); await page.fill('input[type=password]', 'correct-horse'); }, '.gate form'],
  'setup-dead': [{ signed_in: false }, async (page) => { await page.goto('./setup#token=old'); await page.fill('input[autocomplete=username]', 'minsu'); await page.fill('input[type=password]', 'correct-horse'); await page.click('button[type=submit]'); await page.waitForSelector('.todo'); }, '.gate .body'],
};
const LOOKS = [['ko', 'night'], ['en', 'paper'], ['en', 'night'], ['ko', 'paper']];

await mkdir(folder, { recursive: true });
const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
const base = server.resolvedUrls.local[0];
const set = (scene) => fetch(`${base}__mock`, { method: 'POST', body: JSON.stringify(scene) });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none', '--hide-scrollbars'],
});

let faults = 0;
const quick = process.env.QUICK === '1';
for (const [name, [scene, act, ready, options = {}]] of Object.entries(VIEWS)) {
  if (only.length > 0 && !only.some((word) => name === word || (word.endsWith('*') && name.startsWith(word.slice(0, -1))))) continue;
  for (const [lang, theme] of quick ? LOOKS.slice(0, 2) : LOOKS) {
    for (const [device, [width, height]] of Object.entries(WIDTHS)) {
      if (process.env.DEVICE && process.env.DEVICE !== device) continue;
      await set({ ...CALM, ...scene });
      const context = await browser.newContext({ viewport: { width, height }, baseURL: base, reducedMotion: 'reduce', bypassCSP: false, hasTouch: device === 'phone', locale: lang === 'ko' ? 'ko-KR' : 'en-US' });
      await context.addInitScript(([l, th]) => { localStorage.setItem('lang', l); localStorage.setItem('theme', th); }, [lang, theme]);
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      const complain = (what) => { faults += 1; console.log(`${name} ${device} ${lang} ${theme}: ${what}`); };
      page.on('pageerror', (error) => complain(`error ${error.message}`));
      page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complain(`console ${message.text()}`); });
      try {
        await act(page, set);
        await page.waitForSelector(ready, { timeout: 8000 });
        await page.evaluate(() => document.fonts.ready);
        await page.waitForTimeout(350);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) complain(`scrolls sideways by ${wide} px`);
        await page.screenshot({ path: join(folder, `${name}-${device}-${lang}-${theme}.png`), fullPage: Boolean(options.full) });
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
        for (const violation of violations) complain(`axe ${violation.id}: ${violation.nodes.map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? node.all[0]?.message ?? ''})`).slice(0, 3).join(', ')}`);
      } catch (error) {
        complain(`${error}`.split('\n')[0]);
        await page.screenshot({ path: join(folder, `${name}-${device}-${lang}-${theme}.png`) }).catch(() => undefined);
      }
      await context.close();
    }
  }
}
await browser.close();
server.httpServer.closeAllConnections?.();
await new Promise((done) => server.httpServer.close(done));
console.log(faults === 0 ? 'no faults' : `${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
