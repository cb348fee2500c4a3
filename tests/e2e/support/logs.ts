// Log files that a server of the tests follows: written, rotated, closed to readers.
import { appendFileSync, chmodSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class LogFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), 'server-monitor-e2e-logs-'));

  constructor() {
    // A server that runs as somebody else must be able to look into it.
    chmodSync(this.folder, 0o755);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The configuration that names these files by their own names, and what else is wanted. */
  config(names: readonly string[], more = ''): string {
    return `${more}\n[logs]\n${names.map((name) => `"${name}" = ${JSON.stringify(this.path(name))}`).join('\n')}\n`;
  }

  append(name: string, lines: readonly string[]): void {
    appendFileSync(this.path(name), lines.map((line) => `${line}\n`).join(''));
  }

  /** As logrotate does it: the old file is renamed, a new one begins. */
  rotate(name: string): void {
    renameSync(this.path(name), this.path(`${name}.1`));
    writeFileSync(this.path(name), '');
  }

  /** As copytruncate does it: the file is cut. */
  cut(name: string): void {
    writeFileSync(this.path(name), '');
  }

  /** Opens it for everybody, or closes it for all but its owner and root. */
  readable(name: string, may: boolean): void {
    chmodSync(this.path(name), may ? 0o644 : 0o000);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
