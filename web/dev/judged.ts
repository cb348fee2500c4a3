// How the mock judges its invented processes, in both modes: a plausible catalogue, some findings of every severity.
import { decided, endReason } from './acting.ts';
import type { Category, Finding, Mode, Process, ProcessDetail, Rule, Severity, Verdict } from '../src/lib/api/types.ts';

type Words = [ko: string, en: string];
const ROLES: Record<string, [category: Category, app: string, ...Words]> = {
  systemd: ['core', 'systemd', '서버의 첫 프로세스로, 서비스를 시작하고 지켜봅니다.', 'The first process: starts every service and watches over it.'],
  'systemd-journald': ['system-service', 'systemd-journald', '시스템 로그를 모아 저장합니다.', 'Collects and stores the logs of the system.'],
  'server-monitor': ['monitoring', 'server-monitor', '지금 보고 있는 이 모니터입니다.', 'The monitor that you are looking at.'],
  chronyd: ['system-service', 'chrony', '시계를 정확히 맞춥니다.', 'Keeps the clock right.'],
  sshd: ['network-service', 'openssh', '원격 접속을 받습니다.', 'Lets people log in from elsewhere.'],
  dockerd: ['container-runtime', 'docker', '컨테이너를 만들고 관리합니다.', 'Makes and manages containers.'],
  nginx: ['web-server', 'nginx', '웹 요청을 받아 앱으로 넘겨주는 서버입니다.', 'Takes web requests and hands them to applications.'],
  postgres: ['database', 'postgresql', '관계형 데이터베이스입니다.', 'A relational database.'],
  'redis-server': ['database', 'redis', '메모리에 데이터를 두는 캐시 저장소입니다.', 'A cache that keeps its data in memory.'],
  gunicorn: ['web-server', 'shop.wsgi', 'Python 웹 앱을 실행합니다: shop.wsgi', 'Runs a Python web application: shop.wsgi'],
  node: ['runtime', '/srv/shop/server.js', 'JavaScript 앱을 실행합니다: /srv/shop/server.js', 'Runs a JavaScript application: /srv/shop/server.js'],
  chrome: ['general', 'chrome', '웹 브라우저입니다.', 'A web browser.'],
  bash: ['system-utility', 'bash', '명령을 받아 실행하는 셸입니다.', 'A shell: takes commands and runs them.'],
  python3: ['runtime', 'python3', 'Python 프로그램을 실행합니다.', 'Runs Python programs.'],
  'php-fpm': ['web-server', 'php-fpm', '웹 서버가 넘긴 PHP 페이지를 실행합니다.', 'Runs PHP pages for a web server.'],
  'containerd-shim': ['container-runtime', 'containerd', '컨테이너 하나를 붙들고 있습니다.', 'Holds one container.'],
  agetty: ['system-utility', 'agetty', '콘솔에서 로그인을 기다립니다.', 'Waits for a login at a console.'],
  crond: ['system-service', 'cron', '정해진 시각에 작업을 실행합니다.', 'Runs jobs at their set times.'],
  rsyslogd: ['system-service', 'rsyslog', '로그를 파일이나 다른 서버로 보냅니다.', 'Sends logs to files or other servers.'],
  java: ['runtime', 'java', 'Java 프로그램을 실행합니다.', 'Runs Java programs.'],
  vector: ['monitoring', 'vector', '로그와 지표를 모아 보냅니다.', 'Collects logs and metrics and passes them on.'],
};

const find = (id: string, severity: Severity, evidence: string, args: Finding['args'] = {}): Finding => ({ id, severity, args, evidence });

