// How full a resource is, in the words and shapes of the look. Pure.
import type { Level, Verdict } from '../api/types.ts';
import type { SpriteName } from './sprites.ts';

/** Percent from which something is tight, and from which it is at its limit. */
export interface Threshold {
  warn: number;
  bad: number;
}
/** What holds where nothing is configured. */
export const USUAL: Threshold = { warn: 60, bad: 80 };

/** Roomy below `warn`, tight below `bad`, else at limit. */
export function levelOf(percent: number, { warn, bad }: Threshold = USUAL): Level {
  return percent >= bad ? 'bad' : percent >= warn ? 'warn' : 'good';
}

const LEVEL_SPRITE: Record<Level, SpriteName> = { good: 'safe', warn: 'caution', bad: 'danger' };
const LEVEL_CHIP: Record<Level, Exclude<Verdict, 'urgent'>> = { good: 'safe', warn: 'caution', bad: 'danger' };

/** Sprite, chip class and message id of a level. */
export const levelLook = (level: Level) => ({ sprite: LEVEL_SPRITE[level], chip: LEVEL_CHIP[level], word: `level-${level}` });
