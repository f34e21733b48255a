/** One line on standard error that is written over, while a person watches; silent otherwise and for the first half second. */
export interface StatusLine {
  show(text: string): void;
  /** Clears the line. */
  done(): void;
}

export function statusLine(): StatusLine {
  const started = performance.now();
  let shown = false;
  return {
    show(text) {
      if (!process.stderr.isTTY || performance.now() - started < 500) return;
      shown = true;
      process.stderr.write(`\r\u001b[K${text}`);
    },
    done() {
      if (shown) process.stderr.write("\r\u001b[K");
    },
  };
}

/** Progress in steps, on a status line. */
export interface Progress {
  /** One more step begins. */
  step(name: string): void;
  /** So many steps are done. */
  at(step: number, name: string): void;
  done(): void;
}

export function showProgress(steps: number): Progress {
  const { show, done } = statusLine();
  let current = 0;
  const at = (step: number, name: string) => {
    current = step;
    show(`${step}/${steps} ${name}`);
  };
  return { at, step: (name) => at(current + 1, name), done };
}
