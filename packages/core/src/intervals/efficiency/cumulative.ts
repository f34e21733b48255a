import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { combination } from "./efficient-problem.js";

/**
 * x ↦ base + ∫ f from the first mark to x. Integrals between neighbouring marks are taken once, when they are first needed; after that a
 * value costs one short integral. @param marks increasing, at least one; f is smooth between them. @param base the value at the first.
 */
export function cumulative(
  f: (x: number) => number,
  marks: readonly number[],
  base: Integral,
): (x: number) => Integral {
  const sums: Integral[] = [base];
  const upTo = (k: number): Integral => {
    while (sums.length <= k) {
      const next = sums.length;
      sums.push(combination([1, sums[next - 1]], [1, integrate(f, marks[next - 1], marks[next])]));
    }
    return sums[k];
  };
  return (x) => {
    if (x <= marks[0]) return combination([1, base], [-1, integrate(f, x, marks[0])]);
    const k = lastAtMost(marks, x);
    const start = upTo(k);
    return marks[k] === x ? start : combination([1, start], [1, integrate(f, marks[k], x)]);
  };
}

/** The last index with marks[index] ≤ x, marks[0] ≤ x given. */
function lastAtMost(marks: readonly number[], x: number): number {
  let [low, high] = [0, marks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (marks[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
