// The mock's audit: a few weeks of log-ins, policies, deeds and refusals.
import type { AuditRow } from '../src/lib/api/types.ts';

type Kind = Pick<AuditRow, 'actor' | 'action' | 'outcome'> & Partial<AuditRow>;

const KINDS: Kind[] = [
  { actor: 'user:minsu', action: 'end', outcome: 'ok', key: '4102-176368', name: 'node', code: 'ended', address: '203.0.113.7' },
  { actor: 'user:minsu', action: 'end', outcome: 'intended', key: '4102-176368', name: 'node', address: '203.0.113.7' },
  { actor: 'user:jiyoung', action: 'end', outcome: 'refused', key: '1324-1187', name: 'nginx', code: 'system_service', reason: 'nginx.service', address: '203.0.113.9' },
  { actor: 'user:minsu', action: 'log_in', outcome: 'ok', name: 'minsu', address: '203.0.113.7' },
  { actor: 'anonymous', action: 'log_in', outcome: 'refused', name: 'root', code: 'wrong_credentials', address: '198.51.100.23' },
  { actor: 'cli:root', action: 'policy_set', outcome: 'ok', name: 'nginx', reason: 'terminatable true → false, reason' },
  { actor: 'token:deploy', action: 'policy_imported', outcome: 'ok', reason: 'created 12, updated 3, unchanged 40, refused 1', address: '203.0.113.44' },
  { actor: 'autopilot:leaky-build', action: 'end', outcome: 'ok', key: '9021-99120', name: 'cc1plus', code: 'killed' },
  { actor: 'user:minsu', action: 'pause', outcome: 'ok', key: '20931-176311', name: '<img src=x onerror=alert(1)>', code: 'paused', address: '203.0.113.7' },
  { actor: 'user:jiyoung', action: 'policy_removed', outcome: 'failed', name: 'a-name-that-is-very-very-long-and-has-no-blank-in-it-so-that-it-must-be-broken-somewhere', code: 'policy_unavailable', address: '2001:db8::17' },
  { actor: 'user:minsu', action: 'future_action', outcome: 'ok', name: 'x', code: 'a_word_of_a_newer_server' },
];

const LAST = 700;
const MINUTES = 37;

/** `GET audit` with its filters. */
export function mockAudit(query: URLSearchParams): { audit: AuditRow[] } {
  const [before, limit] = [Number(query.get('before') ?? LAST + 1), Number(query.get('limit') ?? LAST)];
  const [actions, name] = [(query.get('action') ?? '').split(',').filter((word) => word !== ''), query.get('name')];
  const rows = Array.from({ length: LAST }, (_, i): AuditRow => {
    const id = LAST - i;
    return { key: null, name: null, code: null, reason: null, address: null, ...(KINDS[i % KINDS.length] as Kind), id, at: new Date(Date.now() - i * MINUTES * 60_000).toISOString() };
  });
  return { audit: rows.filter((row) => row.id < before && (actions.length === 0 || actions.includes(row.action)) && (name === null || row.name === name)).slice(0, limit) };
}
