// The real program on a state directory and a port of its own: start, stop, kill, start again.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = process.env['SERVER_MONITOR_BIN'] ?? new URL('../../../target/debug/server-monitor', import.meta.url).pathname;
/** For a machine that is slow and busy with other things: nobody waits that long while all is well. */
const PATIENCE_MS = 60_000;
/** Ports that are tried before it is no chance any more that somebody else was quicker. */
const PORTS = 5;
/** Bytes that a command may print: all policies as JSON are a few million. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** The person that the tests log in as. */
export const ADMIN = { username: 'admin', password: 'correct horse battery staple' };

export interface Options {
  /** Below which path everything is served, with its leading slash. */
  basePath?: string;
  /** How the program is told: by its flag, or by the environment. */
  basePathBy?: 'flag' | 'environment';
  /** More flags of `serve`. */
  more?: string[];
  /** Text of its configuration file. */
  config?: string;
  /** Started by root, it runs as somebody whom rights can be taken from. */
  unprivileged?: boolean;
  /** What the environment holds beside what every program finds in it. */
  environment?: Record<string, string>;
}

/** The user that has no rights of its own on any Linux. */
const NOBODY = 65_534;

export class MonitorServer {
  /** Where the page is, with a slash at its end. */
  readonly url: string;
  /** What the program has said so far. */
  said = '';
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    readonly state: string,
    private readonly options: Options,
  ) {
    this.url = `http://127.0.0.1:${port}${options.basePath ?? ''}/`;
  }

  /** Starts a server that nobody has set up yet. */
  static async start(options: Options = {}): Promise<MonitorServer> {
    for (let left = PORTS - 1; ; left -= 1) {
      const server = new MonitorServer(await freePort(), mkdtempSync(join(tmpdir(), 'server-monitor-e2e-')), options);
      try {
        await server.again();
        return server;
      } catch (error) {
        await server[Symbol.asyncDispose]();
        // Between asking for a free port and listening there, somebody else may have come.
        if (left === 0 || !/is taken by|쓰고 있습니다/.test(server.said)) throw error;
      }
    }
  }

  /** The link that the first run prints, on a line of its own. */
  get setupLink(): string {
    const link = /^\s*(http:\/\/\S+\/setup#token=\S+)\s*$/m.exec(this.said)?.[1];
    if (!link) throw new Error(`no set-up link in:\n${this.said}`);
    return link;
  }

  get origin(): string {
    return new URL(this.url).origin;
  }

  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error('the server is not running');
    return pid;
  }

  /** Starts it on the same port and state, and waits until it answers. */
  async again(): Promise<void> {
    const { basePath, basePathBy = 'flag', more = [] } = this.options;
    const args = ['serve', '--listen', `127.0.0.1:${this.port}`, '--state-dir', this.state, ...more];
    const env = this.environment;
    if (this.options.config !== undefined) {
      const path = join(this.state, 'server-monitor.toml');
      writeFileSync(path, this.options.config);
      args.push('--config', path);
    }
    const asNobody = this.options.unprivileged === true && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    if ('uid' in asNobody) chownSync(this.state, NOBODY, NOBODY);
    if (basePath && basePathBy === 'flag') args.push('--base-path', basePath);
    else if (basePath) env['BASE_PATH'] = basePath;
    this.said = '';
    const child = spawn(BINARY, args, { env, cwd: this.state, stdio: ['ignore', 'pipe', 'pipe'], ...asNobody });
    this.child = child;
    const closed = new Promise((resolve) => child.once('close', resolve));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    await until(`the server answers on ${this.url}`, async () => {
      if (child.exitCode !== null) {
        // Only then is all of it heard.
        await closed;
        throw new Error(`the server ended with ${child.exitCode}:\n${this.said}`);
      }
      return (await fetch(new URL('healthz', this.url)).catch(() => null))?.ok ?? false;
    });
  }

  /** Ends it and answers its exit code, null if the signal ended it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  private get environment(): NodeJS.ProcessEnv {
    return { ...plainEnvironment(), ...this.options.environment };
  }

  /** Runs another command of the program on the same state. */
  run(args: string[], input = ''): string {
    return execFileSync(BINARY, [...args, '--state-dir', this.state], { env: this.environment, cwd: this.state, input, encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  }

  /** Runs one that ends with another exit code than 0, and answers what it printed. */
  found(args: string[], exit: number): string {
    const { status, stdout } = spawnSync(BINARY, [...args, '--state-dir', this.state], { env: this.environment, cwd: this.state, encoding: 'utf8', maxBuffer: MOST_OUTPUT });
    if (status !== exit) throw new Error(`\`${args.join(' ')}\` ended with ${status} instead of ${exit}`);
    return stdout;
  }

  /** Creates the administrator without a browser. */
  async setUp(): Promise<void> {
    const token = new URLSearchParams(new URL(this.setupLink).hash.slice(1)).get('token');
    const answer = await this.post('api/v1/setup', { token, ...ADMIN });
    if (!answer.ok) throw new Error(`set-up was refused: ${answer.status} ${await answer.text()}`);
  }

  post(path: string, body: unknown): Promise<Response> {
    return fetch(new URL(path, this.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.origin },
      body: JSON.stringify(body),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.state, { recursive: true, force: true });
  }
}

/** The environment without what would configure the program. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = ['HOST', 'PORT', 'BASE_PATH', 'MONGO_URL', 'DB_NAME', 'COLLECTION_NAME', 'DEBUG', 'STATE_DIRECTORY', 'CONFIGURATION_DIRECTORY'];
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !ours.includes(key)));
}

/** A port below the ephemeral ones, so that no short-lived connection takes it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Asks again every 50 ms until it is so. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, patienceMs = PATIENCE_MS): Promise<void> {
  const limit = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error(`waited ${patienceMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
