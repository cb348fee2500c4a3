import { describe, expect, it, test } from 'vitest';
import { process } from './fixtures.ts';
import { blindRules, deniedCounts, missingFacts } from './gaps.ts';
import { portMarks } from './sockets.ts';

const hidden = process({
  exe: null, ports: null, sockets: null, read_bytes_per_s: null, write_bytes_per_s: null, cpu_percent: null, tty: null, container: null, verdict: null,
  gaps: { exe: 'denied', ports: 'denied', sockets: 'denied', read_bytes_per_s: 'denied', write_bytes_per_s: 'denied', cpu_percent: 'not_yet', verdict: 'not_yet', tty: 'unsupported', container: 'failed' },
});

describe('what could not be seen', () => {
  it('is named once a fact, with what would give it back', () => {
    expect(missingFacts(hidden)).toEqual([
      { fact: 'exe', reason: 'denied', remedy: 'ptrace' },
      { fact: 'cpu', reason: 'not_yet', remedy: 'wait' },
      { fact: 'disk', reason: 'denied', remedy: 'ptrace_and_read' },
      { fact: 'ports', reason: 'denied', remedy: 'ptrace_and_read' },
      { fact: 'container', reason: 'failed', remedy: 'none' },
    ]);
  });
  it('does not count what a process simply does not have', () => {
    expect(missingFacts(process({ unit: null, tty: null, gaps: { unit: 'unsupported', tty: 'unsupported' } }))).toEqual([]);
  });
  it('is nothing for a process that was seen whole', () => {
    expect(missingFacts(process())).toEqual([]);
  });
  it('is counted over all processes, a fact of two keys once', () => {
    expect([...deniedCounts([hidden, hidden, process()])].sort()).toEqual([['disk', 2], ['exe', 2], ['ports', 2]]);
  });
});

describe('the ports of a process', () => {
  it('carry the widest exposure of their sockets', () => {
    const sockets = [
      { proto: 'tcp', address: '127.0.0.1', port: 53, exposure: 'loopback' as const },
      { proto: 'udp', address: '192.0.2.4', port: 53, exposure: 'private' as const },
      { proto: 'tcp', address: '::', port: 22, exposure: 'public' as const },
    ];
    expect(portMarks(process({ ports: [22, 53], sockets }))).toEqual([{ port: 22, exposure: 'public' }, { port: 53, exposure: 'private' }]);
  });
  it('are kept when their sockets could not be read', () => {
    expect(portMarks(process({ ports: [80], sockets: null }))).toEqual([{ port: 80, exposure: null }]);
    expect(portMarks(process({ ports: null, sockets: null }))).toEqual([]);
  });
});

test('a rule that could not see is named with its reason', () => {
  expect(blindRules(process({ gaps: { 'findings.PRELOADED': 'denied', exe: 'denied', endable: 'not_yet' } }))).toEqual([{ rule: 'PRELOADED', reason: 'denied' }]);
});
