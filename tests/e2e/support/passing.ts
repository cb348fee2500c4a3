// What the page shows for a moment only. The page itself writes it down, so that a test that looks late finds it too.
import type { Page } from './test.ts';

/** Notes what stands in a place, from now on and whenever that changes. Answers the way to read it: texts, oldest first. */
export async function noting(page: Page, selector: string): Promise<() => Promise<string[]>> {
  const notes = await page.evaluateHandle((place) => {
    const noted: string[] = [];
    const note = (): void => {
      const all = [...document.querySelectorAll(place)];
      const text = all.map((one) => [one.ariaLabel, ...[...one.querySelectorAll('[aria-label]')].map((part) => part.ariaLabel), one.textContent].join(' ').replace(/\s+/g, ' ').trim()).join('\n');
      if (text !== '' && text !== noted.at(-1)) noted.push(text);
    };
    note();
    new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    return noted;
  }, selector);
  return () => notes.jsonValue();
}
