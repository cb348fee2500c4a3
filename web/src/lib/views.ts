// The views of the console, in the order of the menu. One entry here is all a new view needs.
import type { Component } from 'svelte';
import type { SpriteName } from './parts/sprites.ts';

export interface ViewEntry {
  id: string;
  sprite: SpriteName;
  /** Message id of its name. */
  name: string;
  load: () => Promise<{ default: Component }>;
}

const modules = import.meta.glob<{ default: Component }>(['../views/overview/Overview.svelte', '../views/processes/Processes.svelte', '../views/settings/Settings.svelte']);
const load = (path: string) => (): Promise<{ default: Component }> => modules[path]?.() ?? Promise.reject(new Error(`no view at ${path}`));

export const views: readonly ViewEntry[] = [
  { id: 'overview', sprite: 'overview', name: 'view-overview', load: load('../views/overview/Overview.svelte') },
  { id: 'processes', sprite: 'processes', name: 'view-processes', load: load('../views/processes/Processes.svelte') },
  { id: 'settings', sprite: 'settings', name: 'view-settings', load: load('../views/settings/Settings.svelte') },
];
