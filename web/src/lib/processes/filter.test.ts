import { describe, expect, it } from 'vitest';
import type { Process } from '../api/types.ts';
import { hasTerm, haystackOf, MAX_FILTER, parseFilter, toggleTerm } from './filter.ts';
import { crowd, process } from './fixtures.ts';

const hits = (query: string, ...processes: Process[]): number[] => {
  const filter = parseFilter(query);
  return processes.filter((p) => filter.matches(p, haystackOf)).map((p) => p.pid);
};
const nginx = process();
const redis = process({
  pid: 2211, name: 'redis-server', exe: '/usr/bin/redis-server', cmdline: ['redis-server', '*:6379'], username: 'redis', uid: 991,
  ports: [6379], sockets: [{ proto: 'tcp', address: '127.0.0.1', port: 6379, exposure: 'loopback' }], unit: 'redis.service',
});
const shell = process({
  pid: 80, name: '-bash', exe: null, cmdline: ['-bash'], username: 'minsu', uid: 1000, ports: null, sockets: null, unit: 'session-4.scope',
  tty: 'pts/0', gaps: { exe: 'denied', ports: 'denied', sockets: 'denied' },
});
const all = [nginx, redis, shell];

describe('the filter', () => {
  it('lets everything pass when it is empty or blank', () => {
    expect(hits('', ...all)).toEqual([1324, 2211, 80]);
    expect(hits('   \t ', ...all)).toEqual([1324, 2211, 80]);
    expect(parseFilter('  ').all).toBe(true);
  });
  it('finds words in name, executable and arguments, whatever their case', () => {
    expect(hits('NGINX', ...all)).toEqual([1324]);
    expect(hits('/usr/bin/redis', ...all)).toEqual([2211]);
    expect(hits('daemon', ...all)).toEqual([1324]);
  });
  it('finds composed Hangul by its parts', () => {
    expect(hits('한글'.normalize('NFD'), process({ name: '한글'.normalize('NFC') }))).toEqual([1324]);
  });
  it('asks every term to hold', () => {
    expect(hits('server user:redis', ...all)).toEqual([2211]);
    expect(hits('server user:root', ...all)).toEqual([]);
  });
  it('reads a bare number as a pid or a port', () => {
    expect(hits('80', ...all)).toEqual([1324, 80]);
    expect(hits('2211', ...all)).toEqual([2211]);
    expect(hits('"6379"', ...all)).toEqual([2211]);
  });
  it('compares ports, pids and users as wholes', () => {
    expect(hits('port:443', ...all)).toEqual([1324]);
    expect(hits('port:44', ...all)).toEqual([]);
    expect(hits('port:6000-7000,80', ...all)).toEqual([1324, 2211]);
    expect(hits('pid:80', ...all)).toEqual([80]);
    expect(hits('user:red', ...all)).toEqual([]);
    expect(hits('user:1000', ...all)).toEqual([80]);
  });
  it('finds units, containers and terminals by a part of them', () => {
    expect(hits('unit:session', ...all)).toEqual([80]);
    expect(hits('tty:pts', ...all)).toEqual([80]);
    expect(hits('container:abc', process({ container: 'abcdef' }))).toEqual([1324]);
  });
  it('knows who could not be seen whole', () => {
    expect(hits('is:denied', ...all)).toEqual([80]);
    expect(hits('is:public', ...all)).toEqual([1324]);
    expect(hits('is:loopback', ...all)).toEqual([2211]);
    expect(hits('is:root', ...all)).toEqual([1324]);
    expect(hits('is:service', ...all)).toEqual([1324, 2211]);
  });
  it('knows verdicts, findings, applications and what is unknown', () => {
    const odd = process({ pid: 9, name: 'kw', app: 'kw', category: null, known: false, verdict: 'urgent', findings: [{ id: 'RUNS_FROM_TMP', severity: 'critical', args: {}, evidence: '' }] });
    const wild = process({ pid: 10, name: 'tool', app: 'tool', known: true, verdict: 'danger' });
    expect(hits('verdict:urgent', nginx, odd, wild)).toEqual([9]);
    expect(hits('verdict:danger,urgent', nginx, odd, wild)).toEqual([9, 10]);
    expect(hits('is:attention', nginx, odd, wild)).toEqual([9, 10]);
    expect(hits('is:unknown', nginx, odd, wild)).toEqual([9]);
    expect(hits('finding:runs_from', nginx, odd, wild)).toEqual([9]);
    expect(hits('category:web', nginx, odd)).toEqual([1324]);
    expect(hits('app:nginx', nginx, odd)).toEqual([1324]);
    expect(hits('verdict:safe', process({ verdict: null }))).toEqual([]);
    expect(parseFilter('verdict:evil').problems).toEqual([{ field: 'verdict', word: 'evil' }]);
    expect(parseFilter('verdict:dan').problems).toEqual([]);
  });
  it('never takes a missing fact for a match', () => {
    const blind = process({ pid: 7, username: null, uid: null, ports: null, sockets: null, exe: null, cmdline: null, unit: null });
    for (const query of ['user:root', 'uid:0', 'port:0', 'exe:null', 'unit:null', 'is:public', 'is:root']) expect(hits(query, blind)).toEqual([]);
  });
  it('turns a term around with an exclamation mark', () => {
    expect(hits('!user:root', ...all)).toEqual([2211, 80]);
    expect(hits('!', process({ name: '!' }))).toEqual([1324]);
  });
  it('keeps a leading dash as text, as log-in shells are named', () => {
    expect(hits('-bash', ...all)).toEqual([80]);
  });
  it('keeps words with a foreign colon as text', () => {
    expect(hits('nginx: master', ...all)).toEqual([1324]);
    expect(hits('C:\\Windows', process({ exe: 'C:\\Windows\\explorer.exe' }))).toEqual([1324]);
  });
  it('keeps what stands between quotes together', () => {
    expect(hits('"master process"', ...all)).toEqual([1324]);
    expect(hits('"process master"', ...all)).toEqual([]);
    expect(hits('"master pro', ...all)).toEqual([1324]);
    expect(hits('name:"redis-s"', ...all)).toEqual([2211]);
  });
  it('names a term that can never hold', () => {
    expect(parseFilter('port:http').problems).toEqual([{ field: 'port', word: 'http' }]);
    expect(parseFilter('is:evil').problems).toEqual([{ field: 'is', word: 'evil' }]);
    expect(hits('port:http', ...all)).toEqual([]);
  });
  it('does not complain about a word that is still being typed', () => {
    expect(parseFilter('is:den').problems).toEqual([]);
    expect(parseFilter('port:').problems).toEqual([]);
  });
  it('takes patterns literally and returns at once for hostile ones', () => {
    const bomb = '(a+)+$'.repeat(40);
    expect(hits(bomb, process({ cmdline: ['a'.repeat(20_000)] }))).toEqual([]);
    expect(hits('.*', ...all)).toEqual([]);
    expect(hits('*:6379', ...all)).toEqual([2211]);
    expect(parseFilter('x '.repeat(100_000)).all).toBe(false);
  });
  it('reads no more than its bound', () => {
    expect(hits('nginx' + ' '.repeat(MAX_FILTER) + 'redis', nginx)).toEqual([1324]);
  });
  it('finds hostile names as they are', () => {
    const markup = process({ name: '<img src=x onerror=alert(1)>' });
    expect(hits('<img', markup)).toEqual([1324]);
    expect(hits('onerror=alert(1)', markup)).toEqual([1324]);
    expect(hits('constructor', nginx)).toEqual([]);
    expect(hits('__proto__:x', nginx)).toEqual([]);
    expect(hits('is:constructor', nginx)).toEqual([]);
  });
  it('answers for 5,000 processes within one frame or so', () => {
    const many = crowd(5000);
    const texts = new Map(many.map((p) => [p.key, haystackOf(p)]));
    const filter = parseFilter('worker 127.0.0.1 !user:user3 port:10000-12000');
    const from = performance.now();
    const count = many.filter((p) => filter.matches(p, (q) => texts.get(q.key) ?? '')).length;
    console.info(`filter of four terms over 5,000 processes: ${(performance.now() - from).toFixed(2)} ms, ${count} hits`);
    expect(count).toBeGreaterThan(0);
  });
});

describe('a filter chip', () => {
  it('adds its term and takes it out again', () => {
    expect(toggleTerm('nginx', 'is:public')).toBe('nginx is:public');
    expect(toggleTerm('nginx is:public', 'is:public')).toBe('nginx');
    expect(hasTerm('nginx is:public', 'is:public')).toBe(true);
    expect(hasTerm('nginx "is:public"', 'is:public')).toBe(false);
  });
  it('keeps quoted words quoted', () => {
    expect(toggleTerm('"two words"', 'is:public')).toBe('"two words" is:public');
  });
});
