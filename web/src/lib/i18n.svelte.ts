// The chosen language and its words. Views call `t`; everything re-renders when the language changes.
import type { FluentBundle } from '@fluent/bundle';
import * as plain from './format.ts';
import { setApiLanguage } from './api/client.ts';
import { format, makeBundle, type Args, type Lang } from './i18n/bundle.ts';

export type { Args, Lang } from './i18n/bundle.ts';

const STORED = 'lang';
const load: Record<Lang, () => Promise<{ sources: string[] }>> = {
  ko: () => import('./i18n/ko.ts'),
  en: () => import('./i18n/en.ts'),
};

let lang = $state<Lang>('en');
let bundle = $state.raw<FluentBundle | null>(null);

/** The language to start with: stored, else the browser's first that we have, else English. */
export function preferred(stored: string | null, languages: readonly string[]): Lang {
  if (stored === 'ko' || stored === 'en') return stored;
  for (const tag of languages) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'ko' || base === 'en') return base;
  }
  return 'en';
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

async function use(next: Lang): Promise<void> {
  const { sources } = await load[next]();
  bundle = makeBundle(next, sources);
  lang = next;
  document.documentElement.lang = next;
  setApiLanguage(next);
}

/** Loads the words to start with; the page is mounted after this. */
export const startI18n = (): Promise<void> => use(preferred(stored(), navigator.languages));

/** Changes the language of the page and remembers it in this browser. */
export async function setLang(next: Lang): Promise<void> {
  await use(next);
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Storage switched off: the choice lasts as long as the page.
  }
}

export const i18n = {
  get lang(): Lang {
    return lang;
  },
};

/** The words for a message id of `/locales`, in the chosen language. */
export function t(id: string, args?: Args): string {
  return bundle ? format(bundle, id, args) : id;
}

export const bytes = plain.bytes;
export const rate = plain.rate;
export const percent1 = plain.percent1;
export const uptime = plain.uptime;
export const clock = plain.clock;
export const dateTime = plain.dateTime;
/** An age in words of the chosen language. */
export const age = (seconds: number): string => plain.age(seconds, lang);
/** Bytes as one string, `1.2 GB`, for sentences and labels that are not typeset. */
export const bytesText = (n: number): string => {
  const { value, unit } = plain.bytes(n);
  return `${value} ${unit}`;
};
/** A whole number with the language's grouping. */
export const integer = (n: number): string => new Intl.NumberFormat(lang).format(n);
