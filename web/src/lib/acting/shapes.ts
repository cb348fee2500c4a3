// What planning and ending carry over the HTTP API and the live stream, as data. The shapes are those of the API document.
import type { components } from '../api/schema.d.ts';

type Schemas = components['schemas'];
type Missable<T, K extends keyof T> = Omit<T, K> & { [Key in K]: T[Key] | null };

export type Deed = Schemas['Deed'];

/** A process by its key, with its name. Names are hostile text. */
export type Named = Schemas['NamedProcess'];

/** Somebody who stays, and why. */
export type Protected = Schemas['ProtectedProcess'];

/** What would happen. That this server always knows children and lock-out does not bind the next one. */
export type Plan = Missable<Schemas['Plan'], 'children' | 'lockout'>;

/** What became of a process. A result of a newer server is text like any other. */
export type Outcome = Schemas['Outcome'];

/** One of several that were ended together. */
export type EndRow = Omit<Schemas['EndRow'], 'gaps'>;

/** Why a process counts as one that may be tidied away. */
export type TidyWhy = Schemas['TidyWhy'];
export type TidyRow = Missable<Schemas['TidyRow'], 'app' | 'frees_bytes'>;
export type KeptRow = Schemas['KeptRow'];
export interface Cleanup {
  tidy: TidyRow[];
  system: KeptRow[];
  /** Seconds of rest after which a process is called unused. */
  unused_after_s: number;
}

/** Something that is done at this server, as the topic `actions` tells it. */
export type ActionEvent = Schemas['ActionEvent'];

/** What the autopilot has to say, on the same topic. Titles and names are hostile text. */
export type NoticeEvent = Omit<Schemas['NoticeEvent'], 'kind'> & { kind: 'notice' };

/** Everything that the topic `actions` tells. */
export type ToldEvent = ActionEvent | NoticeEvent;
