import { expect, test } from 'vitest';
import { process } from '../processes/fixtures.ts';
import { each, inOrder, together, type Drawn } from './several.ts';
import type { Plan } from './shapes.ts';

const plan = (key: string, values: Partial<Plan> = {}): Drawn => ({
  key, name: `n${key}`,
  plan: {
    id: key, key, name: `n${key}`, kind: 'end', permitted: true, code: null, reason: null, steps: [], children: [], complete: true, sockets: [], files_for_writing: [], files_complete: true, restarts: null,
    lockout: { risk: false, why: null }, frees_bytes: 10, init_of_namespace: false, protected_members: [], gaps: {}, ...values,
  },
});
const socket = (port: number) => ({ proto: 'tcp', address: '::', port, exposure: 'public' }) as const;

test('several plans are one: what may go is counted, what may not is named, what has gone is not ended again', () => {
  const all = together([
    plan('1-1', { children: [{ key: '9-9', name: 'x' }], frees_bytes: null }),
    plan('2-2', { sockets: [socket(443), socket(80)], restarts: { by: 'systemd', what_to_do: '' } }),
    plan('3-3', { sockets: [socket(80)], files_for_writing: ['/a'], lockout: { risk: true, why: null } }),
    plan('4-4', { permitted: false, code: 'root', frees_bytes: 99, sockets: [socket(22)] }),
    { key: '5-5', name: 'gone', gone: true },
    { key: '6-6', name: 'lost', failed: 'no answer' },
  ]);
  expect(all.ready.map(({ key }) => key)).toEqual(['1-1', '2-2', '3-3']);
  expect([all.refused.length, all.gone.length, all.failed.length]).toEqual([1, 1, 1]);
  expect([all.bytes, all.unknown, all.ports]).toEqual([20, 1, [80, 443]]);
  expect([all.orphaning.length, all.files, all.restarts, all.lockout.length, all.gaps]).toEqual([1, 1, 1, 1, 0]);
  expect(all.typing.map(({ key }) => key)).toEqual(['1-1', '2-2', '3-3']);
});

test('children that are ended too are not told to go on', () => {
  const child = { key: '2-2', name: 'n2-2' };
  expect(together([plan('1-1', { children: [child] }), plan('2-2')]).orphaning).toEqual([]);
  expect(together([plan('1-1', { children: [child] }), plan('2-2', { permitted: false, code: 'root' })]).orphaning.map(({ key }) => key)).toEqual(['1-1']);
});

test('of an application those that may be ended come first, and parents before their children', () => {
  const member = (pid: number, started: number, endable: boolean) => process({ pid, key: `${pid}-${started}`, endable, name: `n${pid}` });
  expect(inOrder([member(30, 300, true), member(9, 50, false), member(20, 200, true), member(21, 200, true)]).map(({ key }) => key)).toEqual(['20-200', '21-200', '30-300', '9-50']);
});

test('what could not be seen is counted as such', () => {
  expect(together([plan('1-1', { children: null }), plan('2-2', { gaps: { restarts: 'denied' } }), plan('3-3', { gaps: { restarts: 'unsupported' } })]).gaps).toBe(2);
});

test('a few at a time, and the answers stand in the order that was asked', async () => {
  let running = 0;
  let most = 0;
  const heard: number[] = [];
  const answers = await each([3, 1, 2, 5, 4], 2, async (n) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < n; turn += 1) await Promise.resolve();
    running -= 1;
    return n * 10;
  }, (count) => heard.push(count));
  expect(answers).toEqual([30, 10, 20, 50, 40]);
  expect([most, heard]).toEqual([2, [1, 2, 3, 4, 5]]);
});
