// Keeps centred pixel art on whole pixels: centring an odd width puts it between two, and blurs it.
import type { Attachment } from 'svelte/attachments';

const fraction = (value: number): number => value - Math.round(value);

/** Moves its element by the fraction of a pixel that centring left over. */
export const snap: Attachment<HTMLElement> = (element) => {
  const settle = (): void => {
    element.style.translate = '';
    const { left, top } = element.getBoundingClientRect();
    const x = fraction(left + scrollX);
    const y = fraction(top + scrollY);
    if (Math.abs(x) > 0.01 || Math.abs(y) > 0.01) element.style.translate = `${-x}px ${-y}px`;
  };
  const observer = new ResizeObserver(settle);
  observer.observe(element);
  observer.observe(document.documentElement);
  // The pixel fonts change widths when they arrive, and the place may move without a change of size.
  void document.fonts.ready.then(settle);
  return () => observer.disconnect();
};
