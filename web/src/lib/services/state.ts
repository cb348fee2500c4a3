// What a service's state looks like and why it is so, as ids of words. Pure.
import type { Service } from '../api/types.ts';
import { fold } from '../text/words.ts';
import { visible } from '../text/visible.ts';
import type { SpriteName } from '../parts/sprites.ts';

/** A state: its shape, its class of colour and the id of its word. */
export interface StateLook {
  sprite: SpriteName;
  tone: 'safe' | 'danger' | 'caution' | 'info' | 'inactive' | 'gap';
  word: string;
}

const LOOKS: Record<string, StateLook> = {
  active: { sprite: 'safe', tone: 'safe', word: 'services-state-active' },
  inactive: { sprite: 'inactive', tone: 'inactive', word: 'services-state-inactive' },
  failed: { sprite: 'danger', tone: 'danger', word: 'services-state-failed' },
  activating: { sprite: 'starting', tone: 'info', word: 'services-state-activating' },
  deactivating: { sprite: 'starting', tone: 'info', word: 'services-state-deactivating' },
  not_found: { sprite: 'gap', tone: 'gap', word: 'services-state-not_found' },
  unsupported: { sprite: 'gap', tone: 'gap', word: 'services-state-unsupported' },
  unknown: { sprite: 'unknown', tone: 'gap', word: 'services-state-unknown' },
};
const UNKNOWN: StateLook = { sprite: 'unknown', tone: 'gap', word: 'services-state-unknown' };
const CRASHING: StateLook = { sprite: 'caution', tone: 'caution', word: 'services-state-crashing' };
const MASKED: StateLook = { sprite: 'lock', tone: 'inactive', word: 'services-state-masked' };

/** systemd waits before it starts the unit once more: it has crashed. */
const isCrashing = (service: Service): boolean => service.state === 'activating' && (service.sub_state === 'auto-restart' || service.sub_state === 'auto-restart-queued');
const isMasked = (service: Service): boolean => service.load_state === 'masked' && service.state !== 'active';

export function lookOf(service: Service): StateLook {
  if (isCrashing(service)) return CRASHING;
  if (isMasked(service)) return MASKED;
  return LOOKS[service.state] ?? UNKNOWN;
}

/** A message and its arguments. */
export interface Words {
  id: string;
  args: Record<string, string | number>;
}

const SIGNALS: Record<number, string> = { 1: 'HUP', 2: 'INT', 3: 'QUIT', 4: 'ILL', 6: 'ABRT', 7: 'BUS', 8: 'FPE', 9: 'KILL', 11: 'SEGV', 13: 'PIPE', 14: 'ALRM', 15: 'TERM', 24: 'XCPU', 25: 'XFSZ', 31: 'SYS' };
/** systemd's words for how a unit ended (systemd.exec(5), $SERVICE_RESULT) that have a sentence of their own. */
const RESULTS = new Set(['timeout', 'watchdog', 'start-limit-hit', 'oom-kill', 'resources', 'protocol', 'exec-condition', 'core-dump', 'signal', 'exit-code']);

/** Why a service stands as it does; null when there is nothing to explain. */
export function whyOf(service: Service): Words | null {
  const { state, sub_state: sub, result } = service;
  const restarts = service.restarts ?? 0;
  if (state === 'unsupported') return { id: 'services-why-unsupported', args: {} };
  if (state === 'not_found') return { id: service.source === 'process' ? 'services-why-no-process' : 'services-why-not-found', args: {} };
  if (isMasked(service)) return { id: 'services-why-masked', args: {} };
  if (isCrashing(service)) return restarts > 0 ? { id: 'services-why-crashing', args: { count: restarts } } : { id: 'services-why-restarting', args: {} };
  if (service.load_state === 'bad-setting' || service.load_state === 'error') return { id: 'services-why-bad-setting', args: {} };
  if (state === 'failed') return ending(service) ?? { id: 'services-why-failed', args: {} };
  if (state === 'active') {
    if (service.source === 'process') return { id: 'services-why-process', args: {} };
    if (sub === 'exited') return { id: 'services-why-exited', args: {} };
    return restarts > 0 ? { id: 'services-why-restarted', args: { count: restarts } } : null;
  }
  if (state === 'inactive' && service.triggered_by !== null && (result === null || result === 'success')) return { id: 'services-why-triggered', args: { by: visible(service.triggered_by) } };
  if (state === 'inactive') return (result !== null && result !== 'success' ? ending(service) : null) ?? { id: service.source === 'process' ? 'services-why-no-process' : 'services-why-stopped', args: {} };
  return null;
}

function ending(service: Service): Words | null {
  const { result, exit_status: status } = service;
  const restarts = service.restarts ?? 0;
  if (result === null || !RESULTS.has(result)) return result === null || result === 'success' ? null : { id: 'services-why-result', args: { result: visible(result) } };
  // A limit that was hit tells less than what hit it.
  if (result === 'start-limit-hit') return { id: 'services-why-start-limit-hit', args: { count: restarts } };
  if (result === 'exit-code') return status === null ? { id: 'services-why-failed', args: {} } : { id: 'services-why-exit-code', args: { status } };
  if (result === 'signal' || result === 'core-dump') {
    const name = status === null ? undefined : SIGNALS[status];
    if (status === null) return { id: `services-why-${result}-unnamed`, args: {} };
    return { id: `services-why-${result}`, args: { signal: name === undefined ? String(status) : `SIG${name} (${status})` } };
  }
  return { id: `services-why-${result}`, args: {} };
}

/** Words of the state that need somebody: failed, and crashing over and over. */
export const needsSomebody = (service: Service): boolean => service.state === 'failed' || isCrashing(service);

/** The watched ones as they come (in configured order), then what failed, then the rest by name; each unit once. */
export function arranged(near: readonly Service[], all: readonly Service[] | null): Service[] {
  const ids = new Set(near.map((one) => one.id));
  const rest = (all ?? []).filter((one) => !ids.has(one.id)).sort((a, b) => Number(needsSomebody(b)) - Number(needsSomebody(a)) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return [...near, ...rest];
}

/** Whether every word occurs in the name, the unit, the description or the state; `state` is its word in the reader's language. */
export function matchesService(service: Service, words: readonly string[], state: string): boolean {
  if (words.length === 0) return true;
  const text = fold([service.name, service.id, service.description ?? '', service.state, service.sub_state ?? '', state].join('\n'));
  return words.every((word) => text.includes(word));
}
