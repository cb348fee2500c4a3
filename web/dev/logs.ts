// Invented logs: a journal that ticks, a hostile one, a denied, a missing and an empty one, one that is rotated, one that is very fast.
// Addresses are from the documentation ranges.

export interface MockLine {
  at?: string;
  text: string;
  truncated?: boolean;
  level?: string;
}
interface Notice {
  kind: string;
  lost_bytes?: number;
  lines?: number;
  reason?: string;
}
export interface MockEvent {
  lines: MockLine[];
  notice?: Notice;
}
interface MockLog {
  id: string;
  title: string;
  kind: 'file' | 'journal';
  state: 'ok' | 'denied' | 'missing';
  reason: string | null;
  size: number | null;
  /** Lines so far, oldest first. */
  lines: MockLine[];
  /** What one second adds. */
  tick: (seq: number) => MockEvent | null;
}

const ESC = '\u001b';
const RLO = '\u202e';

const STORY: [string, string | undefined][] = [
  ['sshd[871]: Accepted publickey for minsu from 192.0.2.14 port 51522 ssh2', 'info'],
  ['nginx[1324]: 198.51.100.7 "GET /api/cart HTTP/2.0" 200 1812 0.021', 'info'],
  ['sshd[4411]: Failed password for invalid user admin from 203.0.113.9 port 40112', 'warning'],
  ['CRON[4420]: (root) CMD (/usr/lib64/sa/sa1 1 1)', 'info'],
  ['postgres[1502]: checkpoint complete: wrote 312 buffers (1.9%)', 'info'],
  ['dockerd[998]: failed to start container shop-worker: no space left on device', 'error'],
  ['nginx[1324]: 192.0.2.88 "GET /assets/app.css HTTP/2.0" 304 0 0.001', 'info'],
  ['kernel: TCP: request_sock_TCP: Possible SYN flooding on port 443. Sending cookies.', 'info'],
  ['sshd[4411]: Connection closed by 203.0.113.9 port 40112 [preauth]', 'info'],
  ['nginx[1324]: upstream response is buffered to a temporary file', 'warning'],
];
const at = (secondsAgo: number): string => new Date(Date.now() - secondsAgo * 1000).toISOString();
const told = (i: number, secondsAgo: number): MockLine => {
  const [text, level] = STORY[i % STORY.length] as [string, string | undefined];
  return { at: at(secondsAgo), text, ...(level ? { level } : {}) };
};
const HOSTILE: MockLine[] = [
  { at: at(9), text: '<img src=x onerror=alert(1)> <script>alert(2)</script>' },
  { at: at(8), text: `${ESC}]0;owned\u0007${ESC}[31mred${ESC}[0m \u0000 NUL, \u009b31m C1` },
  { at: at(7), text: `invoice${RLO}fdp.exe and \u2066isolated\u2069 and zero\u200bwidth` },
  { at: at(6), text: 'مراقب خادم ERROR اختبار: عربي' },
  { at: at(5), text: `one very long word ${'abcdefghij'.repeat(1_630)}`, truncated: true },
  { at: at(4), text: 'a\ttab\tand \\x1b typed by hand, and \u{e0041}a tag' },
  { at: at(3), text: '{{constructor.constructor("alert(3)")()}} ${alert(4)} javascript:alert(5)', level: 'warning' },
  { at: at(2), text: '' },
];

function makeLogs(): MockLog[] {
  const journal = Array.from({ length: 640 }, (_, i) => told(i * 7, (640 - i) * 4));
  const access = Array.from({ length: 5_300 }, (_, i) => ({ text: `198.51.100.${i % 250} - - [21/Nov/2026:03:14:07 +0900] "GET /item/${i} HTTP/2.0" 200 ${1000 + (i % 700)} "-" "Mozilla/5.0 (X11; Linux x86_64)"` }));
  const quiet = () => null;
  return [
    { id: 'journal', title: 'journal', kind: 'journal', state: 'ok', reason: null, size: null, lines: journal, tick: (seq) => ({ lines: [told(seq * 7, 0)] }) },
    { id: 'journal.previous', title: 'journal, last boot', kind: 'journal', state: 'ok', reason: null, size: null, lines: journal.slice(0, 30), tick: quiet },
    { id: 'nginx-access.log', title: '/var/log/nginx/access.log', kind: 'file', state: 'ok', reason: null, size: 48_210_431, lines: access, tick: (seq) => ({ lines: Array.from({ length: 6 }, (_, i) => ({ text: `198.51.100.${i} - - [21/Nov/2026:03:15:00 +0900] "GET /live/${seq}/${i} HTTP/2.0" 200 ${1000 + i}` })) }) },
    { id: 'nginx-error.log', title: '/var/log/nginx/error.log', kind: 'file', state: 'ok', reason: null, size: 90_112, lines: Array.from({ length: 60 }, (_, i) => ({ text: `2026/11/21 03:1${i % 10}:07 [${i % 9 === 0 ? 'crit' : i % 3 === 0 ? 'error' : 'warn'}] 1325#0: *${i} connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.9` })), tick: quiet },
    { id: 'messages', title: '/var/log/messages', kind: 'file', state: 'ok', reason: null, size: 0, lines: [], tick: quiet },
    { id: 'secure', title: '/var/log/secure', kind: 'file', state: 'denied', reason: 'srvmon may not read /var/log/secure. Allow it: setfacl -m u:srvmon:r /var/log/secure', size: null, lines: [], tick: quiet },
    { id: 'app.log', title: '/srv/shop/log/app.log', kind: 'file', state: 'missing', reason: 'there is no /srv/shop/log/app.log', size: null, lines: [], tick: quiet },
    { id: 'rotated.log', title: '/var/log/rotated.log', kind: 'file', state: 'ok', reason: null, size: 2_048, lines: [{ text: 'before the rotation' }], tick: (seq) => {
      const notices: Notice[] = [{ kind: 'rotated' }, { kind: 'truncated', lost_bytes: 18_432 }, { kind: 'skipped', lines: 1_204 }, { kind: 'lost', reason: 'permission denied' }, { kind: 'back' }];
      return { lines: [{ text: `line ${seq}` }], notice: notices[seq % notices.length] as Notice };
    } },
    { id: 'hostile.log', title: '/var/log/<b>hostile</b>\u202egol.log', kind: 'file', state: 'ok', reason: null, size: 66_000, lines: HOSTILE, tick: quiet },
    { id: 'fast.log', title: '/var/log/fast.log', kind: 'file', state: 'ok', reason: null, size: 1_240_431_616, lines: Array.from({ length: 2_000 }, (_, i) => ({ text: `fast ${i}` })), tick: quiet },
    ...['nginx', 'sshd', 'shop-worker', 'docker'].map((unit): MockLog => ({ id: `unit.${unit}.service`, title: `${unit}.service`, kind: 'journal', state: 'ok', reason: null, size: null,
      lines: Array.from({ length: 48 }, (_, i): MockLine => (unit === 'shop-worker' && i % 6 === 5 ? { at: at((48 - i) * 9), text: 'worker: cannot open /srv/shop/queue.db: disk I/O error', level: 'error' } : { at: at((48 - i) * 9), text: `${unit}: request ${i} handled in ${(i * 37) % 90} ms`, level: 'info' })), tick: (seq) => (seq % 3 ? null : { lines: [{ at: at(0), text: `${unit}: request ${seq} handled in ${(seq * 37) % 90} ms`, level: 'info' }] }) })),
  ];
}

