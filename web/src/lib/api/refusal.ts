// What to tell a person about a request that failed.
import { t } from '../i18n.svelte.ts';
import { ApiError } from './client.ts';

/** The server's sentence, or that none came; errors of the program itself are thrown on. */
export function refusal(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.status === 0 ? t('settings-no-answer') : error.detail || error.title;
}
