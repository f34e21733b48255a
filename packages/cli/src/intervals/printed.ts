import type { Estimate } from "@candor/core/intervals";
import { printEstimate } from "./print-estimate.js";

/** As {@link printEstimate}, but a number within its error of 0 has no digits, and one without a finite error is none. */
export function printed({ value, error }: Estimate): string {
  if (!Number.isFinite(value + error)) return "not determined";
  return printEstimate({ value: Math.abs(value) <= error ? 0 : value, error });
}

export function negative({ value, error }: Estimate): Estimate {
  return { value: -value, error };
}
