// The mock's autopilot: a rule that rehearses, one that acts, one that stopped itself.
import type { Rule } from '../src/lib/autopilot/rule.ts';

export type AutopilotScene = 'some' | 'stopped' | 'tripped' | 'none' | 'failed' | 'unread' | 'never';
type Body = Record<string, unknown>;

const last = (name: string, came: string) => Array.from({ length: 7 }, (_, i) => ({ at: new Date(Date.now() - i * 900_000).toISOString(), key: `${9000 + i}-99120`, name, came }));
const since = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

const RULES = (): Rule[] => [
  { id: 'leaky-build', title: '새는 빌드', match: { path: '/opt/build/*', known: false }, when: { cpu_percent_over: 90, for_s: 600 }, action: 'end', mode: 'rehearse', limits: { per_hour: 5, cooldown_s: 60, at_once: 3 }, enabled: true, ripe: false, progress: { matching: 3, would_have: 41, done: 0, refused: 2, since: since(7), rehearsed_s: 25_200, trip: null, last: last('cc1plus', 'rehearsed') } },
  { id: 'night-batch', title: 'Night batch of <b>somebody</b>', match: { user: 'deploy', category: 'runtime', name: 'node' }, when: { memory_percent_over: 40.5, age_s_over: 86_400, for_s: 90 }, action: 'pause', mode: 'enforce', limits: { per_hour: 2, cooldown_s: 3600, at_once: 1 }, enabled: true, ripe: true, progress: { matching: 0, would_have: 12, done: 4, refused: 0, since: since(90), rehearsed_s: 324_000, trip: null, last: last('node', 'done') } },
  { id: 'off', title: 'Impostors', match: { finding: 'KERNEL_NAME_IMPOSTOR' }, when: { for_s: 0 }, action: 'notify', mode: 'rehearse', limits: { per_hour: 20, cooldown_s: 0, at_once: 5 }, enabled: false, ripe: false, progress: { matching: 0, would_have: 0, done: 0, refused: 0, since: null, rehearsed_s: 0, trip: null, last: [] } },
];

const BROKEN = { id: 'by-hand', title: null, match: null, when: null, action: null, mode: null, limits: null, enabled: null, problem: 'match.pth: nobody knows this field', ripe: false, progress: { matching: 0, would_have: 0, done: 0, refused: 0, since: null, rehearsed_s: 0, trip: null, last: [] } };

export class MockAutopilot {
  #rules = RULES();
  #stopped = false;

  answer(method: string, rest: readonly string[], body: Body, scene: AutopilotScene, korean: boolean): { status: number; body?: unknown } {
    if (scene === 'failed') return { status: 503, body: { type: 'about:blank', title: 'the store does not answer', status: 503, code: 'store_unavailable' } };
    const [what, id, deed] = rest;
    const at = this.#rules.findIndex((rule) => rule.id === id);
    if (what === 'stop' || what === 'start') this.#stopped = what === 'stop';
    else if (what === 'preview') return { status: 200, body: { matches: ['cc1plus', 'cc1plus', 'ld.lld'].map((name, i) => ({ key: `${9000 + i}-99120`, name, username: 'deploy', cpu_percent: 99.1 - i * 7, endable: i < 2, end_code: i < 2 ? null : 'system_service' })), total: 3 } };
    else if (what === 'rules' && deed === 'reset' && at >= 0) (this.#rules[at] as Rule).progress.trip = null;
    else if (what === 'rules' && method === 'DELETE') this.#rules.splice(at, 1);
    else if (what === 'rules' && method === 'PUT') {
      const progress = this.#rules[at]?.progress ?? { matching: 0, would_have: 0, done: 0, refused: 0, since: since(0), rehearsed_s: 0, trip: null, last: [] };
      if (body['mode'] === 'enforce' && body['override'] !== true && id !== 'night-batch') return { status: 409, body: { type: 'about:blank', title: 'rehearse it first', status: 409, code: 'rehearsal_needed' } };
      const { override: _, ...rule } = body;
      const made = { ...(rule as unknown as Rule), ripe: body['override'] === true, progress };
      if (at < 0) this.#rules.push(made);
      else this.#rules[at] = made;
    } else {
      const rules = scene === 'none' || scene === 'never' ? [] : this.#rules.map((rule, i) => (scene === 'tripped' && i === 0 ? { ...rule, progress: { ...rule.progress, matching: 57, trip: { kind: 'too_many', value: 57 } } } : rule));
      const stopped = this.#stopped || scene === 'stopped';
      const trouble = korean ? '정책 데이터베이스에 연결할 수 없습니다. 데이터베이스가 켜져 있는지, 주소가 맞는지 확인하세요.' : 'The policy database cannot be reached. Look whether it runs and whether the address is right.';
      const unread = scene === 'unread' || scene === 'never';
      const notices = scene === 'none' || scene === 'never' ? [] : [
        { at: since(0.2), rule: 'off', title: 'Impostors', kind: 'fits', key: '20931-176311', name: 'kworker/u4:9', trip: null },
        { at: since(3), rule: 'leaky-build', title: '새는 빌드', kind: 'tripped', key: null, name: null, trip: { kind: 'too_many', value: 57 } },
      ];
      return { status: 200, body: { stopped: stopped || unread, stopped_by: stopped ? 'user:minsu' : unread ? 'unknown' : null, trouble: unread ? trouble : null, stopped_at: stopped ? since(1) : null, stop_file: '/var/lib/server-monitor/autopilot.stop', rules: [...rules.map((rule) => ({ ...rule, problem: null })), ...(scene === 'none' || scene === 'never' ? [] : [BROKEN])], notices } };
    }
    return { status: 204 };
  }
}
