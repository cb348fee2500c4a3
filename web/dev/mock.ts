// Plays the HTTP API with invented data, so that views can be developed and photographed without the server.
// Only for `vite dev` and `vite preview`; nothing of it reaches a build.
// POST /__mock {"processes":5000,"cores":64,…} changes what it plays; see `Scene`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { Connect, Plugin } from 'vite';
import type { Deed } from '../src/lib/acting/shapes.ts';
import type { Mode } from '../src/lib/api/types.ts';
import type { Untimed } from './acting.ts';
import { mockAudit } from './audit.ts';
import { rules } from './judged.ts';
import { World, type Scene } from './world.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

const world = new World({ processes: Number(process.env['MOCK_PROCESSES'] ?? 146) });

function json(res: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', ...headers });
  res.end(body === undefined ? '' : JSON.stringify(body));
}

function problem(res: ServerResponse, status: number, code: string, title: string, detail = '', headers: Record<string, string> = {}): void {
  json(res, status, { type: 'about:blank', title, status, code, detail }, headers);
}

/** The words of the rules, which stand on one line each. */
async function wordsOf(lang: 'ko' | 'en'): Promise<(id: string) => string> {
  const text = await readFile(new URL(`../../locales/${lang}/rules.ftl`, import.meta.url), 'utf8');
  const words = new Map([...text.matchAll(/^([\w-]+) = (.*)$/gm)].map(([, id = '', said = '']) => [id, said]));
  return (id) => words.get(id) ?? id;
}

async function bodyOf(req: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}

