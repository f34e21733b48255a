/** Progress on standard error while a person watches; silent otherwise and for the first half second. */
export interface Progress {
  /** One more step begins. */
  step(name: string): void;
  /** So many steps are done. */
  at(step: number, name: string): void;
  done(): void;
}

export function showProgress(steps: number): Progress {
  const started = performance.now();
  let current = 0;
  let shown = false;
  const at = (step: number, name: string) => {
    current = step;
    if (!process.stderr.isTTY || performance.now() - started < 500) return;
    shown = true;
    process.stderr.write(`\r\u001b[K${step}/${steps} ${name}`);
  };
  return {
    at,
    step: (name) => at(current + 1, name),
    done() {
      if (shown) process.stderr.write("\r\u001b[K");
    },
  };
}
