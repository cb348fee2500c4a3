// Results in words of the chosen language. What a newer server says is shown as it is.
import { t } from '../../lib/i18n.svelte.ts';
import { visible } from '../../lib/text/visible.ts';

const ID = /^[a-z][a-z0-9_]*$/;

export function resultWords(result: string): string {
  const id = `acting-result-${result}`;
  const words = ID.test(result) ? t(id) : id;
  return words === id ? visible(result) : words;
}
