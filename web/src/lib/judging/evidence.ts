// Evidence of a finding as text that can be shown. Pure.
import { clipped, visible } from '../text/visible.ts';

const LONGEST = 2_000;

/** Evidence as pieces, each a place and what stands there. */
export function evidenceOf(text: string, most = 20): { place: string; value: string | null }[] {
  return text.split('\n').filter((line) => line !== '').slice(0, most).map((line) => {
    const at = line.indexOf(' → ');
    const shown = (part: string): string => clipped(visible(part), LONGEST);
    return at < 0 ? { place: shown(line), value: null } : { place: shown(line.slice(0, at)), value: shown(line.slice(at + 3)) };
  });
}
