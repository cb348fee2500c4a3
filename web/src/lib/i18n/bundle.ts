// Fluent bundles and what may go into them. Pure: knows no browser and no chosen language.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export type Lang = 'ko' | 'en';
export type Args = Record<string, string | number>;

// Explicit direction controls: inside an argument they could reorder the sentence around it.
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
// Scripts written right to left; only these need to be fenced off.
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Makes text from the system harmless inside a sentence: no direction controls, right-to-left text isolated. */
export function isolate(text: string): string {
  const plain = text.replace(DIRECTION_CONTROLS, '');
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** One language's messages from all its `.ftl` sources. */
export function makeBundle(lang: Lang, sources: readonly string[]): FluentBundle {
  // Fluent would wrap every argument in isolation marks, which break up pixel text; `isolate` does it where it matters.
  const bundle = new FluentBundle(lang, { useIsolating: false });
  for (const source of sources) bundle.addResource(new FluentResource(source), { allowOverrides: false });
  return bundle;
}

/** The words for `id` (or `id.attribute`); the id itself if there are none, so that a hole can be seen. */
export function format(bundle: FluentBundle, id: string, args?: Args): string {
  const dot = id.indexOf('.');
  const message = bundle.getMessage(dot < 0 ? id : id.slice(0, dot));
  const pattern = dot < 0 ? message?.value : message?.attributes[id.slice(dot + 1)];
  if (!pattern) return id;
  const safe: Record<string, FluentVariable> = {};
  for (const [key, value] of Object.entries(args ?? {})) safe[key] = typeof value === 'string' ? isolate(value) : value;
  const errors: Error[] = [];
  return bundle.formatPattern(pattern, safe, errors);
}
