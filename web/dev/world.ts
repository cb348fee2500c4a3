// The invented server that the mock plays: its snapshot, processes and people. Addresses are from the documentation ranges.
import type { components } from '../src/lib/api/schema.d.ts';
import { MockActing, type ActingScene } from './acting.ts';
import { MockLogs, type LogScene } from './logs.ts';
import { MockTotp } from './totp.ts';
import type { Mode, Process, ProcessDetail, Snapshot } from '../src/lib/api/types.ts';
import { explained, judged, worded } from './judged.ts';
import { makeProcesses, drift } from './processes.ts';
import { MockAutopilot, type AutopilotScene } from './autopilot.ts';
import { MockPolicies, type PolicyScene } from './policies.ts';
import { allServices, nearServices, type ServiceScene } from './services.ts';

type Schemas = components['schemas'];

/** What is being played; changed by POST /__mock. */
export interface Scene {
  signed_in: boolean;
  role: 'viewer' | 'operator' | 'admin';
  processes: number;
  cores: number;
  /** Percent around which CPU, memory and disk stay. */
  cpu: number;
  memory: number;
  disk: number;
  /** Values that cannot be read, by reason. */
  gaps: 'none' | 'first' | 'denied' | 'all';
  container: boolean;
  /** `down` refuses connections, `silent` keeps them open without a word. */
  line: 'up' | 'down' | 'silent';
  /** Seconds to wait before the next log-in, 0 for no limit. */
  limited: number;
  hostname: string;
  /** Whether the account has a second step, and how many recovery codes are left. */
  totp: boolean;
  codes_left: number;
  services: ServiceScene;
  logs: LogScene;
  policies: PolicyScene;
  autopilot: AutopilotScene;
  /** Percent from which gauges are tight and at their limit. */
  thresholds: { warn: number; bad: number };
  /** What is planted: a server that is well, or one with a miner on it. */
  trouble: boolean;
  /** How ending goes. */
  acting: ActingScene;
}

type Record_ = { [key: string]: unknown };

const GIB = 1024 ** 3;

