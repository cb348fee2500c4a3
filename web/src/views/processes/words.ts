// The words that every row needs, looked up once for all of them.
import { t } from '../../lib/i18n.svelte.ts';
import type { Verdict } from '../../lib/api/types.ts';
import type { GapWords } from '../../lib/processes/row.ts';

export interface RowWords {
  gaps: GapWords;
  verdicts: Record<Verdict, string>;
  notJudged: string;
  ended: string;
  leadsTo: string;
  deleted: string;
  idle: string;
  unknownRole: string;
  read: string;
  write: string;
  end: string;
}

export const rowWords = (): RowWords => ({
  gaps: {
    denied: t('gap-denied'), unsupported: t('gap-unsupported'), not_yet: t('gap-not_yet'),
    gone: t('gap-gone'), failed: t('gap-failed'), unknown: t('gap-unknown'),
  },
  verdicts: { safe: t('verdict-word-safe'), caution: t('verdict-word-caution'), danger: t('verdict-word-danger'), urgent: t('verdict-word-urgent') },
  unknownRole: t('explain-role-unknown'),
  notJudged: t('processes-not-judged'),
  ended: t('processes-ended'),
  leadsTo: t('processes-leads-to'),
  deleted: t('processes-deleted-file'),
  idle: t('processes-idle'),
  read: t('processes-read'),
  write: t('processes-write'),
  end: t('acting-end-show'),
});
