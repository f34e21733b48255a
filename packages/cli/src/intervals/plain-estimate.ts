import type { Estimate } from "@candor/core/intervals";

/** Value and error alone, without what else a computation carries along. */
export function plainEstimate({ value, error }: Estimate): Estimate {
  return { value, error };
}
