import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { discrete } from "./discrete.js";
import { mixture } from "./mixture.js";
import { requireFinite } from "./parameters.js";
import { fromSegments } from "./segments.js";

/** Straight lines that a cdf is drawn by; computations take time for each. */
const MOST_LINES = 500;

/**
 * The distribution of observed values, smoothed by straight lines: the cdf passes through ((k − 1)/(n − 1)) at the k-th smallest of n values
 * and is linear between, so the support is [smallest, largest]. A value observed m times becomes an atom of mass (m − 1)/(n − 1): with
 * ties there is no density to tell. Order of `values` is irrelevant.
 *
 * Of more than 501 different values the cdf passes through 501 only, those at ranks 1 + k(n − 1)/500 rounded: it moves by at most 1/500 +
 * 1/n, less than the 1/√n or so by which the cdf of n values is known below 250,000 of them.
 * @throws CandorError `bad-parameter` for fewer than two values or one that is not finite.
 */
export function empirical(values: readonly number[]): Distribution {
  const all = sortedValues(values);
  const sorted = thinned(all);
  const ties = new Map<number, number>();
  const ends: (readonly [from: number, to: number])[] = [];
  for (let k = 1; k < sorted.length; k++) {
    const [previous, value] = [sorted[k - 1], sorted[k]];
    // Values that doubles cannot divide the distance of are the same.
    if (1 / (value - previous) === Infinity) ties.set(value, (ties.get(value) ?? 0) + 1);
    else ends.push([previous, value]);
  }
  const tied = sorted.length - 1 - ends.length;
  const parts = [
    ...(ends.length > 0 ? [{ count: ends.length, part: evenSegments(ends) }] : []),
    ...(tied > 0
      ? [
          {
            count: tied,
            part: discrete(
              [...ties.keys()],
              [...ties.values()].map((count) => count / tied),
            ),
          },
        ]
      : []),
  ];
  const drawn =
    parts.length === 1
      ? parts[0].part
      : mixture(
          parts.map(({ count }) => count / (sorted.length - 1)),
          parts.map(({ part }) => part),
        );
  const through = sorted === all ? "them" : `${sorted.length} of them`;
  return { ...drawn, name: `${all.length} observed values, cdf linear between ${through}` };
}

/** Observed values in order. Errors: `bad-parameter` for fewer than two, one that is not finite, or too far apart for doubles. */
export function sortedValues(values: readonly number[]): Float64Array {
  if (values.length < 2)
    fail("bad-parameter", "values", "At least two observed values are needed.", {
      received: String(values.length),
    });
  values.forEach((value, k) => {
    requireFinite(`values[${k}]`, value);
  });
  // −0 would differ from 0 as a key.
  const sorted = Float64Array.from(values, (value) => value + 0).sort();
  requireFinite("values", sorted[sorted.length - 1] - sorted[0]);
  return sorted;
}

/** At most MOST_LINES + 1 of the values at equally distant ranks, unless there are few different ones. */
function thinned(sorted: Float64Array): Float64Array {
  let different = 1;
  for (let k = 1; k < sorted.length; k++) if (sorted[k] !== sorted[k - 1]) different++;
  if (different <= MOST_LINES + 1) return sorted;
  return Float64Array.from(
    { length: MOST_LINES + 1 },
    (_, k) => sorted[Math.round((k * (sorted.length - 1)) / MOST_LINES)],
  );
}

/** Every segment equally likely, uniform within. */
function evenSegments(ends: readonly (readonly [number, number])[]): Distribution {
  return fromSegments(
    "",
    ends.map(([from, to]) => {
      const height = 1 / (ends.length * (to - from));
      return { from, to, start: height, end: height };
    }),
  );
}
