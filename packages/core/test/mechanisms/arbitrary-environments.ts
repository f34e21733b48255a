import fc from "fast-check";
import { type Rational, rational } from "../../src/numeric/rational.js";
import type { Sketch } from "./environments.js";

const integer = (size: number) => fc.integer({ min: -size, max: size });

/** Random private values, outside options and independent types, some of them of probability 0; integers make many ties. */
export const sketches = (minAgents = 2): fc.Arbitrary<Sketch> =>
  fc
    .record({
      counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: minAgents, maxLength: 3 }),
      width: fc.integer({ min: 1, max: 3 }),
      values: fc.array(integer(6), { minLength: 27, maxLength: 27 }),
      outside: fc.array(integer(2), { minLength: 9, maxLength: 9 }),
      weights: fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }),
    })
    .map(({ counts, width, values, outside, weights }) => ({
      names: counts.map((_, i) => `Agent ${i}`),
      types: counts.map((count) => Array.from({ length: count }, (_, t) => rational(t))),
      alternatives: Array.from({ length: width }, (_, a) => ({ name: `a${a}`, number: rational(a) })),
      value: (i, a, t) => rational(values[9 * i + 3 * Number(t.n) + a]),
      outside: (i, t) => rational(outside[3 * i + Number(t.n)]),
      marginals: counts.map((count, i) => normalised(weights.slice(3 * i, 3 * i + count))),
    }));

/** The same with alternatives that nobody tells apart by name: one group of alike agents. */
export const alikeSketches: fc.Arbitrary<Sketch> = fc
  .record({ sketch: sketches(), count: fc.integer({ min: 2, max: 4 }) })
  .map(({ sketch, count }) => ({
    ...sketch,
    names: Array.from({ length: count }, (_, i) => `Agent ${i}`),
    types: Array.from({ length: count }, () => sketch.types[0]),
    value: (_, a, t) => sketch.value(0, a, t),
    outside: (_, t) => sketch.outside!(0, t),
    marginals: Array.from({ length: count }, () => sketch.marginals![0]),
    groups: [{ name: "Agents", first: 0, count }],
  }));

/** A random correlated prior with full support in place of the independent one. */
export const correlated = (sketch: Sketch): fc.Arbitrary<Sketch> => {
  const size = sketch.types.reduce((product, list) => product * list.length, 1);
  return fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: size, maxLength: size })
    .map((weights) => ({ ...sketch, joint: normalised(weights) }));
};

function normalised(weights: readonly number[]): Rational[] {
  const total = weights.reduce((a, b) => a + b, 0);
  return total === 0
    ? weights.map((_, k) => rational(k === 0 ? 1 : 0))
    : weights.map((weight) => rational(weight, total));
}
