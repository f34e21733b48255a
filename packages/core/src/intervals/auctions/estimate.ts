import type { Integral } from "../../numeric/quadrature/index.js";

/** A number with an estimated bound on its error, in the same unit. */
export type Estimate = Pick<Integral, "value" | "error">;

export function sum(estimates: readonly Estimate[]): Estimate {
  return estimates.reduce(
    (total, { value, error }) => ({ value: total.value + value, error: total.error + error }),
    { value: 0, error: 0 },
  );
}

export function scale({ value, error }: Estimate, factor: number): Estimate {
  return { value: value * factor, error: error * Math.abs(factor) };
}
