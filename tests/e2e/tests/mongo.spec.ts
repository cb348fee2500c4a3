// Policies in a real MongoDB that is killed, slow, closed to us, or somebody else's: the page says so in words and goes on,
// nothing is ended meanwhile, and everything comes back alone.
import { drawer, ends, openAt, openPlanOn, rows } from '../support/ending.ts';
import { COLLECTION, findMongod, Line, Mongod } from '../support/mongo.ts';
import { Ordinary } from '../support/ordinary.ts';
import { MonitorServer } from '../support/server.ts';
import { expect, firstValue, test, type Page } from '../support/test.ts';

const program = findMongod();
let mongod: Mongod;
/** Between the server and its database. */
let line: Line;
let server: MonitorServer;

/** A server on that database. */
async function serve(url: string, collection = COLLECTION): Promise<MonitorServer> {
  const started = await MonitorServer.start({ environment: { MONGO_URL: url, COLLECTION_NAME: collection } });
  await started.setUp();
  return started;
}

test.beforeAll(async () => {
  if (!program) return;
  mongod = await Mongod.start(program);
  line = await Line.to(mongod.port);
  server = await serve(mongod.url('writer', { port: line.port }));
  await expect.poll(() => mongod.collection().countDocuments(), { message: 'the policies were seeded', timeout: 60_000 }).toBeGreaterThan(1_000);
});
test.afterAll(async () => {
  if (!program) return;
  await server[Symbol.asyncDispose]();
  await line[Symbol.asyncDispose]();
  await mongod[Symbol.asyncDispose]();
});
/** A test that needs a mongod: where there is none, that is said by name. */
function inMongo(title: string, body: Parameters<typeof test>[2]): void {
  if (program) test(title, body);
  else console.log(`SKIPPED MongoDB: ${title}: mongod is not installed (\`cargo xtask test\` does it)`);
}

const search = (page: Page) => page.getByRole('searchbox');
const open = (page: Page, address: string, on = server, lang: 'ko' | 'en' = 'en') => openAt(page, on, address, lang);
const openPlan = (page: Page, of: Ordinary, on = server) => openPlanOn(page, on, of);

inMongo('what another program writes is on the page at once, and what it wrote beside ours survives us', async ({ page }) => {
  await open(page, '#/policies');
  await expect(rows(page).first()).toBeVisible();
  await search(page).fill('e2e-elsewhere');
  await expect(page.getByText('No policy fits')).toBeVisible();
  await mongod.collection().insertOne({ name: 'e2e-elsewhere', platform: 'linux', policy: { is_system: false, terminatable: false, reason: 'ask the other team' }, team: { name: 'ours' } });
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole('link').click();
  await expect(drawer(page)).toContainText('ask the other team');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('Does not forbid it').click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(drawer(page)).toContainText('This policy does not forbid ending it.');
  expect(await mongod.collection().findOne({ name: 'e2e-elsewhere' })).toMatchObject({ policy: { terminatable: true }, team: { name: 'ours' } });
  // What is open is told of a change as well.
  await mongod.collection().updateOne({ name: 'e2e-elsewhere' }, { $set: { 'policy.reason': 'they thought better of it' } });
  await expect(drawer(page)).toContainText('they thought better of it');
});

inMongo('killed: the page says what that means and how old everything is, nothing is ended, and it comes back alone', async ({ page, browser }) => {
  using planted = Ordinary.start('e2e-kept');
  const korean = await (await browser.newContext()).newPage();
  await open(korean, '#/policies', server, 'ko');
  await expect(rows(korean).first()).toBeVisible();
  await openPlan(page, planted);
  await mongod.kill();

  await test.step('an operator who presses now is refused, with the reason', async () => {
    await page.getByRole('button', { name: 'End it', exact: true }).click();
    await expect(drawer(page).or(page.getByRole('alert'))).toContainText('The policies cannot be read now, and without them nothing is ended');
    expect(planted.running).toBe(true);
  });
  await test.step('the policies are those that were read last, and say so in Korean', async () => {
    const trouble = korean.getByRole('region', { name: '지금 정책을 읽을 수 없습니다.' });
    await expect(trouble).toContainText('정책 데이터베이스에 연결할 수 없습니다');
    await expect(trouble).toContainText(/\d+초 전에 읽었습니다/);
    await expect(trouble).toContainText('데이터베이스가 답할 때까지 아무것도 종료할 수 없습니다');
    await expect(rows(korean).first()).toBeVisible();
  });
  await test.step('instead of the button there is the reason, and everything else goes on', async () => {
    await open(page, `#/processes?p=${planted.pid}`);
    await expect(drawer(page).locator('.locked')).toContainText('The policies cannot be read now');
    await expect(page.getByRole('button', { name: 'Show the plan to end it' })).toHaveCount(0);
    await page.goto(server.url);
    await firstValue(page);
  });

  await mongod.again();
  await expect(korean.getByRole('region', { name: '지금 정책을 읽을 수 없습니다.' })).toHaveCount(0);
  await korean.context().close();
  await openPlan(page, planted);
  await ends(page, planted);
});

inMongo('slow: it is refused in time, said in words, and works again when the line does', async ({ page, browser }) => {
  using planted = Ordinary.start('e2e-slow');
  const korean = await (await browser.newContext()).newPage();
  await open(korean, '#/policies', server, 'ko');
  await openPlan(page, planted);
  // Far longer than anybody waits here: whatever is said meanwhile was not the answer of the database.
  line.slow(600_000);
  await page.getByRole('button', { name: 'End it', exact: true }).click();
  await expect(drawer(page).or(page.getByRole('alert'))).toContainText('The policies cannot be read now');
  await expect(korean.getByRole('region', { name: '지금 정책을 읽을 수 없습니다.' })).toContainText(/제때 답하지 않습니다|연결할 수 없습니다/);
  expect(planted.running).toBe(true);
  line.fast();
  await expect(korean.getByRole('region', { name: '지금 정책을 읽을 수 없습니다.' })).toHaveCount(0);
  await korean.context().close();
  await openPlan(page, planted);
  await ends(page, planted);
});

