import { beforeEach, expect, test, vi } from 'vitest';
import { Desk } from './desk.svelte.ts';
import type { ActionEvent, Outcome, Plan } from './shapes.ts';

interface Call {
  path: string;
  body?: unknown;
  answer: (value: unknown) => void;
  refuse: (status: number, code: string, detail?: string) => void;
}
const calls = vi.hoisted((): Call[] => []);
const ears = vi.hoisted(() => new Set<(event: ActionEvent) => void>());

vi.mock('../api/client.ts', () => {
  class ApiError extends Error {
    readonly title = 'refused';
    constructor(readonly status: number, readonly code: string, readonly detail: string) {
      super(detail);
    }
  }
  const call = (path: string, body?: unknown) =>
    new Promise((answer, fail) => calls.push({ path, body, answer, refuse: (status, code, detail = '') => fail(new ApiError(status, code, detail)) }));
  return { ApiError, segment: encodeURIComponent, api: { get: (path: string) => call(path), post: call } };
});
vi.mock('./actions.svelte.ts', () => ({
  actions: {
    on: (ear: (event: ActionEvent) => void) => {
      ears.add(ear);
      return () => ears.delete(ear);
    },
    tells: () => () => undefined,
  },
}));

const KEY = '7-70';
const plan = (values: Partial<Plan> = {}): Plan => ({
  id: 'plan-1', key: KEY, name: 'chrome', kind: 'end', permitted: true, code: null, reason: null, steps: [], children: [], complete: true, sockets: [], files_for_writing: [], files_complete: true, restarts: null,
  lockout: { risk: false, why: null }, frees_bytes: 1, init_of_namespace: false, protected_members: [], gaps: {}, ...values,
});
const outcome = (values: Partial<Outcome> = {}): Outcome => ({ key: KEY, name: 'chrome', result: 'ended', signals: ['TERM'], took_ms: 9, verified: true, message: 'ended', members: [], ...values });
const event = (values: Partial<ActionEvent> = {}): ActionEvent => ({ kind: 'done', at: '', actor: 'user:kim', deed: 'end', key: KEY, name: 'chrome', outcome: 'ended', ...values });
const last = (): Call => calls.at(-1) as Call;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
};
const hear = (one: ActionEvent): void => {
  for (const ear of ears) ear(one);
};

let desk: Desk;
beforeEach(() => {
  calls.length = 0;
  ears.clear();
  desk = new Desk(KEY, 'end', 'user:minsu');
  desk.watch();
});
async function planned(values: Partial<Plan> = {}): Promise<void> {
  void desk.look();
  last().answer(plan(values));
  await settle();
}

test('the plan that was shown is the one that is carried out, at the chosen key', async () => {
  await planned();
  void desk.act();
  expect(last()).toMatchObject({ path: 'processes/7-70/end', body: { group: false, plan: 'plan-1' } });
  expect(desk.stage.at).toBe('acting');
  last().answer(outcome());
  await settle();
  expect(desk.stage).toMatchObject({ at: 'done', outcome: { result: 'ended' } });
});

test('nothing is sent before there is a plan, nor twice', async () => {
  void desk.look();
  await desk.act();
  expect(calls).toHaveLength(1);
  last().answer(plan());
  await settle();
  void desk.act();
  void desk.act();
  expect(calls).toHaveLength(2);
});

test('with everything below it the plan is asked for anew, and an answer that comes late is not taken for it', async () => {
  await planned();
  void desk.look(true);
  const slow = last();
  void desk.look(false);
  last().answer(plan({ id: 'alone' }));
  await settle();
  slow.answer(plan({ id: 'group' }));
  await settle();
  expect(desk.group).toBe(false);
  expect(desk.stage).toMatchObject({ at: 'plan', plan: { id: 'alone' } });
});

test('while the plan with everything below it is asked for, nothing is told of it and nothing is done', async () => {
  await planned();
  void desk.look(true);
  const asked = last();
  await desk.act();
  expect([calls.at(-1), desk.group]).toEqual([asked, false]);
  asked.answer(plan({ id: 'group' }));
  await settle();
  expect(desk.group).toBe(true);
  void desk.act();
  expect(last().body).toMatchObject({ group: true, plan: 'group' });
});

