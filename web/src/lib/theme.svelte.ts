// Night or paper, and the optional scan lines. The first value is set by /theme.js before the first paint.
export type Theme = 'night' | 'paper';

const read = (): Theme => (document.documentElement.dataset['theme'] === 'paper' ? 'paper' : 'night');
let name = $state<Theme>(read());
let scan = $state<boolean>('scan' in document.documentElement.dataset);

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage switched off: the choice lasts as long as the page.
  }
}

export const theme = {
  get name(): Theme {
    return name;
  },
  get scan(): boolean {
    return scan;
  },
};

export function setTheme(next: Theme): void {
  name = next;
  document.documentElement.dataset['theme'] = next;
  remember('theme', next);
}

export function setScan(on: boolean): void {
  scan = on;
  document.documentElement.toggleAttribute('data-scan', on);
  remember('scan', on ? 'on' : 'off');
}
