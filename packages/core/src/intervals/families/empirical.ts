import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { discrete } from "./discrete.js";
import { mixture } from "./mixture.js";
import { requireFinite } from "./parameters.js";
import { fromSegments } from "./segments.js";

/**
 * The distribution of observed values, smoothed by straight lines: the cdf passes through ((k − 1)/(n − 1)) at the k-th smallest of n values
 * and is linear between, so the support is [smallest, largest]. A value observed m times becomes an atom of mass (m − 1)/(n − 1): with
 * ties there is no density to tell. Order of `values` is irrelevant.
 * @throws CandorError `bad-parameter` for fewer than two values or one that is not finite.
 */
export function empirical(values: readonly number[]): Distribution {
  if (values.length < 2)
    fail("bad-parameter", "values", "An empirical distribution needs at least two values.", {
      received: String(values.length),
    });
  values.forEach((value, k) => {
    requireFinite(`values[${k}]`, value);
  });
  const sorted = Float64Array.from(values).sort();
  const ties = new Map<number, number>();
  const ends: (readonly [from: number, to: number])[] = [];
  for (let k = 1; k < sorted.length; k++) {
    const [previous, value] = [sorted[k - 1], sorted[k]];
    if (value === previous) ties.set(value, (ties.get(value) ?? 0) + 1);
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
  const smoothed =
    parts.length === 1
      ? parts[0].part
      : mixture(
          parts.map(({ count }) => count / (sorted.length - 1)),
          parts.map(({ part }) => part),
        );
  return { ...smoothed, name: `${sorted.length} observed values, cdf linear between them` };
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
