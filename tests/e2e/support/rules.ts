// Rules of the autopilot for tests: put by an administrator, taken away again afterwards.
import type { MonitorServer } from './server.ts';

export class Rules {
  private readonly written: string[] = [];

  private constructor(
    private readonly server: MonitorServer,
    private readonly name: string,
    private readonly token: string,
  ) {}

  static async of(server: MonitorServer): Promise<Rules> {
    const name = `e2e-rules-${process.hrtime.bigint()}`;
    return new Rules(server, name, server.run(['token', 'add', name, '--role', 'admin']).trim());
  }

  /** Writes a rule; it rehearses unless told otherwise. */
  async put(id: string, rule: object): Promise<void> {
    const answer = await this.ask(id, 'PUT', rule);
    if (!answer.ok) throw new Error(`the rule was refused: ${answer.status} ${await answer.text()}`);
    this.written.push(id);
  }

  private ask(id: string, method: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    return fetch(new URL(`api/v1/autopilot/rules/${id}`, this.server.url), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const id of this.written) await this.ask(id, 'DELETE');
    this.server.run(['token', 'revoke', this.name]);
  }
}
