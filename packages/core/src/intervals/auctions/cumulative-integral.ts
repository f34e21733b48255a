import { type Integral, type IntegrationOptions, integrate } from "../../numeric/quadrature/index.js";

/**
 * v ↦ ∫ f from `from` to v ≥ from, for many v: what lies between the breakpoints below v is integrated once, when first needed.
 */
export function cumulativeIntegral(
  f: (x: number) => number,
  from: number,
  { breakpoints = [], ...options }: IntegrationOptions,
): (v: number) => Integral {
  const marks = [...new Set(breakpoints)].filter((x) => x > from && x < Infinity).sort((a, b) => a - b);
  const starts = [{ at: from, upTo: { value: 0, error: 0, evaluations: 0 } as Integral }];
  return (v) => {
    while (starts.length <= marks.length && marks[starts.length - 1] <= v) {
      const { at, upTo } = starts[starts.length - 1];
      const next = marks[starts.length - 1];
      starts.push({ at: next, upTo: sum(upTo, integrate(f, at, next, options)) });
    }
    let k = starts.length - 1;
    while (starts[k].at > v && k > 0) k--;
    return sum(starts[k].upTo, integrate(f, starts[k].at, v, options));
  };
}

function sum(a: Integral, b: Integral): Integral {
  return {
    value: a.value + b.value,
    error: a.error + b.error,
    evaluations: a.evaluations + b.evaluations,
  };
}
