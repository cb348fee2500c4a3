// A real nginx before the real program, with the block that the program prints. The tests may not take the ports 80 and
// 443 of this machine nor write below its /etc, so those places in the printed text, and they alone, are others here.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type MonitorServer, freePort, until } from './server.ts';

export const DOMAIN = 'localhost';

/** Where nginx is, or null. */
export function findNginx(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path)) ?? null;
}

export class Nginx {
  /** Where the page is for the browser, with a slash at its end. */
  readonly url: string;

  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    url: string,
  ) {
    this.url = url;
  }

  /** Starts it with the block for the socket and sub-path of a server. */
  static async start(program: string, server: MonitorServer, socket: string, subPath: string): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'server-monitor-nginx-'));
    const port = await freePort();
    const printed = server.run(['config', 'nginx', '--domain', DOMAIN, '--sub-path', subPath, '--socket', socket]);
    const block = moved(printed, [
      [`/etc/letsencrypt/live/${DOMAIN}/`, `${folder}/`],
      ['listen 443 ', `listen 127.0.0.1:${port} `],
      ['listen [::]:443 ', `listen [::1]:${port} `],
      ['listen 80;', `listen 127.0.0.1:${await freePort()};`],
      ['listen [::]:80;', `listen [::1]:${await freePort()};`],
    ]);
    writeFileSync(join(folder, 'site.conf'), block);
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=test', '-days', '2'];
    const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
    execFileSync('openssl', ['req', '-x509', ...key, ...files], { stdio: 'ignore' });
    for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name));
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name.replace('client_', '')};`);
    writeFileSync(
      join(folder, 'nginx.conf'),
      `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
      events { worker_connections 256; }
      http { access_log ${folder}/access.log; ${places.join(' ')} include ${folder}/site.conf; }`,
    );
    // As root its workers would be another user, who may not open the socket of this test's own group.
    const own = process.getuid?.() === 0 ? ['-g', 'user root;'] : [];
    const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log'), ...own], { stdio: 'ignore' });
    await until('nginx listens', () => {
      if (child.exitCode !== null) throw new Error(`nginx ended:\n${readFileSync(join(folder, 'error.log'), 'utf8')}`);
      return existsSync(join(folder, 'pid'));
    });
    return new Nginx(folder, child, `https://${DOMAIN}:${port}${subPath}/`);
  }

  /** What nginx wrote about requests and errors. */
  get logs(): string {
    return ['access.log', 'error.log'].map((name) => readFileSync(join(this.folder, name), 'utf8')).join('');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    // To the master alone: it ends its workers.
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The text with each place moved; one that is not there would mean that the test no longer tests what is printed. */
function moved(text: string, places: [string, string][]): string {
  for (const [from, to] of places) {
    if (!text.includes(from)) throw new Error(`the printed block holds no ${JSON.stringify(from)}:\n${text}`);
    text = text.replaceAll(from, to);
  }
  return text;
}