function findingsOf(p: Process, mode: Mode): Finding[] {
  const found: Finding[] = [];
  if (p.name === 'kworker/u4:9') {
    if (mode === 'contextual') {
      found.push(
        find('KERNEL_NAME_IMPOSTOR', 'critical', `/proc/${p.pid}/comm → kworker/u4:9\n/proc/${p.pid}/exe → /tmp/.x/kw`),
        find('DELETED_EXE', 'critical', `/proc/${p.pid}/exe → /tmp/.x/kw (deleted)`),
        find('RUNS_FROM_TMP', 'critical', `/proc/${p.pid}/exe → /tmp/.x/kw`),
        find('CPU_HOG', 'warning', `/proc/${p.pid}/stat → utime+stime 164881 ticks / 47 min`),
      );
    }
    found.push(find('SUSPICIOUS_PATH', 'warning', `/proc/${p.pid}/exe → /tmp/.x/kw`, { exe: '/tmp/.x/kw' }));
  }
  if (p.name?.startsWith('<img')) found.push(find('NAME_PATH_MISMATCH', 'critical', `/proc/${p.pid}/exe → /home/minsu/<b>reporter\u202e\u001b[31m`, { program: '<img src=x>', exe: '/home/minsu/<b>reporter\u202egnp', expected: '/usr/bin' }));
  for (const socket of p.sockets ?? []) {
    const service = { 22: 'ssh', 80: 'http', 443: 'https', 6379: 'redis', 5432: 'postgresql', 323: 'chrony', 8899: undefined }[socket.port as 22];
    const expected = ['nginx', 'sshd'].includes(p.name ?? '');
    const severity: Severity = mode === 'strict' ? 'warning' : socket.exposure === 'public' && !expected ? 'warning' : 'info';
    if (service) found.push(find('PUBLIC_PORT', severity, `ss -ltnup, pid ${p.pid} → ${socket.proto} ${socket.address}:${socket.port}`, { port: socket.port, exposure: socket.exposure, service }));
    if (socket.port === 6379 && socket.exposure === 'public' && mode === 'contextual') found.unshift(find('EXPOSED_DATABASE', 'critical', `ss -ltnup, pid ${p.pid} → tcp 0.0.0.0:6379`, { port: 6379, address: '0.0.0.0' }));
  }
  if (p.username === 'root') found.push(find('RUNNING_AS_ROOT', mode === 'strict' ? 'warning' : 'notice', `/proc/${p.pid}/status → Uid: 0 0 0 0`));
  if ((p.memory_percent ?? 0) >= 10 && p.name === 'chrome') found.push(find('HIGH_MEMORY_USAGE', 'warning', `/proc/${p.pid}/statm → 314880 pages of 4096 bytes, 15.0 %`, { percent: 15 }));
  if (p.name === 'rsyslogd') found.push(find('NEEDS_RESTART', 'info', `/proc/${p.pid}/maps → /usr/lib64/libssl.so.3.0.7 (deleted)`, { unit: 'rsyslog.service', way: 'command', command: 'systemctl restart rsyslog.service' }));
  return found;
}

const WEIGHT = { info: 0, notice: 1, warning: 2, critical: 3 } as const;
function verdictOf(known: boolean, findings: Finding[], mode: Mode): Verdict {
  const worst = Math.max(-1, ...findings.map(({ severity }) => WEIGHT[severity]));
  const step = mode === 'strict' ? (findings.length > 0 ? 2 : 0) : worst >= 3 ? 2 : worst === 2 ? 1 : 0;
  return (['safe', 'caution', 'danger', 'urgent'] as const)[step + (known ? 0 : 1)] ?? 'urgent';
}

/** A live row: judged, without words. */
export function judged(p: Process, mode: Mode): Process {
  const entry = ROLES[p.name ?? ''];
  const known = entry !== undefined;
  const findings = findingsOf(p, mode);
  const verdict = verdictOf(known, findings, mode);
  const gaps: Process['gaps'] = { ...p.gaps };
  for (const key of ['known', 'app', 'findings', 'verdict', 'dot']) delete gaps[key];
  if (entry) delete gaps['category'];
  else gaps['category'] = 'unsupported';
  if (p.gaps['exe'] === 'denied') Object.assign(gaps, { 'findings.DELETED_EXE': 'denied', 'findings.RUNS_FROM_TMP': 'denied', 'findings.SUSPICIOUS_PATH': 'denied' });
  return decided({ ...p, known, category: entry?.[0] ?? null, app: entry?.[1] ?? p.name, findings, verdict, dot: { safe: '🟢', caution: '🟡', danger: '🔴', urgent: '🔴' }[verdict], gaps });
}

