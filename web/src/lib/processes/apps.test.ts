import { describe, expect, it } from 'vitest';
import { Apps, buildApps, type App } from './apps.ts';
import { crowd, process } from './fixtures.ts';

const master = process({ pid: 1324, cpu_percent: 0.5, rss_bytes: 6_000 });
const workers = [1325, 1326, 1327].map((pid) => process({ pid, ppid: 1324, ports: [], sockets: [], cpu_percent: 1, rss_bytes: 1_000, username: 'nginx', create_time: 1_760_000_100 }));
const nginx = [...workers, master];
const one = (apps: Map<string, App>): App => [...apps.values()][0] as App;

describe('an application', () => {
  it('is one row with the sums of its members and the ports of all', () => {
    const redis = process({ pid: 2, name: 'redis', app: 'redis' });
    const apps = new Apps().gather([...nginx, redis]);
    expect([...apps.values()].map(({ members }) => members.length)).toEqual([4, 1]);
    const { row, head } = one(apps);
    expect(head.pid).toBe(1324);
    expect(row).toMatchObject({ pid: 1324, name: 'nginx', cpu_percent: 3.5, rss_bytes: 9_000, ports: [80, 443], username: 'root', create_time: 1_760_000_000 });
  });
  it('is as grave as its gravest member, and leads to it', () => {
    const planted = process({ pid: 9_999, ppid: 1, exe: '/tmp/nginx', verdict: 'urgent', findings: [{ id: 'RUNS_FROM_TMP', severity: 'critical', args: {}, evidence: '' }] });
    const { head, row } = one(new Apps().gather([...nginx, planted]));
    expect(head.pid).toBe(9_999);
    expect(row.verdict).toBe('urgent');
  });
  it('of a container is not the one of the host', () => {
    expect(new Apps().gather([master, process({ pid: 5, container: 'abc' })]).size).toBe(2);
  });
  it('goes by the name until it is judged', () => {
    const apps = new Apps().gather(nginx.map((p) => ({ ...p, app: null, verdict: null })));
    expect(apps.size).toBe(1);
    expect(one(apps).row.verdict).toBeNull();
  });
  it('never passes a part for the whole', () => {
    const hidden = process({ pid: 7, ppid: 1324, read_bytes_per_s: null, ports: null, sockets: null, gaps: { read_bytes_per_s: 'denied', ports: 'denied', sockets: 'denied' } });
    const { row } = one(new Apps().gather([...nginx, hidden]));
    expect(row.read_bytes_per_s).toBeNull();
    expect(row.gaps['read_bytes_per_s']).toBe('denied');
    expect(row.ports).toEqual([80, 443]);
    const blind = one(new Apps().gather([hidden, { ...hidden, pid: 8, key: '8-80' }])).row;
    expect([blind.ports, blind.gaps['ports']]).toEqual([null, 'denied']);
  });
  it('keeps its sum while a member was only just born', () => {
    const born = process({ pid: 7, ppid: 1324, cpu_percent: null, gaps: { cpu_percent: 'not_yet' } });
    expect(one(new Apps().gather([...nginx, born])).row.cpu_percent).toBe(3.5);
    expect(one(new Apps().gather([born, { ...born, pid: 8, key: '8-80' }])).row.gaps['cpu_percent']).toBe('not_yet');
  });
  it('is made anew only when a member changed', () => {
    const apps = new Apps();
    const before = one(apps.gather(nginx));
    expect(one(apps.gather([...nginx]))).toBe(before);
    expect(one(apps.gather([...workers, { ...master, cpu_percent: 9 }]))).not.toBe(before);
  });
  it('has rows for ids that are words of the language', () => {
    expect(new Apps().gather([process({ app: '__proto__' }), process({ pid: 2, app: 'constructor' })]).size).toBe(2);
  });
});

describe('the list of applications', () => {
  const gathered = new Apps().gather([...nginx, process({ pid: 2, name: 'redis', app: 'redis' })]);
  const rows = [...gathered.values()].map(({ row }) => row);
  const id = one(gathered).id;
  it('shows members only where it was opened, and counts them otherwise', () => {
    expect(buildApps(rows, gathered, new Set()).map(({ members, below, target }) => [members, below, target])).toEqual([[4, 4, master.key], [1, null, '2-20']]);
    const open = buildApps(rows, gathered, new Set([id]));
    expect(open.map(({ depth }) => depth)).toEqual([0, 1, 1, 1, 1, 0]);
    expect(open.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(open.map((line) => line.id)).size).toBe(6);
    expect(open[0]?.below).toBe(0);
  });
  it('is made of 5,000 processes within one frame or so', () => {
    const many = crowd(5000);
    const apps = new Apps();
    apps.gather(many);
    const from = performance.now();
    const found = apps.gather(many.map((p, i) => (i % 7 === 0 ? { ...p } : p)));
    buildApps([...found.values()].map(({ row }) => row), found, new Set());
    console.info(`applications of 5,000 processes: ${(performance.now() - from).toFixed(2)} ms, ${found.size} of them`);
    expect(found.size).toBe(97);
  });
});
