// The views of the console, in the order of the menu. One entry here is all a new view needs.
import type { Component } from 'svelte';
import type { SpriteName } from './parts/sprites.ts';

export interface ViewEntry {
  id: string;
  sprite: SpriteName;
  /** Reached from other views only; the menu marks the one it belongs to. */
  below?: string;
  /** On a phone it has a tab of its own; the others are behind "more". */
  tab?: true;
  /** Message id of its name. */
  name: string;
  load: () => Promise<{ default: Component }>;
}

export const views: readonly ViewEntry[] = [
  { id: 'overview', sprite: 'overview', tab: true, name: 'view-overview', load: () => import('../views/overview/Overview.svelte') },
  { id: 'processes', sprite: 'processes', tab: true, name: 'view-processes', load: () => import('../views/processes/Processes.svelte') },
  { id: 'cleanup', sprite: 'cleanup', name: 'view-cleanup', load: () => import('../views/cleanup/Cleanup.svelte') },
  { id: 'services', sprite: 'services', tab: true, name: 'view-services', load: () => import('../views/services/Services.svelte') },
  { id: 'logs', sprite: 'logs', tab: true, name: 'view-logs', load: () => import('../views/logs/Logs.svelte') },
  { id: 'autopilot', sprite: 'autopilot', name: 'view-autopilot', load: () => import('../views/autopilot/Autopilot.svelte') },
  { id: 'policies', sprite: 'policies', name: 'view-policies', load: () => import('../views/policies/Policies.svelte') },
  { id: 'audit', sprite: 'audit', name: 'view-audit', load: () => import('../views/audit/Audit.svelte') },
  { id: 'settings', sprite: 'settings', name: 'view-settings', load: () => import('../views/settings/Settings.svelte') },
  { id: 'rules', sprite: 'info', below: 'settings', name: 'rules-title', load: () => import('../views/rules/Rules.svelte') },
];
