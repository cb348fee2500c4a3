// Counts down the seconds that the server asked to wait.
export class Wait {
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(seconds: number): void {
    this.stop();
    const end = Date.now() + seconds * 1000;
    const step = (): void => {
      this.left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (this.left === 0) this.stop();
    };
    step();
    this.#timer = setInterval(step, 250);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
