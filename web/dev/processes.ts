// Invented processes: a plausible small server, some hostile names, and as many fillers as asked for.
import type { components } from '../src/lib/api/schema.d.ts';
import type { Process } from '../src/lib/api/types.ts';

type Socket = components['schemas']['Socket'];

const MIB = 1024 ** 2;
const NOW = Date.now() / 1000;
const DAY = 86_400;

const socket = (port: number, address: string, proto = 'tcp'): Socket => ({
  proto, address, port, exposure: address.startsWith('127.') || address === '::1' ? 'loopback' : address.startsWith('10.') ? 'private' : 'public',
});

let next = 0;
function make(pid: number, name: string, username: string | null, cpu: number, rssMib: number, sockets: Socket[] = [], extra: Partial<Process> = {}): Process {
  next += 1;
  const gaps: Process['gaps'] = {};
  for (const key of ['known', 'category', 'app', 'findings', 'verdict', 'dot', 'endable', 'end_code'] as const) gaps[key] = 'not_yet';
  if (username === null) gaps['username'] = 'failed';
  return {
    key: `${pid}-${4_000 + next * 37}`, pid, ppid: 1, create_time: NOW - 41 * DAY + next * 60, name, exe: `/usr/sbin/${name}`, exe_deleted: false, cmdline: [`/usr/sbin/${name}`],
    username, uid: username === 'root' ? 0 : 900 + (next % 40), cpu_percent: cpu, memory_percent: (rssMib / 8192) * 100, rss_bytes: rssMib * MIB, read_bytes_per_s: 0, write_bytes_per_s: cpu > 1 ? 4096 : 0,
    ports: [...new Set(sockets.map((s) => s.port))].sort((a, b) => a - b), sockets, unit: `${name}.service`, container: null, tty: null,
    known: null, category: null, app: null, findings: null, verdict: null, dot: null, endable: null, end_code: null, paused: null, gaps, ...extra,
  };
}

const denied = (p: Process, keys: (keyof Process)[]): Process => {
  for (const key of keys) {
    (p as unknown as Record<string, unknown>)[key] = null;
    p.gaps[key] = 'denied';
  }
  return p;
};

