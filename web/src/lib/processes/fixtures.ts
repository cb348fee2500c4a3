// Processes for tests: one ordinary process, changed where a test needs it, and many of them.
import type { Process } from '../api/types.ts';

const ORDINARY: Process = {
  key: '1324-5000', pid: 1324, ppid: 1, create_time: 1_760_000_000, name: 'nginx', exe: '/usr/sbin/nginx', exe_deleted: false,
  cmdline: ['nginx: master process', '-g', 'daemon off;'], username: 'root', uid: 0,
  cpu_percent: 1.5, memory_percent: 0.4, rss_bytes: 32_000_000, read_bytes_per_s: 0, write_bytes_per_s: 0,
  ports: [80, 443],
  sockets: [
    { proto: 'tcp', address: '0.0.0.0', port: 80, exposure: 'public' },
    { proto: 'tcp', address: '0.0.0.0', port: 443, exposure: 'public' },
  ],
  unit: 'nginx.service', container: null, tty: null,
  known: true, category: 'web-server', app: 'nginx', findings: [], verdict: 'safe', dot: '🟢', endable: null, end_code: null, paused: null,
  gaps: {},
};

/** An ordinary process with other values; without a `key` one is made of its pid. */
export function process(values: Partial<Process> = {}): Process {
  const pid = values.pid ?? ORDINARY.pid;
  return { ...ORDINARY, key: `${pid}-${pid * 10}`, ...values };
}

/** `count` different processes, each the child of an older one. */
export function crowd(count: number): Process[] {
  return Array.from({ length: count }, (_, i) => process({
    pid: i + 1,
    ppid: i === 0 ? 0 : Math.floor(i / 4) + 1,
    key: `${i + 1}-${1000 + i}`,
    name: `worker-${i % 97}`,
    app: `worker-${i % 97}`,
    cmdline: ['/opt/app/worker', '--index', String(i), '--listen', `127.0.0.1:${10_000 + (i % 5000)}`],
    username: `user${i % 13}`,
    uid: 1000 + (i % 13),
    cpu_percent: (i * 7919) % 1000 / 10,
    rss_bytes: ((i * 104_729) % 4_000) * 65_536,
    ports: i % 10 === 0 ? [10_000 + (i % 5000)] : [],
    sockets: [],
  }));
}
