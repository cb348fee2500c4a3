// The mock's policies: a list as the program brings it, records of strangers, and one that cannot be read.
import { CATEGORIES } from '../src/lib/policies/categories.ts';

export type PolicyScene = 'some' | 'trouble' | 'failed' | 'none' | 'many';
type Row = Record<string, unknown>;
interface Answer {
  status: number;
  body?: unknown;
}

const NAMES = ['nginx', 'postgres', 'redis-server', 'sshd', 'systemd', 'cron', 'dockerd', 'node', 'python3', 'java', 'ffmpeg', 'rsync', 'tmux', 'prometheus', 'grafana', 'etcd'];

function row(i: number): Row {
  const name = NAMES[i] ?? `program-${String(i).padStart(4, '0')}`;
  const system = i % 5 === 3;
  return {
    id: `p${i}`,
    name,
    platform: i % 7 === 6 ? 'windows' : i % 3 === 0 ? 'common' : 'linux',
    category: CATEGORIES[i % CATEGORIES.length],
    description: `${name}이(가) 하는 일을 한 문장으로 적은 설명입니다.`,
    policy: { is_system: system, terminatable: !system && i % 4 !== 2, reason: system ? 'System Core' : i % 4 === 2 ? '운영팀과 먼저 이야기하세요' : 'User Application' },
    tags: ['linux', 'web'],
    created_at: '2026-10-01T00:00:00Z',
    updated_at: '2026-11-12T09:30:00Z',
    descriptions: { ko: `${name}이(가) 하는 일을 한 문장으로 적은 설명입니다.`, en: `One sentence about what ${name} does and what breaks without it.` },
    ...(i % 6 === 2 ? { aliases: [`${name}.bin`], expect: { ports: [80, 443], users: ['www-data'] }, owner: { team: 'ops', mail: 'ops@example.org' } } : {}),
    ...(i % 2 === 0 ? { seed: { hash: 'ab12' } } : {}),
    readable: true,
    problem: null,
  };
}

export class MockPolicies {
  #rows: Row[] = Array.from({ length: 1512 }, (_, i) => row(i));

  answer(method: string, rest: readonly string[], query: URLSearchParams, body: Row, scene: PolicyScene, korean: boolean): Answer {
    if (scene === 'failed') return { status: 503, body: { type: 'about:blank', title: 'the store does not answer', status: 503, code: 'store_unavailable', detail: korean ? '저장소가 답하지 않습니다.' : 'The store does not answer.' } };
    const [id, what] = rest;
    if (id === 'import') return { status: 200, body: { imported: this.#imported(korean) } };
    if (what === 'history') return { status: 200, body: { audit: id === 'p2' ? history() : [] } };
    if (method === 'POST') {
      const made = { ...body, id: `new${this.#rows.length}`, readable: true, problem: null, created_at: new Date().toISOString(), updated_at: new Date().toISOString() };
      this.#rows.push(made);
      return { status: 201, body: made };
    }
    if (id !== undefined) {
      const at = this.#rows.findIndex((one) => one['id'] === id);
      if (at < 0) return { status: 404, body: { type: 'about:blank', title: 'no such policy', status: 404, code: 'no_such_policy' } };
      if (method === 'DELETE') this.#rows.splice(at, 1);
      else if (method === 'PUT') this.#rows[at] = { ...this.#rows[at], ...body, updated_at: new Date().toISOString() };
      return method === 'DELETE' ? { status: 204 } : { status: 200, body: this.#rows[at] };
    }
    const rows = scene === 'none' ? [] : [...(scene === 'many' ? Array.from({ length: 20_000 }, (_, i) => row(i)) : this.#rows), ...strange(korean)];
    const trouble = scene === 'trouble';
    return {
      status: 200,
      body: { policies: rows.slice(0, Number(query.get('limit') ?? rows.length)), read_at: new Date(Date.now() - (trouble ? 12_000 : 0)).toISOString(), trouble: trouble ? (korean ? '데이터베이스가 답하지 않습니다(127.0.0.1:27017).' : 'The database does not answer (127.0.0.1:27017).') : null },
    };
  }

  #imported(korean: boolean): unknown[] {
    const why = korean ? '윈도우도 모든 시스템도 아님 · 분류하는 낱말 없음 · 시스템의 일부 아님' : 'neither Windows nor everywhere · no word of a category · not part of the system';
    return [
      { name: 'nginx', platform: 'common', category: 'web-server', is_system: false, terminatable: false, change: 'updated', why, line: 1, entry: null },
      { name: 'ffmpeg', platform: 'linux', category: 'general', is_system: false, terminatable: true, change: 'created', why, line: 2, entry: null },
      { name: 'x,y', platform: null, category: null, is_system: null, terminatable: null, change: 'refused', why: korean ? '열이 둘보다 많습니다. 쉼표가 든 설명은 따옴표로 묶으세요' : 'more than two columns; put a sentence with commas into quotes', line: 3, entry: null },
      ...Array.from({ length: 260 }, (_, i) => ({ name: `service-${i}`, platform: 'linux', category: 'system-service', is_system: i % 3 === 0, terminatable: i % 3 !== 0, change: i % 9 === 0 ? 'unchanged' : 'created', why, line: i + 4, entry: null })),
    ];
  }
}

const strange = (korean: boolean): Row[] => [
  { id: 'broken1', name: 'oracle', platform: 'linux', policy: { terminatable: 'no!' }, readable: false, problem: korean ? 'policy.terminatable이 true도 false도 아닙니다' : 'policy.terminatable is neither true nor false' },
  { id: 'odd1', name: '<img src=x onerror=alert(1)>', platform: 'linux', category: 'general', description: 'cod\u202etxt.exe', policy: { terminatable: true }, tags: 7, readable: true, problem: korean ? '예상과 다른 형식: tags' : 'of another type than expected: tags' },
  { id: 'long1', name: 'a-name-that-is-very-very-long-and-has-no-blank-in-it-so-that-it-must-be-clipped-somewhere-and-still-be-readable-in-the-drawer', platform: 'linux', category: 'a-category-of-somebody-else', policy: { terminatable: false, reason: 'x'.repeat(300) }, readable: true, problem: null },
];

const history = (): Row[] => [
  { id: 41, at: '2026-11-12T09:30:00Z', actor: 'user:minsu', action: 'policy_set', key: null, name: 'redis-server', outcome: 'ok', code: 'updated', reason: 'linux terminatable true → false, reason', address: '203.0.113.7' },
  { id: 12, at: '2026-10-01T00:00:00Z', actor: 'cli:root', action: 'policy_imported', key: null, name: 'redis-server', outcome: 'ok', code: 'created', reason: 'linux terminatable true', address: null },
];
