// How full a resource is, in the words and shapes of the look. Pure.
import type { Level, Verdict } from '../api/types.ts';
import type { SpriteName } from './sprites.ts';

export const WARN_AT = 60;
export const BAD_AT = 80;

/** Roomy below `warn`, tight below `bad`, else at limit (percent). */
export function levelOf(percent: number, warn = WARN_AT, bad = BAD_AT): Level {
  return percent >= bad ? 'bad' : percent >= warn ? 'warn' : 'good';
}

const LEVEL_SPRITE: Record<Level, SpriteName> = { good: 'safe', warn: 'caution', bad: 'danger' };
const LEVEL_CHIP: Record<Level, Exclude<Verdict, 'urgent'>> = { good: 'safe', warn: 'caution', bad: 'danger' };

/** Sprite, chip class and message id of a level. */
export const levelLook = (level: Level) => ({ sprite: LEVEL_SPRITE[level], chip: LEVEL_CHIP[level], word: `level-${level}` });
