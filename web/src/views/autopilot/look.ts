// How rules of the autopilot are shown: a shape for each standing. Knows no markup.
import type { Standing } from '../../lib/autopilot/rule.ts';
import type { SpriteName } from '../../lib/parts/sprites.ts';

export const standingLook = (standing: Standing): { sprite: SpriteName; tone: string } =>
  ({ tripped: { sprite: 'danger', tone: 'bad' }, off: { sprite: 'inactive', tone: 'faint' }, rehearse: { sprite: 'starting', tone: 'info' }, enforce: { sprite: 'play', tone: 'good' } } as const)[standing];
