import fc from "fast-check";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { power } from "../../../src/intervals/families/power.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

/** Density 4/5 on [0, 1] and 1/5 on [1, 2]: ψ = 2v − 5/4, then 2v − 2; [7/8, 5/4] is ironed to 1/2 (derived in the test). */
export const KINKED = mixture([0.8, 0.2], [uniform(0, 1), uniform(1, 2)]);

/** Uniform blocks with jumps and gaps between them. */
const blocks = fc
  .record({
    ends: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: 6 }),
    weights: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ ends, weights }) => {
    const cuts = [...ends].sort((a, b) => a - b).map((x) => x / 4);
    const shares = cuts.slice(1).map((_, k) => (k === 0 ? 1 : weights[k]));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return mixture(
      shares.map((share) => share / total),
      cuts.slice(1).map((to, k) => uniform(cuts[k], to)),
    );
  });

const tent = fc.integer({ min: 1, max: 9 }).map((k) => {
  const peak = k / 10;
  return piecewiseLinear([0, peak, 1], [0, 2, 0]);
});

const curved = fc.constantFrom(0.7, 1, 2, 3.5).map((exponent) => power(exponent, 0, 1));

export const smooth: fc.Arbitrary<Distribution> = fc.oneof(blocks, tent, curved);

/** A smooth part and some atoms, inside it, at its ends and beyond. */
const withAtoms = fc
  .record({
    part: smooth,
    at: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 3 }),
    share: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ part, at, share }) => {
    const atoms = discrete(
      at.map((x) => x / 4),
      at.map(() => 1 / at.length),
    );
    return mixture([1 - share / 10, share / 10], [part, atoms]);
  });

export const distributions: fc.Arbitrary<Distribution> = fc.oneof(smooth, withAtoms);
