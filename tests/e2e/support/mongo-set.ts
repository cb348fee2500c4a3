// A real replica set of three, whose primary can be taken away, on free ports of this machine alone.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Collection, type Document, MongoClient } from 'mongodb';
import { COLLECTION, DATABASE, spawnMember } from './mongo.ts';
import { freePort, until } from './server.ts';

const READY_MS = 60_000;
const THREE = [0, 1, 2] as const;
/** One of the three. */
export type Which = (typeof THREE)[number];

/** Who takes writes, and the two others. */
export interface Roles {
  primary: Which;
  others: [Which, Which];
}

export class MongoSet {
  private readonly children: (ChildProcess | null)[] = [null, null, null];
  private readonly client: MongoClient;

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly ports: readonly number[],
  ) {
    this.client = new MongoClient(this.url, { serverSelectionTimeoutMS: READY_MS });
  }

  /** Starts one that nothing was ever written to. */
  static async start(program: string): Promise<MongoSet> {
    const ports: number[] = [];
    while (ports.length < THREE.length) {
      const port = await freePort();
      if (!ports.includes(port)) ports.push(port);
    }
    const set = new MongoSet(program, mkdtempSync(join(tmpdir(), 'server-monitor-mongo-set-')), ports);
    for (const which of THREE) set.run(which);
    const members = ports.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` }));
    // They notice soon that one is gone.
    const settings = { electionTimeoutMillis: 1000, heartbeatIntervalMillis: 300 };
    await until('the members answer', async () => (await Promise.all(THREE.map((which) => set.ask(which, { hello: 1 })))).every((said) => said !== null), READY_MS);
    await set.ask(0, { replSetInitiate: { _id: 'rs0', members, settings } });
    await set.roles();
    return set;
  }

  /** The address of all of them. */
  get url(): string {
    return `mongodb://${this.ports.map((port) => `127.0.0.1:${port}`).join(',')}/?replicaSet=rs0`;
  }

  /** What is kept there, as another program sees it. */
  collection(name = COLLECTION): Collection<Document> {
    return this.client.db(DATABASE).collection(name);
  }

  /** Who is what, once there is a primary. */
  async roles(): Promise<Roles> {
    let primary: Which | undefined;
    await until(
      'the set has a primary',
      async () => {
        const said = await Promise.all(THREE.map((which) => (this.children[which] === null ? null : this.ask(which, { hello: 1 }))));
        primary = THREE.find((which) => said[which]?.['isWritablePrimary'] === true);
        return primary !== undefined;
      },
      READY_MS,
    );
    const [first = 1, second = 2] = THREE.filter((which) => which !== primary);
    return { primary: primary ?? 0, others: [first, second] };
  }

  /** The primary hands over to another one. */
  async stepDown(): Promise<void> {
    const { primary } = await this.roles();
    await this.ask(primary, { replSetStepDown: 30, secondaryCatchUpPeriodSecs: 10 });
  }

  /** It is gone from one moment to the next. */
  async kill(which: Which): Promise<void> {
    const child = this.children[which];
    this.children[which] = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Starts one, with what it kept. */
  run(which: Which): void {
    const data = join(this.folder, String(which));
    mkdirSync(data, { recursive: true });
    this.children[which] = spawnMember(this.program, data, this.ports[which] ?? 0);
  }

  /** Asks this very member, whatever it is now; null where it does not answer. */
  private async ask(which: Which, command: Document): Promise<Document | null> {
    const client = new MongoClient(`mongodb://127.0.0.1:${this.ports[which]}/?directConnection=true`, { serverSelectionTimeoutMS: 2_000 });
    try {
      return await client.db('admin').command(command);
    } catch {
      return null;
    } finally {
      await client.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    for (const which of THREE) await this.kill(which);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
