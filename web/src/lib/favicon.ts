// The tab's icon: the machine's face, so that trouble is seen with the tab in the background.
import { FACE_SIZE, faceShape, type Mood } from './parts/sprites.ts';

/** The face as an SVG document; `colour` reads a token of the present theme. */
export function faceIcon(mood: Mood, colour: (token: string) => string): string {
  const shape = faceShape(mood);
  const lit = { ok: '--good-fill', look: '--good-fill', warn: '--warn-fill', bad: '--bad-fill', sleep: '--ink-3' }[mood];
  const layers: [string, string][] = [[shape.edge, '--line-2'], [shape.case, '--line'], [shape.glass, '--bg'], [shape.slot, '--bg'], [shape.led, lit], [shape.eyes, lit]];
  const paths = layers.map(([d, token]) => `<path fill="${colour(token)}" d="${d}"/>`).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${FACE_SIZE.width} ${FACE_SIZE.width}" shape-rendering="crispEdges">${paths}</svg>`;
}

export function setFavicon(mood: Mood): void {
  const style = getComputedStyle(document.documentElement);
  const svg = faceIcon(mood, (token) => style.getPropertyValue(token).trim());
  document.querySelector('link[rel=icon]')?.setAttribute('href', `data:image/svg+xml,${encodeURIComponent(svg)}`);
}
