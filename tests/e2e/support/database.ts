// The database of a server in the hands of somebody else, by whatever of this machine speaks SQLite.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { MonitorServer } from './server.ts';

const PYTHON = 'import sqlite3, sys; one = sqlite3.connect(sys.argv[1], timeout=60); one.executescript(sys.stdin.read()); one.close()';
const WAYS: readonly [string, string[]][] = [['sqlite3', ['-bail', '-cmd', '.timeout 60000']], ['python3', ['-c', PYTHON]]];

/** Runs SQL on the database of a server, past everything that guards the audit. Answers false if nothing here can. */
export function edit(server: MonitorServer, sql: string): boolean {
  const input = `DROP TRIGGER IF EXISTS audit_is_never_changed; DROP TRIGGER IF EXISTS audit_is_never_deleted; ${sql};`;
  for (const [program, args] of WAYS) {
    const { error, status, stderr } = spawnSync(program, [...args, join(server.state, 'local.db')], { input, encoding: 'utf8' });
    if (error) continue;
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
    return true;
  }
  return false;
}
