import { describe, expect, test } from 'vitest';
import { service } from './fixtures.ts';
import { arranged, lookOf, matchesService, needsSomebody, whyOf } from './state.ts';

describe('the shape of a state', () => {
  test('every state has a shape and a word of its own', () => {
    const states = ['active', 'inactive', 'failed', 'activating', 'not_found', 'unknown'].map((state) => lookOf(service({ state })));
    expect(new Set(states.map((look) => look.sprite)).size).toBe(states.length);
    expect(new Set(states.map((look) => look.word)).size).toBe(states.length);
  });
  test('a crash loop and a masked unit are not just starting and stopped', () => {
    expect(lookOf(service({ state: 'activating', sub_state: 'auto-restart' })).word).toBe('services-state-crashing');
    expect(lookOf(service({ state: 'inactive', sub_state: 'dead', load_state: 'masked' })).word).toBe('services-state-masked');
    expect(lookOf(service({ state: 'activating', sub_state: 'start-pre' })).word).toBe('services-state-activating');
  });
  test('a state of a newer server is unknown, not active', () => {
    expect(lookOf(service({ state: 'levitating' }))).toMatchObject({ sprite: 'unknown', tone: 'gap' });
  });
});

describe('why a service stands as it does', () => {
  test.each([
    [{ state: 'failed', result: 'exit-code', exit_status: 3 }, 'services-why-exit-code', { status: 3 }],
    [{ state: 'failed', result: 'exit-code', exit_status: null }, 'services-why-failed', {}],
    [{ state: 'failed', result: 'signal', exit_status: 9 }, 'services-why-signal', { signal: 'SIGKILL (9)' }],
    [{ state: 'failed', result: 'core-dump', exit_status: 11 }, 'services-why-core-dump', { signal: 'SIGSEGV (11)' }],
    [{ state: 'failed', result: 'signal', exit_status: 64 }, 'services-why-signal', { signal: '64' }],
    [{ state: 'failed', result: 'start-limit-hit', restarts: 5 }, 'services-why-start-limit-hit', { count: 5 }],
    [{ state: 'failed', result: 'timeout' }, 'services-why-timeout', {}],
    [{ state: 'failed', result: 'oom-kill' }, 'services-why-oom-kill', {}],
    [{ state: 'failed', result: 'new-one' }, 'services-why-result', { result: 'new-one' }],
    [{ state: 'failed', result: null }, 'services-why-failed', {}],
    [{ state: 'activating', sub_state: 'auto-restart', restarts: 12 }, 'services-why-crashing', { count: 12 }],
    [{ state: 'inactive', sub_state: 'dead', load_state: 'masked' }, 'services-why-masked', {}],
    [{ state: 'inactive', sub_state: 'dead', result: 'success' }, 'services-why-stopped', {}],
    [{ state: 'inactive', sub_state: 'dead', result: 'exit-code', exit_status: 2 }, 'services-why-exit-code', { status: 2 }],
    [{ state: 'inactive', sub_state: 'dead', triggered_by: 'ssh.socket' }, 'services-why-triggered', { by: 'ssh.socket' }],
    [{ state: 'inactive', load_state: 'bad-setting' }, 'services-why-bad-setting', {}],
    [{ state: 'not_found' }, 'services-why-not-found', {}],
    [{ state: 'unsupported', source: 'none' }, 'services-why-unsupported', {}],
    [{ state: 'active', sub_state: 'exited' }, 'services-why-exited', {}],
    [{ state: 'active', restarts: 2 }, 'services-why-restarted', { count: 2 }],
    [{ state: 'active', source: 'process', sub_state: null }, 'services-why-process', {}],
  ])('%j: %s', (values, id, args) => expect(whyOf(service(values as Parameters<typeof service>[0]))).toEqual({ id, args }));

  test('a service that just runs needs no explanation', () => {
    expect(whyOf(service({ state: 'active', sub_state: 'running', restarts: 0 }))).toBeNull();
    expect(whyOf(service({ state: 'active', sub_state: 'running', restarts: null }))).toBeNull();
  });
  test('a result that no person wrote is shown harmless', () => {
    expect(whyOf(service({ state: 'failed', result: 'a\u202eb' }))?.args).toEqual({ result: 'a\\u{202e}b' });
  });
});

test('the watched ones come first, in their order, then what needs somebody, then the rest by name', () => {
  const near = [service({ id: 'z.service', name: 'z' }), service({ id: 'a.service', name: 'a' })];
  const all = [service({ id: 'm.service', name: 'm' }), service({ id: 'z.service', name: 'z' }), service({ id: 'x.service', name: 'x', state: 'failed' }), service({ id: 'b.service', name: 'b' })];
  expect(arranged(near, all).map((one) => one.name)).toEqual(['z', 'a', 'x', 'b', 'm']);
  expect(arranged(near, null)).toHaveLength(2);
  expect(needsSomebody(service({ state: 'inactive' }))).toBe(false);
});

test('a service is found by name, unit, description and state', () => {
  const one = service({ id: 'nginx.service', name: 'nginx', description: 'A web server', state: 'failed' });
  for (const word of ['ngin', 'service', 'web', 'failed', '실패']) expect(matchesService(one, [word], '실패'), word).toBe(true);
  expect(matchesService(one, ['web', 'postgres'], '실패')).toBe(false);
});
