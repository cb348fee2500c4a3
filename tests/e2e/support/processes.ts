// Real processes of this machine for the page to show, and what `ps` says about them.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './server.ts';

/** Sleepers whose arguments start here: `sleep 700000`, `sleep 700001`, … */
export const FIRST = 700_000;

/** Many processes at once, each with arguments of its own. */
export class Crowd {
  private constructor(private readonly helper: ChildProcess) {}

  static async start(count: number): Promise<Crowd> {
    // One shell starts them all: far cheaper than as many children of this program.
    const script = `i=0; while [ $i -lt ${count} ]; do sleep $((${FIRST} + i)) & i=$((i + 1)); done; echo all; wait`;
    const helper = spawn('sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    helper.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(`${count} processes were started`, () => said.includes('all'), 60_000);
    return new Crowd(helper);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { helper } = this;
    if (helper.pid === undefined || helper.exitCode !== null) return;
    const ended = new Promise((resolve) => helper.once('exit', resolve));
    // It leads a group of its own, which holds the crowd and nothing else.
    process.kill(-helper.pid, 'SIGKILL');
    await ended;
  }
}

/** A copy of `sleep` under another name, running. */
export class Named {
  readonly pid: number;

  private constructor(
    /** Where its executable is, alone. */
    readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    if (child.pid === undefined) throw new Error('the process did not start');
    this.pid = child.pid;
  }

  static start(name: string, args: string[] = ['3600'], environment: Record<string, string> = {}): Named {
    const folder = mkdtempSync(join(tmpdir(), 'server-monitor-e2e-'));
    const path = join(folder, name);
    copyFileSync('/bin/sleep', path);
    return new Named(folder, spawn(path, args, { argv0: name, stdio: 'ignore', env: { ...process.env, ...environment } }));
  }

  [Symbol.dispose](): void {
    this.child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What `ps` says about one process. */
export function ps(pid: number, fact: string): string {
  return execFileSync('ps', ['-o', `${fact}=`, '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim();
}
