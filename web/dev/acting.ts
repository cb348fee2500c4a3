// How the mock plans and ends its invented processes, so that every state of the dialog can be seen.
// What happens is told by the pid: 4102 is started again, 7719 ignores TERM, 5230 ends at once, 20931 has a child.
import type { ToldEvent, Cleanup, Deed, EndRow, Outcome, Plan, TidyWhy } from '../src/lib/acting/shapes.ts';
import type { Process } from '../src/lib/api/types.ts';

const MIB = 1024 ** 2;
/** What is told, before it is known when. */
export type Untimed = ToldEvent extends infer One ? (One extends ToldEvent ? Omit<One, 'at'> : never) : never;
export type ActingScene = 'well' | 'unavailable' | 'changed' | 'empty' | 'crowded';

const isProtected = ({ username, unit, container }: Process): string | null =>
  container !== null ? 'other_container' : username === 'root' ? 'root' : unit?.endsWith('.service') && username !== 'deploy' ? 'system_service' : username === null ? 'unread' : null;
const REASON: Record<string, [ko: string, en: string]> = {
  root: ['루트 권한을 가지고 있습니다. 무엇을 하는지 확인한 뒤 관리자가 직접 `sudo kill PID`로 끝내야 합니다.', 'It has rights of root. An administrator ends it by hand: `sudo kill PID`, after a look at what it does.'],
  system_service: ['시스템 서비스에 속합니다. 대신 `systemctl stop`으로 서비스를 멈추세요.', 'It belongs to a system service. Stop that instead.'],
  other_container: ['컨테이너 안에서 돕니다. 컨테이너를 관리하는 도구로 그 컨테이너를 멈추세요.', 'It runs in a container. Stop that container with the tool that runs it.'],
  unread: ['판단에 필요한 사실을 읽지 못해 그대로 둡니다.', 'What decides could not be read, so it is left alone.'],
};
const words = (code: string, korean: boolean): string => REASON[code]?.[korean ? 0 : 1] ?? code;

/** A row with what would be decided about it. */
export function decided(p: Process): Process {
  const code = isProtected(p);
  const gaps = { ...p.gaps };
  delete gaps['endable'];
  if (code === null) gaps['end_code'] = 'unsupported';
  else delete gaps['end_code'];
  return { ...p, endable: code === null, end_code: code, gaps };
}
export const endReason = (p: Process, korean: boolean): string | null => (p.end_code === null ? null : words(p.end_code, korean));

export class MockActing {
  scene: ActingScene = 'well';
  #listeners = new Set<(event: ToldEvent) => void>();
  #changed = 0;

