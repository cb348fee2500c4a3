// The thresholds of the configuration, as the server says them when a stream begins; the usual ones until then.
import { live } from './live.svelte.ts';
import { USUAL, type Threshold } from './parts/levels.ts';

export const thresholds = {
  get cpu(): Threshold {
    return live.thresholds?.cpu ?? USUAL;
  },
  get memory(): Threshold {
    return live.thresholds?.memory ?? USUAL;
  },
  get disk(): Threshold {
    return live.thresholds?.disk ?? USUAL;
  },
};
