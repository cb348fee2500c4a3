// Whether long lines are wrapped: remembered by this browser, the same for every console.
const STORED = 'logs-wrap';

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

let on = $state(stored());

export const wrapping = {
  get on(): boolean {
    return on;
  },
  set(next: boolean): void {
    on = next;
    try {
      localStorage.setItem(STORED, next ? 'on' : 'off');
    } catch {
      // Storage switched off: the choice lasts as long as the page.
    }
  },
};
