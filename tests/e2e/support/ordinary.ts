// Real processes of an ordinary user: what the program may end, and what these tests lose without regret.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The first user of a person on every usual Linux (UID_MIN of login.defs(5)). */
const SOMEBODY = 1000;

/** For a machine that is slow and busy with other things. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 5;

export interface Kind {
  /** What is copied under the other name. */
  program?: '/bin/sleep' | '/bin/sh';
  args?: string[];
  /** Root's own, which nobody may end here. */
  asRoot?: boolean;
  /** It does not hear TERM. */
  stubborn?: boolean;
}

/** A program under a name of its own in a folder of everybody. */
export class Ordinary {
  readonly pid: number;

  private constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    if (child.pid === undefined) throw new Error('the process did not start');
    this.pid = child.pid;
  }

  static start(name: string, { program = '/bin/sleep', args = ['3600'], asRoot = false, stubborn = false }: Kind = {}): Ordinary {
    const folder = mkdtempSync(join(tmpdir(), 'server-monitor-e2e-'));
    // Its owner has to be able to start it.
    chmodSync(folder, 0o755);
    const path = join(folder, name);
    copyFileSync(program, path);
    const owner = process.getuid?.() === 0 && !asRoot ? { uid: SOMEBODY, gid: SOMEBODY } : {};
    // A group of its own: what it leaves behind is found again.
    const how = { stdio: 'ignore', cwd: '/', detached: true, ...owner } as const;
    if (!stubborn) return new Ordinary(name, folder, spawn(path, args, { argv0: name, ...how }));
    // What a shell ignores is ignored by what takes its place too (execve(2)).
    const one = new Ordinary(name, folder, spawn('/bin/sh', ['-c', 'trap "" TERM; exec "$0" "$@"', path, ...args], how));
    for (const limit = performance.now() + PATIENCE_MS; readlinkSync(`/proc/${one.pid}/exe`) !== path; ) {
      if (performance.now() > limit) throw new Error(`${name} did not take the place of its shell`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
    }
    return one;
  }

  /** One with children that outlive it. They come one after the other: `seenWith` waits for all of them. */
  static parent(name: string, children: number): Ordinary {
    return Ordinary.start(name, { program: '/bin/sh', args: ['-c', `${'sleep 3600 & '.repeat(children)}wait`] });
  }

  /** One that does not hear TERM. */
  static stubborn(name: string): Ordinary {
    return Ordinary.start(name, { stubborn: true });
  }

  /** As the program names it. */
  get key(): string {
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
    // After the name, which may hold anything: field 22 is the start, the first after the bracket is field 3 (proc_pid_stat(5)).
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    return `${this.pid}-${started}`;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The signal that ended it, if one did. */
  get endedBy(): NodeJS.Signals | null {
    return this.child.signalCode;
  }

  /** It ends without anybody asking for it here. */
  endByItself(): void {
    this.child.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    try {
      // Its own group, which holds it and what it started.
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
