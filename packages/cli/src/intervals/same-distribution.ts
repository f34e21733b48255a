import type { Distribution } from "@candor/core/intervals";

const PROBES = [0.03, 0.37, 0.97];

/** Whether two distributions are one, as far as names, means and three quantiles tell: names of observed values say only how many. */
export function sameDistribution(a: Distribution, b: Distribution): boolean {
  return (
    a === b ||
    (a.name === b.name && a.mean === b.mean && PROBES.every((p) => a.quantile(p) === b.quantile(p)))
  );
}
