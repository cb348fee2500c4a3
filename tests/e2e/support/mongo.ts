// A real MongoDB with names and passwords, a set of one member, on a free port of this machine alone; and the line to it,
// which can be slow.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Collection, type Document, MongoClient } from 'mongodb';
import { freePort, until } from './server.ts';

/** Where `cargo xtask test` unpacks it. */
const UNPACKED = new URL('../../../target/xtask/tools/usr/bin', import.meta.url).pathname;
const READY_MS = 30_000;
export const DATABASE = 'process_monitor';
export const COLLECTION = 'known_processes';
/** Who may do what there. */
export type User = 'root' | 'writer' | 'reader' | 'stranger';
const PASSWORD = 'correct-horse';

/** Where it is installed, or null. */
export function findMongod(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), UNPACKED];
  return folders.map((folder) => join(folder, 'mongod')).find((path) => existsSync(path)) ?? null;
}

/** Starts a member of a set, on a port of this machine alone. */
export function spawnMember(program: string, data: string, port: number, more: string[] = []): ChildProcess {
  const args = ['--dbpath', data, '--bind_ip', '127.0.0.1', '--nounixsocket', '--port', String(port), ...more];
  args.push('--replSet', 'rs0', '--oplogSize', '64', '--wiredTigerCacheSizeGB', '0.25');
  args.push('--setParameter', 'diagnosticDataCollectionEnabled=false');
  return spawn(program, args, { stdio: 'ignore' });
}

export class Mongod {
  private child: ChildProcess | null = null;
  private readonly client: MongoClient;

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    readonly port: number,
  ) {
    this.client = new MongoClient(this.url('root'), { serverSelectionTimeoutMS: READY_MS });
  }

  /** Starts one that nothing was ever written to. */
  static async start(program: string): Promise<Mongod> {
    const folder = mkdtempSync(join(tmpdir(), 'server-monitor-mongod-'));
    const mongod = new Mongod(program, folder, await freePort());
    mkdirSync(join(folder, 'data'));
    // Members of a set know each other by it; of one that is readable by others, mongod wants nothing to know.
    writeFileSync(join(folder, 'key'), 'servermonitorbrowsertests', { mode: 0o600 });
    mongod.run();
    await mongod.found();
    return mongod;
  }

  /** The address for somebody, at another port where the line goes through a proxy. */
  url(user: User, { port = this.port } = {}): string {
    return `mongodb://${user}:${PASSWORD}@127.0.0.1:${port}/?directConnection=true&authSource=admin`;
  }

  /** What is kept there, as another program sees it. */
  collection(name = COLLECTION): Collection<Document> {
    return this.client.db(DATABASE).collection(name);
  }

  /** It is gone from one moment to the next. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts it again with what it kept, and waits until it takes writes. */
  async again(): Promise<void> {
    this.run();
    await this.writable(this.client);
  }

  /** From now on somebody who was a stranger may write. */
  async admit(user: User): Promise<void> {
    await this.client.db('admin').command({ createUser: user, pwd: PASSWORD, roles: [{ role: 'readWrite', db: DATABASE }] });
  }

  private run(): void {
    this.child = spawnMember(this.program, join(this.folder, 'data'), this.port, ['--keyFile', join(this.folder, 'key')]);
  }

  /** Makes it a set, and its users. Until there is a first one, whoever comes from this machine may. */
  private async found(): Promise<void> {
    const first = new MongoClient(`mongodb://127.0.0.1:${this.port}/?directConnection=true`, { serverSelectionTimeoutMS: READY_MS });
    try {
      const admin = first.db('admin');
      const members = [{ _id: 0, host: `127.0.0.1:${this.port}` }];
      await admin.command({ replSetInitiate: { _id: 'rs0', members, settings: { electionTimeoutMillis: 1000 } } });
      await this.writable(first);
      await admin.command({ createUser: 'root', pwd: PASSWORD, roles: ['root'] });
    } finally {
      await first.close();
    }
    for (const [user, role] of [['writer', 'readWrite'], ['reader', 'read']] as const) {
      await this.client.db('admin').command({ createUser: user, pwd: PASSWORD, roles: [{ role, db: DATABASE }] });
    }
  }

  private async writable(client: MongoClient): Promise<void> {
    await until(
      `mongod on port ${this.port} takes writes`,
      async () => {
        if (this.child?.exitCode != null) throw new Error(`mongod ended with ${this.child.exitCode}`);
        const said = await client.db('admin').command({ hello: 1 }).catch(() => null);
        return said?.['isWritablePrimary'] === true;
      },
      READY_MS,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Late {
  due: number;
  bytes: Buffer;
}

/** A line on which everything takes its time, in both directions and in the order in which it was said. */
export class Line {
  private delayMs = 0;
  private readonly sockets = new Set<Socket>();
  private readonly queues = new Set<() => void>();

  private constructor(
    private readonly listener: Server,
    readonly port: number,
  ) {}

  /** A line to a port of this machine. */
  static async to(port: number): Promise<Line> {
    const listener = createServer();
    const line = new Line(listener, await freePort());
    listener.on('connection', (near) => {
      const far = connect(port, '127.0.0.1');
      line.carry(near, far);
      line.carry(far, near);
    });
    await new Promise<void>((resolve) => listener.listen(line.port, '127.0.0.1', resolve));
    return line;
  }

  /** From now on everything takes so long. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /** What is under way arrives now, and what follows at once. */
  fast(): void {
    this.delayMs = 0;
    for (const deliver of this.queues) deliver();
  }

  private carry(from: Socket, to: Socket): void {
    const late: Late[] = [];
    let timer: NodeJS.Timeout | undefined;
    const deliver = (all = true): void => {
      clearTimeout(timer);
      while (late[0] !== undefined && (all || late[0].due <= performance.now())) to.write(late.shift()?.bytes ?? Buffer.alloc(0));
      if (late[0] !== undefined) timer = setTimeout(() => deliver(false), late[0].due - performance.now());
    };
    this.sockets.add(from);
    this.queues.add(deliver);
    from.on('data', (bytes) => {
      if (this.delayMs === 0 && late.length === 0) return void to.write(bytes);
      late.push({ due: performance.now() + this.delayMs, bytes });
      deliver(false);
    });
    // A line that breaks on one side is broken.
    for (const event of ['close', 'error'] as const) {
      from.on(event, () => {
        clearTimeout(timer);
        this.sockets.delete(from);
        this.queues.delete(deliver);
        to.destroy();
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.listener.close(resolve));
  }
}
