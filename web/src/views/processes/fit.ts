// Makes an element reach from where it stands to the end of what can be seen, banners and tabs considered.
import type { Attachment } from 'svelte/attachments';

/** Least height in px: on a screen this low the page scrolls instead. */
const LEAST = 320;

/** Rows of `row` px below a head of `head` px: no row is cut in half at the end. `spare` px of the page's own end are used too. */
export const fit = (row: number, head: number, spare = 0): Attachment<HTMLElement> => (element) => {
  const main = element.closest('main');
  const measure = (): void => {
    const below = main === null ? 0 : Number.parseFloat(getComputedStyle(main).paddingBottom) || 0;
    const top = element.getBoundingClientRect().top + scrollY;
    const room = Math.max(document.documentElement.clientHeight - top - below + spare, LEAST);
    const height = `${head + Math.floor((room - head) / row) * row}px`;
    if (element.style.height !== height) element.style.height = height;
  };
  measure();
  // A banner that comes or goes moves the element without resizing it: the page around it changes its size then.
  const observer = new ResizeObserver(measure);
  observer.observe(document.body);
  if (main?.parentElement) observer.observe(main.parentElement);
  if (element.parentElement) for (const sibling of element.parentElement.children) if (sibling !== element) observer.observe(sibling);
  addEventListener('resize', measure);
  return () => {
    observer.disconnect();
    removeEventListener('resize', measure);
  };
};
