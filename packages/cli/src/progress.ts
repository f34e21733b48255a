/** Progress on standard error while a person watches; silent otherwise and for the first half second. */
export function showProgress(steps: number): { step(name: string): void; done(): void } {
  const started = performance.now();
  let step = 0;
  let shown = false;
  return {
    step(name) {
      step += 1;
      if (!process.stderr.isTTY || performance.now() - started < 500) return;
      shown = true;
      process.stderr.write(`\r\u001b[K${step}/${steps} ${name}`);
    },
    done() {
      if (shown) process.stderr.write("\r\u001b[K");
    },
  };
}