export class World {
  scene: Scene;
  boot = Math.floor(Math.random() * 0xffffffff).toString(16).padStart(8, '0');
  seq = 1;
  logs = new MockLogs();
  totp = new MockTotp();
  policies = new MockPolicies();
  autopilot = new MockAutopilot();
  acting = new MockActing();
  #processes: Process[] = [];
  #dropped = new Set<string>();
  /** Somebody was ended: another scene begins with all of them. */
  #lost = false;
  #ticks = new Set<(delta: unknown) => void>();
  #byes = new Set<(reason: string | null) => void>();
  #users: Record_[] = [
    { name: 'minsu', role: 'admin', created_at: '2026-10-11T03:00:00Z', last_login_at: '2026-11-21T01:14:00Z', totp: false },
    { name: 'jiyoung', role: 'operator', created_at: '2026-10-12T03:00:00Z', last_login_at: null, totp: true },
  ];
  #tokens: Record_[] = [{ name: 'grafana', role: 'viewer', created_at: '2026-11-01T03:00:00Z', last_used_at: '2026-11-21T01:13:00Z', created_by: 'user:minsu' }];

  constructor(scene: Partial<Scene> = {}) {
    this.scene = { signed_in: true, role: 'admin', processes: 146, cores: 8, cpu: 17, memory: 46, disk: 52, gaps: 'none', container: false, line: 'up', limited: 0, hostname: 'seoul-web-1', totp: false, codes_left: 10, services: 'some', logs: 'some', policies: 'some', autopilot: 'some', thresholds: { warn: 60, bad: 80 }, trouble: true, acting: 'well', ...scene };
    this.#processes = this.#make();
    setInterval(() => this.#tick(), 1000).unref();
  }

  set(scene: Partial<Scene> & { bye?: string }): void {
    const { bye, ...rest } = scene;
    const before = this.scene;
    this.scene = { ...this.scene, ...rest };
    this.logs.scene = this.scene.logs;
    this.acting.scene = this.scene.acting;
    if (rest.totp !== undefined) this.totp.on = rest.totp;
    if (rest.codes_left !== undefined) this.totp.left = rest.codes_left;
    const lost = this.#lost;
    this.#lost = false;
    const other = lost || this.scene.processes !== before.processes || this.scene.trouble !== before.trouble;
    if (other) this.#processes = this.#make();
    if (bye !== undefined || rest.line === 'down' || other) this.bye(bye ?? null);
  }

  #make(): Process[] {
    const all = makeProcesses(this.scene.processes);
    // The names of strangers stay: a quiet server has them too.
    return this.scene.trouble ? all : all.filter(({ name, sockets }) => name !== 'kworker/u4:9' && !name?.startsWith('<img') && !sockets?.some(({ port }) => port === 6379));
  }

  onTick(listener: (delta: unknown) => void): () => void {
    this.#ticks.add(listener);
    return () => this.#ticks.delete(listener);
  }

  onBye(listener: (reason: string | null) => void): () => void {
    this.#byes.add(listener);
    return () => this.#byes.delete(listener);
  }

  bye(reason: string | null): void {
    for (const listener of [...this.#byes]) listener(reason);
  }

  #tick(): void {
    this.seq += 1;
    this.logs.tick(this.seq);
    const { changed, gone, next } = drift(this.#processes, this.seq);
    this.#processes = next.filter(({ key }) => !this.#dropped.has(key));
    gone.push(...next.filter(({ key }) => this.#dropped.has(key)).map(({ key }) => key));
    this.#dropped.clear();
    for (const listener of [...this.#ticks]) listener({ seq: this.seq, full: false, changed, gone });
  }

  fullEvent(mode: Mode): unknown {
    return { seq: this.seq, full: true, mode, processes: this.#processes.map((p) => judged(p, mode)) };
  }

  /** A tick's changes as a stream of this mode tells them. */
  delta(tick: unknown, mode: Mode): unknown {
    const { changed, ...rest } = tick as { changed: (Partial<Process> & { key: string })[] };
    return { ...rest, mode, changed: changed.map((change) => (change.pid === undefined ? change : judged(change as Process, mode))) };
  }

  me(): Schemas['Me'] {
    return { name: 'minsu', role: this.scene.role, via: 'session', expires_at: new Date(Date.now() + 8 * 3_600_000).toISOString(), totp: this.totp.on, recovery_codes_left: this.totp.on ? this.totp.left : null };
  }

  list(query: URLSearchParams, korean: boolean): Process[] {
    const sort = query.get('sort');
    const mode: Mode = query.get('mode') === 'strict' ? 'strict' : 'contextual';
    const rows = this.#processes.map((p) => worded(p, mode, korean));
    const grave = { safe: 0, caution: 1, danger: 2, urgent: 3 };
    if (sort === 'cpu') rows.sort((a, b) => (b.cpu_percent ?? -1) - (a.cpu_percent ?? -1));
    if (sort === 'memory') rows.sort((a, b) => (b.rss_bytes ?? -1) - (a.rss_bytes ?? -1));
    if (sort === 'verdict') rows.sort((a, b) => grave[b.verdict ?? 'safe'] - grave[a.verdict ?? 'safe']);
    return rows.slice(0, Number(query.get('limit') ?? rows.length));
  }

  find(key: string, mode: Mode, korean: boolean): ProcessDetail | undefined {
    const found = this.#processes.find((p) => p.key === key || String(p.pid) === key);
    return found && explained(found, this.#processes, mode, korean);
  }

  get processes(): readonly Process[] {
    return this.#processes;
  }

  /** Somebody has gone: the stream says so with the next tick. */
  drop(key: string): void {
    this.#dropped.add(key);
    this.#lost = true;
  }

  #wave(base: number, at: number, spread: number): number {
    return Math.max(0, Math.min(100, base + spread * (0.6 * Math.sin(at / 17) + 0.4 * Math.sin(at / 3.1 + 1))));
  }

  history(): unknown {
    const { cpu, memory, disk } = this.scene;
    const now = Date.now();
    const rows = Array.from({ length: 240 }, (_, i) => {
      const at = this.seq / 15 + i;
      const spike = i % 47 === 30 ? 38 : 0;
      return {
        at: new Date(now - (240 - i) * 15_000).toISOString(),
        cpu_percent: this.#wave(cpu, at, 6),
        memory_percent: this.#wave(memory, at / 3, 2),
        disk_percent: disk - (240 - i) / 200,
        rx_bytes_per_s: (1.2 + Math.sin(at / 9) * 0.5 + Math.sin(at / 2) * 0.3) * 1024 ** 2,
        tx_bytes_per_s: (4 + Math.sin(at / 13) * 2 + Math.sin(at / 3) * 0.8) * 1024 ** 2,
        cpu_max: Math.min(100, this.#wave(cpu, at, 6) + spike),
      };
    });
    // A quarter of an hour during which the monitor was not running.
    for (const row of rows.slice(20, 32)) Object.assign(row, { cpu_percent: null, memory_percent: null, disk_percent: null, rx_bytes_per_s: null, tx_bytes_per_s: null, cpu_max: null });
    return { history: rows };
  }

  snapshot(mode: Mode = 'contextual'): Snapshot {
    const { cores, hostname, gaps: play } = this.scene;
    const s = this.seq;
    const total = 8 * GIB;
    const memory = this.#wave(this.scene.memory, s / 3, 2);
    const used = (total * memory) / 100;
    const cpu = this.#wave(this.scene.cpu, s, 6);
    const first = play === 'first' || play === 'all';
    const near = nearServices(this.scene.services);
    const gaps: Schemas['Gaps'] = { ...(first ? { verdicts: 'not_yet' as const } : {}), ...(near.gap ? { services: near.gap } : {}) };
    const verdicts = { safe: 0, caution: 0, danger: 0, urgent: 0 };
    for (const p of this.#processes) verdicts[judged(p, mode).verdict ?? 'safe'] += 1;
    const shot: Snapshot = {
      v: 1, host_id: 'b7e5', boot_id: '42aa', seq: s, at: new Date().toISOString(), hostname, uptime_s: 3_568_920 + s, uptime: '41+07:22',
      cpu: {
        percent: cpu,
        cores: Array.from({ length: cores }, (_, i) => this.#wave(this.scene.cpu + ((i * 37) % 23) - 8, s + i * 11, 9)),
        user: cpu * 0.7, system: cpu * 0.22, iowait: cpu * 0.05, steal: 0, load: [0.42, 0.38, 0.31],
      },
      memory: { total, used, available: total - used, percent: memory, swap_total: 2 * GIB, swap_used: 0.12 * GIB },
      disks: [
        { mount: '/', total: 80 * GIB, used: (80 * GIB * this.scene.disk) / 100, percent: this.scene.disk, inodes_percent: 11.2, read_bytes_per_s: 12_400, write_bytes_per_s: 184_000 },
        { mount: '/boot', total: GIB, used: 0.31 * GIB, percent: 31, inodes_percent: 0.1, read_bytes_per_s: 0, write_bytes_per_s: 0 },
        { mount: '/var/lib/docker', total: 200 * GIB, used: 94 * GIB, percent: 47, inodes_percent: 61.9, read_bytes_per_s: 820_000, write_bytes_per_s: 2_400_000 },
      ],
      network: [
        { interface: 'eth0', rx_bytes_per_s: (1.4 + Math.sin(s / 5) * 0.6) * 1024 ** 2, tx_bytes_per_s: (5 + Math.sin(s / 7) * 2) * 1024 ** 2 },
        { interface: 'wg0', rx_bytes_per_s: 64_000, tx_bytes_per_s: 41_000 },
      ],
      pressure: { cpu: { some_avg10: 1.4 }, memory: { some_avg10: 0, full_avg10: 0 }, io: { some_avg10: 3.2, full_avg10: 2.1 } },
      container: this.scene.container ? { kind: 'docker', id: '3f1c9a0b7d21', cpu_limit: 2, memory_limit: 2 * GIB, memory_used: 1.1 * GIB } : null,
      verdicts: first ? null : verdicts, services: near.services,
      unowned_sockets: play === 'denied' || play === 'all' || this.scene.trouble ? [{ proto: 'tcp', address: '0.0.0.0', port: 2049, exposure: 'public' }, { proto: 'udp', address: '127.0.0.1', port: 111, exposure: 'loopback' }] : [],
      monitor: {
        cpu_percent: 0.2, rss_bytes: 31 * 1024 ** 2, tick_ms: 3.1, late_ticks: 0,
        collectors: [
          { name: 'cpu', ms: 0.4, outcome: 'ok' }, { name: 'processes', ms: 1.9, outcome: 'ok' }, { name: 'sockets', ms: 0.6, outcome: play === 'denied' || play === 'all' ? 'denied' : 'ok' },
          { name: 'mounts', ms: 0.2, outcome: 'ok' },
        ],
      },
      gaps,
    };
    if (!this.scene.container) gaps['container'] = 'unsupported';
    if (first) {
      shot.cpu = { ...shot.cpu, percent: null, cores: null, user: null, system: null, iowait: null, steal: null };
      shot.network = shot.network?.map((n) => ({ ...n, rx_bytes_per_s: null, tx_bytes_per_s: null })) ?? null;
      for (const key of ['network.0.rx_bytes_per_s', 'network.0.tx_bytes_per_s', 'network.1.rx_bytes_per_s', 'network.1.tx_bytes_per_s', 'cpu.percent', 'cpu.cores', 'cpu.user', 'cpu.system', 'cpu.iowait', 'cpu.steal']) gaps[key] = 'not_yet';
    }
    if (play === 'denied' || play === 'all') {
      shot.pressure = null;
      gaps['pressure'] = 'denied';
      shot.disks = [{ mount: '/', total: null, used: null, percent: null, inodes_percent: null, read_bytes_per_s: null, write_bytes_per_s: null }];
      gaps['disks'] = 'denied';
    }
    if (play === 'all') {
      shot.memory = { total: null, used: null, available: null, percent: null, swap_total: null, swap_used: null };
      shot.network = null;
      shot.disks = null;
      shot.hostname = null;
      shot.uptime = null;
      shot.cpu.load = null;
      shot.monitor = { ...shot.monitor, cpu_percent: null, rss_bytes: null };
      Object.assign(gaps, { memory: 'failed', network: 'failed', disks: 'failed', hostname: 'failed', uptime: 'failed', 'cpu.load': 'unsupported', monitor: 'failed' });
    }
    return shot;
  }

  services(all: boolean): unknown {
    return { services: all ? allServices(this.scene.services) : (nearServices(this.scene.services).services ?? []) };
  }

  /** Users, tokens and audit, kept in memory. */
  records(kind: 'users' | 'tokens', method: string, rest: string[], body: Record_): { status: number; body?: unknown } {
    const rows = kind === 'users' ? this.#users : this.#tokens;
    if (method === 'GET') return { status: 200, body: { [kind]: rows } };
    if (method === 'POST') {
      const { password: _, username, ...given } = body;
      const row: Record_ = { name: username, ...given, created_at: new Date().toISOString(), ...(kind === 'users' ? { last_login_at: null, totp: false } : { last_used_at: null, created_by: 'user:minsu' }) };
      rows.push(row);
      return { status: 201, body: kind === 'tokens' ? { ...row, token: `smt_${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}` } : row };
    }
    const at = rows.findIndex((row) => row['name'] === rest[0]);
    if (at < 0) return { status: 404, body: { type: 'about:blank', title: 'no such record', status: 404, code: 'not_found' } };
    if (method === 'DELETE' && rest[1] === 'totp') rows[at] = { ...rows[at], totp: false };
    else if (method === 'DELETE') rows.splice(at, 1);
    else rows[at] = { ...rows[at], ...body };
    return { status: 204 };
  }
}