  on(listener: (event: ToldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  say(event: Untimed): void {
    for (const listener of this.#listeners) listener({ at: new Date().toISOString(), ...event } as ToldEvent);
  }

  plan(p: Process, all: readonly Process[], kind: Deed, group: boolean, korean: boolean): Plan {
    const code = isProtected(p);
    const trouble = p.pid === 20_931;
    const children = trouble ? [{ key: '20933-9001', name: 'sh' }] : all.filter(({ ppid }) => ppid === p.pid).slice(0, 30).map(({ key, name }) => ({ key, name: name ?? '?' }));
    return {
      id: `${this.#changed}`.padStart(32, '0'), key: p.key, name: p.name ?? '?', kind, permitted: code === null, code, reason: code === null ? null : words(code, korean),
      steps: kind === 'end' ? [{ signal: 'TERM', after_s: 0 }, { signal: 'KILL', after_s: 5 }] : [{ signal: kind === 'pause' ? 'STOP' : 'CONT', after_s: 0 }],
      children, complete: this.scene !== 'crowded', sockets: p.sockets ?? [], files_for_writing: p.pid === 4102 ? ['/srv/shop/shop.db', '/var/log/shop/access.log'] : [], files_complete: true,
      restarts: p.pid === 4102 ? { by: 'pm2 (PID 4001)', what_to_do: 'pm2 stop shop' } : trouble ? { by: 'cron', what_to_do: 'sudo crontab -u deploy -e' } : null,
      lockout: { risk: false, why: null }, frees_bytes: (p.rss_bytes ?? 0) * 0.9, init_of_namespace: false,
      protected_members: group && trouble ? [{ key: '20934-9002', name: 'postgres', code: 'system_service', reason: words('system_service', korean) }] : [],
      gaps: { ...(code === null ? { code: 'unsupported', reason: 'unsupported' } : {}), ...(p.pid === 4102 || trouble ? {} : { restarts: 'unsupported' }) },
    };
  }

  async act(p: Process, deed: Deed, body: Record<string, unknown>, korean: boolean): Promise<{ status: number; code?: string; title?: string; outcome?: Outcome }> {
    if (this.scene === 'unavailable') return { status: 503, code: 'audit_unavailable', title: korean ? '감사 기록을 쓸 수 없어 아무것도 하지 않았습니다. 상태 폴더의 디스크를 확인하세요.' : 'The audit cannot be written, so nothing was done.' };
    if (this.scene === 'changed' && this.#changed === 0) {
      this.#changed = 1;
      return { status: 409, code: 'changed_since_plan', title: 'changed since the plan' };
    }
    const who = { actor: 'user:minsu', deed, key: p.key, name: p.name ?? '?' };
    this.say({ kind: 'begun', ...who });
    const slow = p.pid === 7719;
    if (deed === 'end') await new Promise((done) => setTimeout(done, slow ? 6_000 : 900));
    const back = p.pid === 4102;
    const result = deed === 'pause' ? 'paused' : deed === 'resume' ? 'resumed' : back ? 'came_back' : slow ? 'killed' : 'ended';
    const said: Record<string, [string, string]> = {
      ended: ['부탁을 받고 스스로 마무리한 뒤 끝났습니다.', 'It was asked to finish and ended by itself.'],
      killed: ['5초 안에 끝나지 않아 강제로 끝냈습니다.', 'It did not end within 5 seconds and was ended by force.'],
      came_back: ['pm2가 PID 4377로 다시 시작했습니다. 먼저 pm2에서 멈추세요.', 'pm2 started it again as PID 4377. Stop it there first.'],
      paused: ['30분 뒤에 스스로 깨어납니다.', 'It wakes by itself in 30 minutes.'], resumed: ['멈춘 자리에서 이어서 돕니다.', 'It goes on from where it was.'],
    };
    const outcome: Outcome = {
      key: p.key, name: p.name ?? '?', result, signals: deed === 'end' ? (slow ? ['TERM', 'KILL'] : ['TERM']) : [deed === 'pause' ? 'STOP' : 'CONT'],
      took_ms: slow ? 5_040 : 820, verified: true, exit_status: slow ? 137 : 143, restarted_as: back ? '4377-99' : null, freed_bytes: back ? 0 : (p.rss_bytes ?? 0) * 0.9, message: said[result]?.[korean ? 0 : 1] ?? '',
      members: body['group'] === true ? [{ key: '20933-9001', name: 'sh', result: 'ended', signals: ['TERM'], took_ms: 4, verified: true, message: '', members: [], freed_bytes: MIB }] : [],
    };
    if (deed !== 'end') p.paused = deed === 'resume' ? null : { by: 'user:minsu', since: new Date().toISOString(), until: body['minutes'] === null ? null : new Date(Date.now() + Number(body['minutes'] ?? 30) * 60_000).toISOString() };
    this.say({ kind: 'done', ...who, outcome: result });
    return { status: 200, outcome };
  }

  async ends(all: readonly Process[], keys: string[], korean: boolean): Promise<EndRow[]> {
    return Promise.all(keys.map(async (key): Promise<EndRow> => {
      const p = all.find((one) => one.key === key);
      if (!p) return { key, name: '?', outcome: null, code: 'gone', reason: null };
      const { outcome, code, title } = await this.act(p, 'end', {}, korean);
      return { key, name: p.name ?? '?', outcome: outcome ?? null, code: code ?? null, reason: title ?? null };
    }));
  }

  cleanup(all: readonly Process[], korean: boolean): Cleanup {
    if (this.scene === 'empty') return { tidy: [], system: all.map((p) => ({ key: p.key, name: p.name ?? '?', code: 'root', why_not: words('root', korean) })), unused_after_s: 10_800 };
    const whys: TidyWhy[] = ['user_app', 'background', 'unused', 'unused', 'orphan', 'memory_hog'];
    return {
      tidy: all.filter((p) => isProtected(p) === null).map((p, i) => ({ key: p.key, name: p.name ?? '?', app: p.name, why: p.pid === 5230 ? 'memory_hog' : (whys[i % whys.length] as TidyWhy), frees_bytes: i % 9 === 5 ? null : (p.rss_bytes ?? 0) * 0.9, zombies: i === 3 ? 2 : 0 })),
      system: all.filter((p) => isProtected(p) !== null).map((p) => ({ key: p.key, name: p.name ?? '?', code: isProtected(p) ?? '', why_not: words(isProtected(p) ?? '', korean) })),
      unused_after_s: 10_800,
    };
  }
}
