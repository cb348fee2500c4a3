// Policies in a replica set of MongoDB whose primary changes: with a next one at once, and with none for as long as too few are left.
import { drawer, ends, openAt, openPlanOn, rows } from '../support/ending.ts';
import { MongoSet } from '../support/mongo-set.ts';
import { findMongod } from '../support/mongo.ts';
import { Ordinary } from '../support/ordinary.ts';
import { MonitorServer } from '../support/server.ts';
import { expect, firstValue, test } from '../support/test.ts';

// Three real databases are started, and choose among themselves.
test.describe.configure({ timeout: 300_000 });

const NO_POLICIES = '지금 정책을 읽을 수 없습니다.';
const NO_RULES = '지금 규칙을 읽을 수 없습니다.';
const BACK = { timeout: 60_000 };
const program = findMongod();
let set: MongoSet;
let server: MonitorServer;

test.beforeAll(async () => {
  if (!program) return;
  set = await MongoSet.start(program);
  server = await MonitorServer.start({ environment: { MONGO_URL: set.url } });
  await server.setUp();
  await expect.poll(() => set.collection().countDocuments(), { message: 'the policies were seeded', timeout: 60_000 }).toBeGreaterThan(1_000);
});
test.afterAll(async () => {
  if (!program) return;
  await server[Symbol.asyncDispose]();
  await set[Symbol.asyncDispose]();
});
/** A test that needs a mongod: where there is none, that is said by name. */
function inMongo(title: string, body: Parameters<typeof test>[2]): void {
  if (program) test(title, body);
  else console.log(`SKIPPED MongoDB: ${title}: mongod is not installed (\`cargo xtask test\` does it)`);
}

inMongo('the primary hands over: the page reads and changes what the next one has, and processes can be ended', async ({ page }) => {
  using planted = Ordinary.start('e2e-handed');
  await openAt(page, server, '#/policies');
  await expect(rows(page).first()).toBeVisible();
  const before = await set.roles();
  await set.stepDown();
  expect((await set.roles()).primary).not.toBe(before.primary);
  await set.collection().insertOne({ name: 'e2e-after', platform: 'linux', policy: { is_system: false, terminatable: false, reason: 'written to the next one' } });
  await page.getByRole('searchbox').fill('e2e-after');
  await expect(rows(page)).toHaveCount(1, BACK);
  await rows(page).getByRole('link').click();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('Does not forbid it').click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toContainText('This policy does not forbid ending it.', BACK);
  expect(await set.collection().findOne({ name: 'e2e-after' })).toMatchObject({ policy: { terminatable: true } });
  await expect(page.getByRole('region', { name: 'The policies cannot be read now.' })).toHaveCount(0, BACK);
  await openPlanOn(page, server, planted);
  await ends(page, planted);
});

inMongo('no primary: it is said in words, nothing is ended, all else goes on, and the next one is found without help', async ({ page, browser }) => {
  using planted = Ordinary.start('e2e-orphaned');
  const context = await browser.newContext();
  const [policies, rules] = [await context.newPage(), await context.newPage()];
  await openAt(policies, server, '#/policies', 'ko');
  await expect(rows(policies).first()).toBeVisible();
  await openAt(rules, server, '#/autopilot', 'ko');
  await expect(rules.getByText('규칙이 없습니다', { exact: true })).toBeVisible();
  await openPlanOn(page, server, planted);
  const { primary, others } = await set.roles();
  // The one that is left answers, and cannot be elected.
  await Promise.all([set.kill(primary), set.kill(others[0])]);

  await test.step('an operator who presses now is refused, with the reason', async () => {
    await page.getByRole('button', { name: 'End it', exact: true }).click();
    await expect(drawer(page).or(page.getByRole('alert'))).toContainText('The policies cannot be read now, and without them nothing is ended');
    expect(planted.running).toBe(true);
  });
  await test.step('the policies are those that were read last, with the reason', async () => {
    const trouble = policies.getByRole('region', { name: NO_POLICIES });
    await expect(trouble).toContainText('정책 데이터베이스에 연결할 수 없습니다');
    await expect(trouble).toContainText('아무것도 종료할 수 없습니다');
    await expect(rows(policies).first()).toBeVisible();
  });
  await test.step('the rules cannot be read either, which is not taken for none', async () => {
    const trouble = rules.getByRole('region', { name: NO_RULES });
    await expect(trouble).toContainText('정책 데이터베이스에 연결할 수 없습니다');
    await expect(trouble).toContainText('규칙은 아무것도 하지 않습니다');
    await expect(rules.getByRole('heading', { name: '지금은 아무것도 하지 않습니다' })).toBeVisible();
    await expect(rules.getByText('규칙이 없습니다', { exact: true })).toHaveCount(0);
  });
  await test.step('instead of the button there is the reason, and everything else goes on', async () => {
    await openAt(page, server, `#/processes?p=${planted.pid}`);
    await expect(drawer(page).locator('.locked')).toContainText('The policies cannot be read now');
    await page.goto(server.url);
    await firstValue(page);
  });

  set.run(others[0]);
  expect((await set.roles()).primary, 'another one than before').not.toBe(primary);
  await expect(policies.getByRole('region', { name: NO_POLICIES })).toHaveCount(0, BACK);
  await expect(rules.getByRole('region', { name: NO_RULES })).toHaveCount(0, BACK);
  await expect(rules.getByText('규칙이 없습니다', { exact: true })).toBeVisible();
  await context.close();
  await openPlanOn(page, server, planted);
  await ends(page, planted);
});