function stream(req: IncomingMessage, res: ServerResponse, topics: string[], mode: Mode): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const say = (event: string, data: unknown, part?: number) => {
    const id = part === undefined ? '' : `id: ${world.boot}-${world.seq}-${part}\n`;
    res.write(`${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  say('hello', { boot: world.boot, version: '0.1.0', seq: world.seq, tick_ms: 1000, mode, default_mode: 'contextual', thresholds: { cpu: world.scene.thresholds, memory: world.scene.thresholds, disk: world.scene.thresholds } });
  if (topics.includes('processes')) say('processes', world.fullEvent(mode), 0);
  if (topics.includes('snapshot')) say('snapshot', world.snapshot(mode), 1);
  const stop = world.onTick((delta) => {
    if (world.scene.line === 'silent') return;
    if (topics.includes('processes')) say('processes', world.delta(delta, mode), 0);
    if (topics.includes('snapshot')) say('snapshot', world.snapshot(mode), 1);
  });
  const unheard = topics.includes('actions') ? world.acting.on((event) => say('actions', event)) : () => undefined;
  const unfollow = topics.filter((topic) => topic.startsWith('logs:')).map((topic) => {
    const log = topic.slice('logs:'.length);
    return world.logs.follow(log, (event) => world.scene.line !== 'silent' && say('logs', { log, ...event }));
  });
  const bye = world.onBye((reason) => {
    if (reason) say('bye', { reason });
    res.end();
  });
  req.on('close', () => {
    stop();
    unheard();
    for (const end of unfollow) end();
    bye();
  });
}

async function access(req: IncomingMessage, res: ServerResponse, route: string): Promise<boolean> {
  if (route === 'session' && req.method === 'POST') {
    const body = await bodyOf(req);
    if (world.scene.limited) problem(res, 429, 'too_many_requests', 'too many attempts', '', { 'retry-after': String(world.scene.limited) });
    else if (body['password'] !== 'correct-horse') problem(res, 401, 'wrong_credentials', 'wrong user name or password');
    else {
      const second = world.totp.logIn(body['totp']);
      if (second) problem(res, second.status, second.code ?? '', 'the second step');
      else {
        world.scene.signed_in = true;
        json(res, 200, world.me());
      }
    }
    return true;
  }
  if (route === 'setup' && req.method === 'POST') {
    const body = await bodyOf(req);
    if (body['token'] !== 'good') problem(res, 403, 'setup_refused', 'this set-up link is no longer valid');
    else {
      world.scene.signed_in = true;
      json(res, 200, world.me());
    }
    return true;
  }
  return false;
}

async function answer(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
  const route = url.pathname.replace(/^.*\/api\/v1\//, '');
  if (world.scene.line === 'down') {
    req.socket.destroy();
    return;
  }
  if (await access(req, res, route)) return;
  if (!world.scene.signed_in) return problem(res, 401, 'unauthenticated', 'log in first');
  if (route === 'session' && req.method === 'DELETE') {
    world.scene.signed_in = false;
    world.bye('signed_out');
    return json(res, 204);
  }
  const korean = (req.headers['accept-language'] ?? '').startsWith('ko');
  const mode: Mode = url.searchParams.get('mode') === 'strict' ? 'strict' : 'contextual';
  if (route === 'live') return stream(req, res, (url.searchParams.get('topics') ?? 'snapshot').split(','), mode);
  if (route === 'me') return json(res, 200, world.me());
  if (route === 'me/totp') {
    const { status, code, body } = world.totp.own(req.method ?? 'GET', await bodyOf(req));
    return code ? problem(res, status, code, 'the second step', `The mock says ${code}.`) : json(res, status, body);
  }
  if (route === 'snapshot') return json(res, 200, world.snapshot(mode));
  if (route === 'history') return json(res, 200, world.history());
  if (route === 'processes') return json(res, 200, { processes: world.list(url.searchParams, korean) });
  if (route === 'rules') return json(res, 200, { rules: rules(await wordsOf(korean ? 'ko' : 'en')) });
  if (route === 'services') return json(res, 200, world.services(url.searchParams.get('all') === 'true'));
  if (route === 'logs') return json(res, 200, world.logs.list());
  if (route.startsWith('logs/')) {
    const [, id = ''] = route.split('/').map(decodeURIComponent);
    const { status, body } = world.logs.tail(id, url.searchParams);
    return json(res, status, body);
  }
  const [head, key, deed] = route.split('/');
  if (route === 'cleanup') return json(res, 200, { cleanup: world.acting.cleanup(world.processes, korean) });
  if (route === 'ends') {
    const ends = await world.acting.ends(world.processes, ((await bodyOf(req))['keys'] ?? []) as string[], korean);
    for (const { key: one, outcome } of ends) if (outcome) world.drop(one);
    return json(res, 200, { ends });
  }
  if (head === 'processes' && key && deed) {
    const found = world.processes.find((one) => one.key === decodeURIComponent(key));
    if (!found) return problem(res, 410, 'gone', korean ? '끝난 프로세스입니다' : 'it has ended');
    const query = url.searchParams;
    if (deed === 'plan') return json(res, 200, world.acting.plan(found, world.processes, (query.get('kind') ?? 'end') as Deed, query.get('group') === 'true', korean));
    const { status, code, title, outcome } = await world.acting.act(found, deed as Deed, await bodyOf(req), korean);
    if (outcome && deed === 'end') world.drop(found.key);
    return outcome ? json(res, 200, outcome) : problem(res, status, code ?? '', title ?? '');
  }
  if (head === 'processes' && key) {
    const found = world.find(decodeURIComponent(key), mode, korean);
    return found ? json(res, 200, found) : problem(res, 410, 'process_gone', 'the process has ended');
  }
  if (route === 'policies' || route.startsWith('policies/')) {
    const { status, body } = world.policies.answer(req.method ?? 'GET', route.split('/').slice(1).map(decodeURIComponent), url.searchParams, route === 'policies/import' ? {} : await bodyOf(req), world.scene.policies, korean);
    return json(res, status, body);
  }
  if (route === 'autopilot' || route.startsWith('autopilot/')) {
    const { status, body } = world.autopilot.answer(req.method ?? 'GET', route.split('/').slice(1).map(decodeURIComponent), await bodyOf(req), world.scene.autopilot, korean);
    return json(res, status, body);
  }
  if (route === 'audit') return json(res, 200, mockAudit(url.searchParams));
  if (head === 'users' || head === 'tokens') {
    const body = req.method === 'POST' || req.method === 'PUT' ? await bodyOf(req) : {};
    const { status, body: reply } = world.records(head, req.method ?? 'GET', route.split('/').slice(1).map(decodeURIComponent), body);
    return json(res, status, reply);
  }
  problem(res, 404, 'not_found', 'no such path');
}

const middleware: Connect.NextHandleFunction = (req, res, next) => {
  const url = new URL(req.url ?? '/', 'http://mock');
  if (url.pathname.endsWith('/__mock')) {
    void bodyOf(req).then((body) => {
      const { happened, ...scene } = body as Partial<Scene> & { happened?: Untimed };
      if (happened) world.acting.say(happened);
      world.set(scene);
      json(res, 200, world.scene);
    });
    return;
  }
  if (!url.pathname.includes('/api/v1/')) return next();
  answer(req, res, url).catch((error: unknown) => problem(res, 500, 'mock_failed', String(error)));
};

export function mockApi(): Plugin {
  return {
    name: 'mock-api',
    configureServer(server) {
      server.middlewares.use(middleware);
    },
    configurePreviewServer(server) {
      // The policy of the real server: what it forbids must be seen to break here.
      server.middlewares.use((_req, res, next) => {
        res.setHeader('content-security-policy', CSP);
        next();
      });
      server.middlewares.use(middleware);
    },
  };
}