const REASON: Record<Verdict, Words> = {
  safe: ['알려진 프로그램이고 문제될 점이 없습니다.', 'A known program, and nothing speaks against it.'],
  caution: ['카탈로그에 없는 프로그램입니다. 용도를 확인하세요.', 'A program that the catalogue does not know. Confirm its use.'],
  danger: ['알려진 프로그램이지만 살펴볼 점이 있습니다.', 'A known program, but something about it should be checked.'],
  urgent: ['카탈로그에 없는 프로그램이고 살펴볼 점이 있습니다. 그 밖에 2가지가 더 있습니다.', 'A program that the catalogue does not know, and something about it should be checked. There are 2 more findings.'],
};

/** As `GET processes` words it. */
export function worded(p: Process, mode: Mode, korean: boolean): Process {
  const row = judged(p, mode);
  const at = korean ? 0 : 1;
  const entry = ROLES[p.name ?? ''];
  return { ...row, role: entry ? entry[2 + at] ?? null : null, verdict_reason: row.verdict ? REASON[row.verdict][at] : null, end_reason: endReason(row, korean), gaps: entry ? row.gaps : { ...row.gaps, role: 'unsupported' } };
}

/** As `GET processes/{key}` answers: with the way up to what started it. */
export function explained(p: Process, all: readonly Process[], mode: Mode, korean: boolean): ProcessDetail {
  const chain: NonNullable<ProcessDetail['chain']> = [];
  const seen = new Set<number>();
  for (let at: Process | undefined = p; at && !seen.has(at.pid); at = all.find(({ pid }) => pid === at?.ppid)) {
    seen.add(at.pid);
    chain.push({ key: at.key, pid: at.pid, name: at.name ?? '?', kind: 'process' });
  }
  if (p.tty) chain.push({ key: null, pid: null, name: `${p.username ?? '?'} 203.0.113.9`, kind: 'ssh_session' });
  else if (p.name === 'kworker/u4:9') chain.push({ key: null, pid: null, name: 'crontab deploy', kind: 'cron' });
  else if (p.container) chain.push({ key: null, pid: null, name: p.container, kind: 'container' });
  else if (p.unit?.endsWith('.service')) chain.push({ key: null, pid: null, name: p.unit, kind: 'unit' });
  return { ...worded(p, mode, korean), chain };
}

const RULES: [id: string, severity: Severity, strict: boolean, reads: string[]][] = [
  ['KERNEL_NAME_IMPOSTOR', 'critical', false, ['name', 'exe']], ['MEMFD_EXE', 'critical', false, ['exe']], ['NAME_PATH_MISMATCH', 'critical', false, ['name', 'exe']],
  ['RUNS_FROM_TMP', 'critical', false, ['exe']], ['EXPOSED_DATABASE', 'critical', false, ['sockets']], ['SUSPICIOUS_PATH', 'warning', true, ['exe']],
  ['PUBLIC_PORT', 'warning', true, ['sockets']], ['RUNNING_AS_ROOT', 'warning', true, ['uid']], ['NEEDS_RESTART', 'info', false, ['maps']],
];

/** As `GET rules` answers, with the words of the page's own files. */
export const rules = (text: (id: string) => string): Rule[] =>
  RULES.map(([id, severity, strict, reads]) => ({
    id, severity, strict, reads, since: '0.1.0',
    title: text(`rule-${id}-title`), sees: text(`rule-${id}-sees`), why: text(`rule-${id}-why`), wrong: text(`rule-${id}-wrong`), do: text(`rule-${id}-do`),
  }));