test('what changed since the plan is shown anew, and nothing was done', async () => {
  await planned();
  void desk.act();
  last().refuse(409, 'changed_since_plan');
  await settle();
  expect(last().path).toContain('processes/7-70/plan?kind=end');
  last().answer(plan({ id: 'plan-2' }));
  await settle();
  expect([desk.anew, desk.stage]).toMatchObject([true, { at: 'plan', plan: { id: 'plan-2' } }]);
  void desk.act();
  expect(last().body).toMatchObject({ plan: 'plan-2' });
  expect(desk.anew).toBe(false);
});

test('a process that ends by itself leaves nothing to do, and an answer on its way changes nothing', async () => {
  await planned();
  void desk.look();
  const late = last();
  desk.vanished();
  late.answer(plan());
  await settle();
  expect(desk.stage).toEqual({ at: 'gone', by: null, before: false });
  await desk.act();
  expect(calls).toHaveLength(2);
});

test('its own end is told by its outcome, not as if it had gone by itself', async () => {
  await planned();
  void desk.act();
  hear(event({ kind: 'begun', actor: 'user:minsu' }));
  desk.vanished();
  expect(desk.stage.at).toBe('acting');
  last().answer(outcome({ result: 'killed' }));
  await settle();
  expect(desk.stage).toMatchObject({ at: 'done', outcome: { result: 'killed' } });
});

test('somebody else at the same process is told, and who ended it', async () => {
  await planned();
  hear(event({ kind: 'begun', key: '8-80' }));
  expect(desk.other).toBeNull();
  hear(event({ kind: 'begun' }));
  expect([desk.other, desk.stage.at]).toEqual(['kim', 'plan']);
  hear(event());
  expect(desk.stage).toEqual({ at: 'gone', by: 'kim', before: false });
});

test('who ended it is told also where the list was quicker than the news', async () => {
  await planned();
  desk.vanished();
  hear(event({ kind: 'begun' }));
  hear(event());
  expect(desk.stage).toEqual({ at: 'gone', by: 'kim', before: false });
});

test('a refusal of somebody else ends nothing here', async () => {
  await planned();
  hear(event({ kind: 'begun' }));
  hear(event({ outcome: null, code: 'role' }));
  expect([desk.other, desk.stage.at]).toEqual([null, 'plan']);
});

test('what comes back later changes the outcome that is shown', async () => {
  await planned();
  void desk.act();
  last().answer(outcome());
  await settle();
  hear(event({ actor: 'user:minsu', outcome: 'came_back', message: 'cron did it', restarted_as: '9-90' }));
  expect(desk.stage).toMatchObject({ at: 'done', outcome: { result: 'came_back', message: 'cron did it', restarted_as: '9-90' } });
});

test('a refused plan offers nothing; a refusal of the deed is told in the words of the server', async () => {
  await planned({ permitted: false, code: 'root', reason: 'root owns it' });
  expect(desk.stage).toMatchObject({ at: 'refused', code: 'root', reason: 'root owns it' });
  await desk.act();
  expect(calls).toHaveLength(1);
  desk = new Desk(KEY, 'end', 'user:minsu');
  await planned();
  void desk.act();
  last().refuse(403, 'policy_forbids', 'keep it');
  await settle();
  expect(desk.stage).toMatchObject({ at: 'refused', code: 'policy_forbids', reason: 'keep it' });
});

test('every failure is one of few: gone, denied, not recorded, no answer', async () => {
  for (const [status, code, at] of [[410, 'gone', 'gone'], [409, 'not_the_same_process', 'gone'], [403, 'denied', 'failed'], [503, 'audit_unavailable', 'failed'], [0, 'network', 'failed']] as const) {
    desk = new Desk(KEY, 'end', 'user:minsu');
    await planned();
    void desk.act();
    last().refuse(status, code, 'why');
    await settle();
    expect(desk.stage.at, code).toBe(at);
    if (desk.stage.at === 'failed') expect([desk.stage.sent, desk.stage.text]).toEqual([true, status === 0 ? '' : 'why']);
  }
});

test('a pause says how long, and keeps it standing where that is wished', async () => {
  desk = new Desk(KEY, 'pause', 'user:minsu');
  await planned({ kind: 'pause' });
  void desk.act(30);
  expect(last()).toMatchObject({ path: 'processes/7-70/pause', body: { minutes: 30 } });
  last().refuse(503, 'busy');
  await settle();
  void desk.look();
  last().answer(plan({ kind: 'pause' }));
  await settle();
  void desk.act(null);
  expect(last().body).toEqual({ minutes: null });
});
