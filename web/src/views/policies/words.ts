// How policies are shown: shapes and words for what they say. Knows no markup.
import type { End } from '../../lib/policies/filter.ts';
import type { SpriteName } from '../../lib/parts/sprites.ts';

/** Shape, colour class and message id of what a policy says about ending. */
export const endLook = (end: End): { sprite: SpriteName; tone: string; word: string } =>
  ({ yes: { sprite: 'inactive', tone: 'faint', word: 'policies-end-yes' }, no: { sprite: 'lock', tone: 'info', word: 'policies-end-no' }, broken: { sprite: 'danger', tone: 'warn', word: 'policies-end-broken' } } as const)[end];
