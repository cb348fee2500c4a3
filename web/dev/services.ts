// Invented services: healthy, failed in every way, crash-looping, masked, missing, by process, hostile, and a hundred more.
import type { components } from '../src/lib/api/schema.d.ts';

type Service = components['schemas']['Service'];

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const DAY = 86_400;

function make(name: string, values: Partial<Service> = {}): Service {
  const one: Service = {
    id: `${name}.service`, name, state: 'active', sub_state: 'running', source: 'systemd', since: ago(41 * DAY), main_pid: 1324, restarts: 0, memory_bytes: 24 * 1024 ** 2,
    description: null, load_state: 'loaded', result: 'success', exit_status: 0, triggered_by: null, watched: true, log: `unit.${name}.service`, gaps: {}, ...values,
  };
  for (const key of ['sub_state', 'since', 'main_pid', 'restarts', 'memory_bytes', 'description', 'load_state', 'result', 'exit_status', 'triggered_by', 'log'] as const) if (one[key] === null) one.gaps[key] ??= 'unsupported';
  return one;
}

const NONE = { main_pid: null, memory_bytes: null } as const;

/** What is played: a server with troubles, one where all is well, one without systemd, one that has no such thing. */
export type ServiceScene = 'some' | 'well' | 'no_systemd' | 'denied' | 'none' | 'not_yet';

const WATCHED: Service[] = [
  make('nginx', { description: 'The nginx HTTP and reverse proxy server', main_pid: 1324, memory_bytes: 208 * 1024 ** 2 }),
  make('sshd', { description: 'OpenSSH server daemon', main_pid: 871, memory_bytes: 14 * 1024 ** 2 }),
  make('rsyslog', { description: 'System Logging Service', main_pid: 902, memory_bytes: null, gaps: { memory_bytes: 'unsupported' } }),
  make('docker', { description: 'Docker Application Container Engine', state: 'activating', sub_state: 'auto-restart', since: ago(4), restarts: 12, result: 'exit-code', exit_status: 1, ...NONE }),
  make('python', { id: 'python', source: 'process', sub_state: null, since: ago(2 * DAY), main_pid: 4102, restarts: null, memory_bytes: null, load_state: null, result: null, exit_status: null, log: null }),
];
const FAILED: Service[] = [
  make('shop-worker', { watched: false, description: 'Shop background worker', state: 'failed', sub_state: 'failed', since: ago(183), restarts: 5, result: 'exit-code', exit_status: 3, ...NONE }),
  make('backup', { watched: false, description: 'Nightly backup', state: 'failed', sub_state: 'failed', since: ago(11_000), restarts: 0, result: 'oom-kill', exit_status: null, ...NONE }),
];
const OTHERS: Service[] = [
  make('postgresql', { watched: false, description: 'PostgreSQL database server', main_pid: 1502, memory_bytes: 790 * 1024 ** 2, restarts: 2 }),
  make('firewalld', { watched: false, description: 'firewalld - dynamic firewall daemon', state: 'inactive', sub_state: 'dead', load_state: 'masked', since: null, result: null, exit_status: null, ...NONE }),
  make('cups', { watched: false, description: 'CUPS Scheduler', state: 'inactive', sub_state: 'dead', triggered_by: 'cups.socket', since: ago(3 * DAY), ...NONE }),
  make('systemd-remount-fs', { watched: false, description: 'Remount Root and Kernel File Systems', sub_state: 'exited', ...NONE }),
  make('<img src=x onerror=alert(1)>', { watched: false, description: '\u202e<script>alert(1)</script>', state: 'inactive', sub_state: '\u001b[31mdead', since: null, ...NONE }),
  make(`a-unit-with-a-very-long-name-${'and-on-'.repeat(20)}`, { watched: false, description: `A description that goes on ${'and on '.repeat(30)}` }),
  ...Array.from({ length: 120 }, (_, i) => make(`unit-${String(i).padStart(3, '0')}`, { watched: false, description: `Invented unit number ${i}`, ...(i % 3 === 0 ? { state: 'inactive' as const, sub_state: 'dead', since: null, ...NONE } : { main_pid: 9_000 + i }) })),
];

/** What the snapshot carries: watched and failed; null when it cannot be known. */
export function nearServices(scene: ServiceScene): { services: Service[] | null; gap?: 'denied' | 'not_yet' } {
  switch (scene) {
    case 'well': return { services: WATCHED.map((one) => (one.name === 'docker' ? make('docker', { description: one.description, main_pid: 998, memory_bytes: 177 * 1024 ** 2 }) : one)) };
    case 'no_systemd': return { services: WATCHED.map((one) => make(one.name, { id: one.name, source: one.name === 'docker' ? 'none' : 'process', state: one.name === 'docker' ? 'not_found' : 'active', sub_state: null, since: one.name === 'docker' ? null : ago(3_600), main_pid: one.name === 'docker' ? null : one.main_pid, restarts: null, memory_bytes: null, description: null, load_state: null, result: null, exit_status: null, log: null })) };
    case 'denied': return { services: null, gap: 'denied' };
    case 'not_yet': return { services: null, gap: 'not_yet' };
    case 'none': return { services: [] };
    default: return { services: [...WATCHED, ...FAILED] };
  }
}

export function allServices(scene: ServiceScene): Service[] {
  const near = nearServices(scene).services ?? [];
  return scene === 'no_systemd' ? near : [...near, ...OTHERS];
}
