import { afterEach, expect, test, vi } from 'vitest';
import { api, changesAnswered } from './client.ts';

afterEach(() => vi.unstubAllGlobals());

test('who waits for changes waits for their answers, and not for what only reads', async () => {
  const answers: (() => void)[] = [];
  vi.stubGlobal('document', { baseURI: 'http://localhost/' });
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => answers.push(() => resolve(new Response(null, { status: 204 })))));
  const told: string[] = [];
  const reading = api.get('me');
  const writing = api.delete('account/totp').then(() => told.push('answered'));
  const waiting = changesAnswered().then(() => told.push('waited'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told).toEqual([]);
  answers[1]?.();
  await Promise.all([writing, waiting]);
  expect(told, 'whoever asked hears it first').toEqual(['answered', 'waited']);
  answers[0]?.();
  await reading;
  await changesAnswered();
});