export function makeProcesses(count: number): Process[] {
  next = 0;
  const rows: Process[] = [
    make(1, 'systemd', 'root', 0.1, 16, [], { ppid: 0, unit: 'init.scope' }),
    make(512, 'systemd-journald', 'root', 0.4, 72),
    make(640, 'server-monitor', 'srvmon', 0.2, 31, [socket(8000, '127.0.0.1')]),
    make(774, 'chronyd', 'chrony', 0, 5, [socket(323, '127.0.0.1', 'udp')]),
    make(871, 'sshd', 'root', 0, 14, [socket(22, '0.0.0.0')]),
    denied(make(998, 'dockerd', 'root', 0.9, 177), ['exe', 'cmdline', 'sockets', 'ports']),
    make(1324, 'nginx', 'root', 0.1, 6, [socket(80, '0.0.0.0'), socket(443, '0.0.0.0')]),
    ...Array.from({ length: 8 }, (_, i) => make(1325 + i, 'nginx', 'nginx', 0.8, 24, [], { ppid: 1324, unit: 'nginx.service' })),
    make(1502, 'postgres', 'postgres', 3.9, 390, [socket(5432, '127.0.0.1')]),
    ...Array.from({ length: 6 }, (_, i) => make(1510 + i, 'postgres', 'postgres', 0.2, 60, [], { ppid: 1502, unit: 'postgresql.service' })),
    make(2211, 'redis-server', 'redis', 1.4, 96, [socket(6379, '0.0.0.0')]),
    make(20931, 'kworker/u4:9', 'deploy', 97.2, 412, [socket(8899, '0.0.0.0')], { exe: '/tmp/.x/kw', exe_deleted: true, cmdline: ['[kworker/u4:9]'], unit: 'cron.service', ppid: 811, create_time: NOW - 47 * 60 }),
    make(3051, 'gunicorn', 'shop', 5.2, 115, [], { unit: 'shop.service' }),
    make(4102, 'node', 'deploy', 18.6, 820, [socket(3000, '127.0.0.1')], { cmdline: ['node', '/srv/shop/server.js', '--token=***'], exe: '/usr/bin/node', unit: null, tty: 'pts/0' }),
    make(5230, 'chrome', 'minsu', 2.1, 1230, [], { unit: 'session-3.scope', tty: 'tty2', exe: '/opt/google/chrome/chrome', cmdline: ['chrome', '--headless'] }),
    make(5300, 'firefox', 'minsu', 1.1, 640, [socket(6000, '127.0.0.1')], { unit: 'session-3.scope', tty: 'tty2', exe: '/usr/lib/firefox/firefox', cmdline: ['firefox', '--new-window'] }),
    ...Array.from({ length: 5 }, (_, i) => make(5301 + i, 'firefox', i === 4 ? 'root' : 'minsu', 0.4, 90 + i * 12, [], { ppid: 5300, unit: 'session-3.scope', exe: '/usr/lib/firefox/firefox', cmdline: ['firefox', '-contentproc', `-childID=${i}`] })),
    make(6120, 'syncthing', 'minsu', 0, 88, [socket(8384, '127.0.0.1')], { unit: 'session-3.scope', cmdline: ['syncthing', 'serve', '--no-browser'], paused: { by: 'user:jiyoung', since: new Date((NOW - 7 * 60) * 1000).toISOString(), until: new Date((NOW + 23 * 60) * 1000).toISOString() } }),
    make(6121, 'rclone', 'minsu', 0, 41, [], { unit: 'session-3.scope', cmdline: ['rclone', 'sync', '/srv', 'b2:srv'], paused: { by: 'autopilot:night', since: new Date((NOW - 3 * 3600) * 1000).toISOString(), until: null } }),
    make(7719, '<img src=x onerror=alert(1)>', 'minsu', 0.2, 31, [], { unit: 'session-3.scope', exe: '/home/minsu/<b>reporter', exe_deleted: true, cmdline: ['<script>alert(1)</script>', '\u202Egnp.exe', '--', '$(reboot)'] }),
    make(7720, 'مراقب\u202Etxt.exe', null, 0.1, 12, [], { uid: 4242 }),
    make(7721, `a-process-with-a-very-long-name-that-goes-on-${'and-on-'.repeat(12)}`, 'a-user-with-a-name-longer-than-most', 0.3, 22, [], { container: '3f1c9a0b7d21' }),
  ];
  const fillers = ['bash', 'python3', 'php-fpm', 'containerd-shim', 'agetty', 'crond', 'rsyslogd', 'java', 'worker', 'vector'];
  const users = ['root', 'deploy', 'minsu', 'shop', 'www-data'];
  for (let i = rows.length; i < count; i++) {
    const name = fillers[i % fillers.length] as string;
    rows.push(make(10_000 + i, name, users[i % users.length] as string, i % 11 === 0 ? (i % 70) / 10 : 0, 2 + ((i * 7) % 90), i % 97 === 0 ? [socket(20_000 + i, i % 2 ? '10.0.0.4' : '127.0.0.1')] : [], { ppid: i % 3 === 0 && i > 40 ? 10_000 + i - 3 : 1 }));
  }
  return rows.slice(0, Math.max(1, count));
}

type Change = Partial<Process> & { key: string };

/** One second later: some work, one comes and one goes now and then. */
export function drift(rows: Process[], seq: number): { changed: Change[]; gone: string[]; next: Process[] } {
  const changed: Change[] = [];
  const gone: string[] = [];
  const kept: Process[] = [];
  rows.forEach((row, i) => {
    if (row.name === 'short-lived' && seq % 8 === 7) {
      gone.push(row.key);
      return;
    }
    if ((row.cpu_percent ?? 0) > 0 && (i + seq) % 3 !== 0) {
      const cpu = Math.max(0.1, Math.round(((row.cpu_percent ?? 0) + (Math.random() - 0.5) * 1.2) * 10) / 10);
      changed.push({ key: row.key, cpu_percent: cpu });
      kept.push({ ...row, cpu_percent: cpu });
    } else kept.push(row);
  });
  if (seq % 8 === 3) {
    const born = make(30_000 + seq, 'short-lived', 'deploy', 0.4, 3, [], { create_time: Date.now() / 1000, ppid: 4102 });
    changed.push(born);
    kept.push(born);
  }
  return { changed, gone, next: kept };
}