inMongo('closed to writing: a change is refused in words, and reading and ending go on', async ({ page }) => {
  using planted = Ordinary.start('e2e-readonly');
  await mongod.collection().insertOne({ name: 'e2e-closed', platform: 'linux', policy: { terminatable: true } });
  await using reading = await serve(mongod.url('reader'));
  await open(page, '#/policies', reading);
  await search(page).fill('e2e-closed');
  await rows(page).getByRole('link').click();
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('the policy database does not allow that; give this user the role readWrite there');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'The policies cannot be read now.' })).toHaveCount(0);
  await openPlan(page, planted, reading);
  await ends(page, planted);
});

inMongo('wrong name and password: the server starts and says so, tells nobody the password, and works once they are right', async ({ page }) => {
  await using stranger = await serve(mongod.url('stranger'));
  using planted = Ordinary.start('e2e-stranger');
  await open(page, '#/policies', stranger, 'ko');
  await expect(page.getByText('정책을 읽을 수 없습니다', { exact: true })).toBeVisible();
  await expect(page.getByText('정책 데이터베이스가 이름과 암호를 받아들이지 않습니다', { exact: false })).toBeVisible();
  await page.goto(`${stranger.url}#/processes?p=${planted.pid}`);
  await expect(drawer(page).locator('.locked')).toContainText('지금 정책을 읽을 수 없고');
  expect(stranger.said).toMatch(/name and password|이름과 암호/);
  expect(stranger.said).not.toContain('correct-horse');
  await mongod.admit('stranger');
  await expect(drawer(page).getByRole('button', { name: '종료 계획 보기' })).toBeVisible();
  await page.goto(`${stranger.url}#/policies`);
  await expect(rows(page).first()).toBeVisible();
});

inMongo('the collection of another program: listed, inert, corrected and removed one by one, and what it names is protected', async ({ page }) => {
  const theirs = mongod.collection('customers');
  await theirs.insertMany([
    ...Array.from({ length: 8 }, (_, i) => ({ email: `customer-${i}@example.org`, orders: [i] })),
    { _id: 'by hand' as never, note: '<img src=x onerror=alert(1)>\u202e', platform: 'linux' },
    { name: 'e2e-theirs', since: new Date() },
  ]);
  using named = Ordinary.start('e2e-theirs');
  await using foreign = await serve(mongod.url('writer'), 'customers');
  await expect.poll(() => theirs.countDocuments(), { message: 'ours were seeded beside theirs', timeout: 60_000 }).toBeGreaterThan(1_000);
  await open(page, '#/policies?end=broken', foreign);
  await expect(rows(page)).toHaveCount(10);
  await expect(page.getByText('9 records have no name. Check db_name and collection_name', { exact: false })).toBeVisible();

  await test.step('what one of them names may not be ended', async () => {
    await page.goto(`${foreign.url}#/processes?p=${named.pid}`);
    await expect(drawer(page).locator('.locked')).toContainText('There is a policy of that name that cannot be understood');
    await page.goto(`${foreign.url}#/policies?end=broken`);
  });
  await test.step('one is looked at as text and made a policy', async () => {
    const { policies } = JSON.parse(foreign.run(['policy', 'list', '--json'])) as { policies: { id: string; note?: string }[] };
    await page.goto(`${foreign.url}#/policies/${policies.find(({ note }) => note !== undefined)?.id}?end=broken`);
    await expect(page.getByRole('region', { name: 'As it was written' })).toContainText('<img src=x onerror=alert(1)>\\u{202e}');
    await expect(drawer(page).locator('img')).toHaveCount(0);
    await expect(drawer(page)).toContainText('This record names nothing, so it forbids nothing.');
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('name', { exact: true }).fill('e2e-mended');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(drawer(page)).toContainText('This policy forbids ending it.');
    expect(await theirs.findOne({ _id: 'by hand' as never })).toMatchObject({ name: 'e2e-mended', platform: 'linux', policy: { terminatable: false }, note: '<img src=x onerror=alert(1)>\u202e' });
    await page.keyboard.press('Escape');
  });
  await test.step('one is removed, and no other', async () => {
    const before = await theirs.countDocuments();
    await page.getByRole('link', { name: /without a name/ }).first().click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog', { name: 'Remove this record without a name?' }).getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('The record is removed.')).toBeVisible();
    await expect(rows(page)).toHaveCount(8);
    expect(await theirs.countDocuments()).toBe(before - 1);
    expect(await theirs.countDocuments({ email: { $exists: true } })).toBe(7);
  });
  await test.step('the terminal says the same and does the same', async () => {
    const { check } = JSON.parse(foreign.found(['policy', 'check', '--json'], 6)) as { check: { id: string; name: string | null; way_out?: string }[] };
    const [first] = check.filter(({ name }) => name === null);
    expect(first?.way_out).toContain(`policy remove --id ${first?.id}`);
    foreign.run(['policy', 'remove', '--id', first?.id ?? '']);
    await expect(rows(page)).toHaveCount(7);
    const audited = JSON.parse(foreign.run(['audit', '--json'])) as { audit: { action: string; name: string | null; outcome: string }[] };
    expect(audited.audit.filter(({ action, outcome }) => action.startsWith('policy_') && outcome === 'ok').map(({ action, name }) => [action, name === first?.id || name])).toEqual([
      ['policy_removed', true],
      ['policy_removed', expect.any(String)],
      ['policy_set', 'e2e-mended'],
    ]);
  });
});