/** Which logs there are. */
export type LogScene = 'some' | 'none' | 'denied';

export class MockLogs {
  scene: LogScene = 'some';
  #logs = makeLogs();
  #listeners = new Map<string, Set<(event: MockEvent) => void>>();
  #fast = 0;
  /** Lines that fast.log grows by in a second. */
  fastPerSecond = 10_000;

  constructor() {
    setInterval(() => this.#blast(), 100).unref();
  }

  list(): unknown {
    const shown = this.#logs.filter((log) => this.scene !== 'none' && !log.id.startsWith('unit.'));
    return { logs: shown.map(({ id, title, kind, size, ...log }) => {
      const { state, reason } = this.scene === 'denied' ? { state: 'denied', reason: `srvmon may not read ${title}` } : log;
      const gaps = { ...(reason === null ? { reason: 'unsupported' } : {}), ...(size === null || state !== 'ok' ? { size: 'unsupported' } : {}) };
      return { id, title, kind, state, reason, size: state === 'ok' ? size : null, gaps };
    }) };
  }

  tail(id: string, query: URLSearchParams): { status: number; body: unknown } {
    const log = this.#logs.find((one) => one.id === id);
    const problem = (status: number, code: string, title: string, detail: string) => ({ status, body: { type: 'about:blank', title, status, code, detail } });
    if (!log) return problem(404, 'log_unknown', 'no such log', '');
    if (log.state === 'denied' || this.scene === 'denied') return problem(403, 'log_denied', 'this log may not be read', log.reason ?? `srvmon may not read ${log.title}.`);
    if (log.state === 'missing') return problem(404, 'log_missing', 'this log does not exist', log.reason ?? '');
    const end = query.has('before') ? Number(query.get('before')) : log.lines.length;
    const from = Math.max(0, end - Number(query.get('lines') ?? 20));
    return { status: 200, body: { lines: log.lines.slice(from, end), complete: from === 0, before: from === 0 ? null : String(from) } };
  }

  /** Follows a log: its last 20 lines at once, new ones as they come. */
  follow(id: string, listener: (event: MockEvent) => void): () => void {
    const log = this.#logs.find((one) => one.id === id);
    if (!log || log.state !== 'ok') {
      listener({ lines: [], notice: { kind: 'lost', reason: log?.reason ?? 'no such log' } });
      return () => undefined;
    }
    const heard = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, heard.add(listener));
    listener({ lines: log.lines.slice(-20) });
    return () => heard.delete(listener);
  }

  tick(seq: number): void {
    for (const log of this.#logs) {
      const event = log.tick(seq);
      if (event) this.#add(log, event);
    }
  }

  #blast(): void {
    const log = this.#logs.find((one) => one.id === 'fast.log');
    if (!log || !this.#listeners.get('fast.log')?.size) return;
    this.#add(log, { lines: Array.from({ length: this.fastPerSecond / 10 }, () => ({ text: `fast ${(this.#fast += 1)} ${'some words of a busy server '.repeat(2)}${this.#fast % 97 === 0 ? 'ERROR pool exhausted' : ''}` })) });
  }

  #add(log: MockLog, event: MockEvent): void {
    log.lines.push(...event.lines);
    if (log.lines.length > 20_000) log.lines.splice(0, 5_000);
    for (const listener of this.#listeners.get(log.id) ?? []) listener(event);
  }
}
