// Numbers as the console writes them. Pure: the language is an argument; words for units come from here
// because they are set apart from their number. `i18n.svelte.ts` binds these to the chosen language.
import type { Lang } from './i18n/bundle.ts';

/** A number and its unit, set in different fonts. */
export interface Quantity {
  value: string;
  unit: string;
}

const BYTE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in steps of 1024: `1.2 GB`, `412 MB`, `80 GB`. */
export function bytes(n: number): Quantity {
  let unit = 0;
  let value = n;
  // Steps up where rounding would print 1024.
  while (unit < BYTE_UNITS.length - 1 && Math.round(value) >= 1024) {
    value /= 1024;
    unit += 1;
  }
  return { value: short(value, unit >= 3), unit: BYTE_UNITS[unit] as string };
}

/** Bytes per second: `1.82 MB/s`, `61.4 KB/s`, `0 B/s`. */
export function rate(n: number): Quantity {
  let unit = 0;
  let value = n;
  while (unit < BYTE_UNITS.length - 1 && value >= 999.5) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return { value: value.toFixed(digits), unit: `${BYTE_UNITS[unit]}/s` };
}

function short(value: number, large: boolean): string {
  if (value < 9.95) return Number.isInteger(value) && !large ? String(value) : value.toFixed(1);
  if (large && value < 99.95) return value.toFixed(1).replace(/\.0$/, '');
  return String(Math.round(value));
}

/** A percentage with one decimal, as in process rows. */
export const percent1 = (n: number): string => n.toFixed(1);

const AGE_UNITS: Record<Lang, [second: string, minute: string, hour: string, day: string]> = {
  ko: ['초', '분', '시간', '일'],
  en: [' s', ' min', ' h', ' d'],
};

/** An age in its largest whole unit: `12초`, `47분`, `2시간`, `41일` / `12 s`, `47 min`, `2 h`, `41 d`. */
export function age(seconds: number, lang: Lang): string {
  const s = Math.max(0, Math.floor(seconds));
  const [second, minute, hour, day] = AGE_UNITS[lang];
  if (s < 60) return `${s}${second}`;
  if (s < 3600) return `${Math.floor(s / 60)}${minute}`;
  if (s < 86400) return `${Math.floor(s / 3600)}${hour}`;
  return `${Math.floor(s / 86400)}${day}`;
}

/** `41+07:22`: days, hours, minutes. */
export function uptime(seconds: number): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${Math.floor(minutes / 1440)}+${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** Wall-clock time of day in the reader's zone, `03:14:08`. */
export function clock(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Date and time in the reader's zone, `2026-11-21 03:14:08`; the text itself if it is no date. */
export function dateTime(rfc3339: string): string {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}
