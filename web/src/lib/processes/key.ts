// A process key, `PID-STARTED`: the only name of a process that a reused pid cannot take over.

export interface ParsedKey {
  pid: number;
  /** The kernel's raw start value; larger means later on the same boot. */
  started: number;
}

const SHAPE = /^(\d{1,10})-(\d{1,20})$/;

/** Reads a key; anything else, a bare pid included, is `null`. */
export function parseKey(text: string): ParsedKey | null {
  const match = SHAPE.exec(text);
  return match === null ? null : { pid: Number(match[1]), started: Number(match[2]) };
}

/** The pid in front of a key, as text; what is no key has none. */
export const pidOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf('-')));
