// A policy that is being written: the form's fields, what is wrong with them, and the body that is sent. Pure.
// The limits are those of the server, which judges in the end.
import { visible } from '../text/visible.ts';
import type { Platform, Policy } from './document.ts';

export interface Draft {
  name: string;
  platform: Platform;
  category: string;
  ko: string;
  en: string;
  terminatable: boolean;
  system: boolean;
  reason: string;
  /** Words with blanks or commas between them. */
  tags: string;
}

export type Field = 'name' | 'category' | 'ko' | 'en' | 'reason' | 'tags';
/** Why a field may not hold what it holds. */
export type Wrong = 'empty' | 'long' | 'hidden' | 'many';

/** Bytes, as the server counts; tags in one policy. */
export const LIMITS = { name: 255, word: 64, sentence: 4096, tags: 64 } as const;

export const EMPTY: Draft = { name: '', platform: 'linux', category: 'general', ko: '', en: '', terminatable: true, system: false, reason: '', tags: '' };

/** A record as the form shows it. One that cannot be read forbids until somebody says otherwise. */
export const draftOf = (policy: Policy): Draft => ({
  name: policy.name ?? '',
  // What cannot be told holds everywhere.
  platform: policy.platform ?? 'common',
  category: policy.category === '' ? EMPTY.category : policy.category,
  ko: policy.ko,
  en: policy.en,
  terminatable: policy.terminatable ?? false,
  system: policy.system,
  reason: policy.reason,
  tags: policy.tags.join(' '),
});

export const tagsOf = (text: string): string[] => [...new Set(text.split(/[\s,]+/u).filter((tag) => tag !== ''))];

const bytes = (text: string): number => new TextEncoder().encode(text).length;

function wrongText(text: string, most: number): Wrong | null {
  if (bytes(text) > most) return 'long';
  return visible(text) === text ? null : 'hidden';
}

/** What is wrong, field by field; `null` where nothing is. */
export function wrongOf(draft: Draft): Record<Field, Wrong | null> {
  const tags = tagsOf(draft.tags);
  return {
    name: draft.name.trim() === '' ? 'empty' : wrongText(draft.name, LIMITS.name),
    category: wrongText(draft.category.trim(), LIMITS.word),
    ko: wrongText(draft.ko, LIMITS.sentence),
    en: wrongText(draft.en, LIMITS.sentence),
    reason: wrongText(draft.reason, LIMITS.sentence),
    tags: tags.length > LIMITS.tags ? 'many' : (tags.map((tag) => wrongText(tag, LIMITS.word)).find((wrong) => wrong !== null) ?? null),
  };
}

/** A name that is not asked for is the server's to judge. */
export const isRight = (draft: Draft, asksName = true): boolean => Object.entries(wrongOf(draft)).every(([field, wrong]) => wrong === null || (field === 'name' && !asksName));

/** What a form asks for beside the rest: what a record tells of itself is not asked. */
export const asksFor = (policy: Policy | null): { name: boolean; platform: boolean } => ({ name: policy === null || policy.name === null, platform: policy === null || policy.platform === null });

/** What is sent. `descriptions` is left out where there is no English sentence to keep or to take back. */
export function bodyOf(draft: Draft, policy: Policy | null): Record<string, unknown> {
  const asks = asksFor(policy);
  const hadEnglish = policy !== null && policy.en !== '';
  return {
    ...(asks.name ? { name: draft.name } : {}),
    ...(asks.platform ? { platform: draft.platform } : {}),
    category: draft.category.trim() === '' ? 'general' : draft.category.trim(),
    description: draft.ko,
    policy: { is_system: draft.system, terminatable: draft.terminatable, reason: draft.reason },
    tags: tagsOf(draft.tags),
    ...(draft.en !== '' || hadEnglish ? { descriptions: { ...(draft.ko === '' ? {} : { ko: draft.ko }), ...(draft.en === '' ? {} : { en: draft.en }) } } : {}),
  };
}

/** The media type by which the server knows a list; null for a file that it does not take. */
export function mediaOf(fileName: string): string | null {
  const end = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  if (end === 'json') return 'application/json';
  if (end === 'jsonl' || end === 'ndjson') return 'application/x-ndjson';
  if (end === 'csv') return 'text/csv';
  return end === 'toml' ? 'application/toml' : null;
}

/** Bytes of the largest file that is taken. */
export const FILE_BYTES = 8 * 1024 * 1024;
