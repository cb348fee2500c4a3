// What a log is called, and what is said when it is not read.
import type { LogSource } from '../../lib/api/types.ts';
import { t } from '../../lib/i18n.svelte.ts';
import { visible } from '../../lib/text/visible.ts';

/** The name of a source: the journals have words of their own, all others are called as the server calls them. */
export function titleOf(id: string, source: Pick<LogSource, 'title'> | null): string {
  if (id === 'journal') return t('logs-source-title-journal');
  if (id === 'journal.previous') return t('logs-source-title-previous');
  return visible(source?.title ?? id.replace(/^unit\./, ''));
}

const ROOM = 22;

/** The same, short enough for a list: what every log's path begins with says nothing. */
export function shortTitleOf(id: string, source: Pick<LogSource, 'title'> | null): string {
  const title = titleOf(id, source);
  if (title.startsWith('/var/log/')) return title.slice('/var/log/'.length);
  const parts = title.split('/');
  if (!title.startsWith('/') || parts.length <= 3) return title;
  // The end of a path names the log; its folder helps while there is room.
  const end = parts.slice(-2).join('/');
  return `…/${end.length <= ROOM ? end : parts.at(-1)}`;
}

/** Title and text for a refusal by its code. */
export function refusalOf(code: string, title: string, said: { title: string; detail: string }): { title: string; text: string; lock: boolean } {
  const detail = said.detail || said.title;
  switch (code) {
    case 'log_denied': return { title: t('logs-denied-title', { title }), text: `${detail} ${t('logs-denied')}`, lock: true };
    case 'log_missing': return { title: t('logs-missing-title', { title }), text: `${detail} ${t('logs-missing')}`, lock: false };
    case 'log_refused': return { title: t('logs-refused-title', { title }), text: detail, lock: true };
    case 'log_unknown': return { title: t('logs-unknown-title'), text: t('logs-unknown'), lock: false };
    case 'too_many': case 'log_busy': case 'overloaded': return { title: t('logs-busy-title'), text: detail, lock: false };
    default: return { title: said.title || t('logs-failed-title'), text: said.detail || t('logs-failed'), lock: false };
  }
}
