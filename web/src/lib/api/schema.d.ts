/**
 * Shapes of the HTTP API, in the form openapi-typescript writes them (`npm run codegen`).
 */
export interface paths {
  [path: string]: unknown;
}
export interface components {
  schemas: {
    /** @enum {string} */
    Gap: 'denied' | 'unsupported' | 'not_yet' | 'gone' | 'failed';
    /** @description Why a key is null: key (or dotted path) to reason. */
    Gaps: { [key: string]: components['schemas']['Gap'] };
    Problem: { type: string; title: string; status: number; detail: string; code: string };
    Cpu: { percent: number | null; cores: (number | null)[] | null; user: number | null; system: number | null; iowait: number | null; steal: number | null; load: number[] | null };
    Memory: { total: number | null; used: number | null; available: number | null; percent: number | null; swap_total: number | null; swap_used: number | null };
    Disk: { mount: string; total: number | null; used: number | null; percent: number | null; inodes_percent: number | null; read_bytes_per_s: number | null; write_bytes_per_s: number | null };
    Network: { interface: string; rx_bytes_per_s: number | null; tx_bytes_per_s: number | null };
    Pressure: { cpu: components['schemas']['PressureLine']; memory: components['schemas']['PressureLine']; io: components['schemas']['PressureLine'] };
    PressureLine: { some_avg10: number; full_avg10?: number | null };
    Container: { kind: string | null; id: string | null; cpu_limit: number | null; memory_limit: number | null; memory_used: number | null };
    Verdicts: { safe: number; caution: number; danger: number; urgent: number };
    Collector: { name: string; ms: number; outcome: string };
    Monitor: { cpu_percent: number | null; rss_bytes: number | null; tick_ms: number; late_ticks: number; collectors: components['schemas']['Collector'][] };
    Snapshot: {
      v: number;
      host_id: string | null;
      boot_id: string | null;
      seq: number;
      at: string;
      hostname: string | null;
      uptime_s: number | null;
      uptime: string | null;
      cpu: components['schemas']['Cpu'];
      memory: components['schemas']['Memory'];
      disks: components['schemas']['Disk'][] | null;
      network: components['schemas']['Network'][] | null;
      pressure: components['schemas']['Pressure'] | null;
      container: components['schemas']['Container'] | null;
      verdicts: components['schemas']['Verdicts'] | null;
      services: unknown[] | null;
      monitor: components['schemas']['Monitor'];
      gaps: components['schemas']['Gaps'];
    };
    /** @enum {string} */
    Exposure: 'loopback' | 'private' | 'public';
    Socket: { proto: string; address: string; port: number; exposure: components['schemas']['Exposure']; netns?: number | string | null };
    Process: {
      key: string;
      pid: number;
      ppid: number | null;
      create_time: number | null;
      name: string | null;
      exe: string | null;
      exe_deleted?: boolean | null;
      cmdline: string[] | null;
      username: string | null;
      uid: number | null;
      cpu_percent: number | null;
      memory_percent: number | null;
      rss_bytes: number | null;
      read_bytes_per_s: number | null;
      write_bytes_per_s: number | null;
      ports: number[] | null;
      sockets: components['schemas']['Socket'][] | null;
      unit: string | null;
      container: string | null;
      tty: string | null;
      known: boolean | null;
      category: string | null;
      role?: string | null;
      app: string | null;
      findings: unknown[] | null;
      verdict: string | null;
      verdict_reason?: string | null;
      dot: string | null;
      endable: boolean | null;
      end_code: string | null;
      end_reason?: string | null;
      gaps: components['schemas']['Gaps'];
    };
    /** @enum {string} */
    Role: 'viewer' | 'operator' | 'admin';
    Me: { name: string; role: components['schemas']['Role']; via: string; expires_at: string | null };
    User: { name: string; role: components['schemas']['Role']; created_at: string; last_login_at: string | null };
    Token: { name: string; role: components['schemas']['Role']; created_at: string; last_used_at: string | null; created_by: string };
    TokenOnce: { name: string; role: components['schemas']['Role']; token: string };
    AuditRow: { at: string; actor: string; action: string; key: string | null; name: string | null; outcome: string; code: string | null; reason: string | null };
    HistoryStep: { at: string; cpu_percent: number | null; memory_percent: number | null; disk_percent: number | null; rx_bytes_per_s: number | null; tx_bytes_per_s: number | null; cpu_max: number | null };
  };
}
