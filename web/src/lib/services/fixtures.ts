// A service for tests: an ordinary one, changed where a test needs it.
import type { Service } from '../api/types.ts';

const ORDINARY: Service = {
  id: 'nginx.service', name: 'nginx', state: 'active', sub_state: 'running', source: 'systemd', since: '2026-11-21T01:00:00Z',
  main_pid: 1324, restarts: 0, memory_bytes: 32_000_000, description: 'A high performance web server', load_state: 'loaded', result: 'success', exit_status: 0, triggered_by: null, watched: true, log: 'unit.nginx.service', gaps: {},
};

export const service = (values: Omit<Partial<Service>, 'state'> & { state?: string } = {}): Service => ({ ...ORDINARY, ...values }) as Service;
