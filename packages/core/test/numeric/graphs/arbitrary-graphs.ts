import fc from "fast-check";
import { multiply, type Rational, rational, subtract } from "../../../src/numeric/rational.js";

export interface Graph {
  readonly nodes: number;
  readonly weights: Rational[];
}

const fraction = fc
  .tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: 1, max: 7 }))
  .map(([top, bottom]) => rational(top, bottom));

/** Small integers and fractions: many ties, many zero cycles. */
export const graphs = (minNodes = 2, maxNodes = 5): fc.Arbitrary<Graph> =>
  fc
    .integer({ min: minNodes, max: maxNodes })
    .chain((nodes) =>
      fc
        .array(fraction, { minLength: nodes * nodes, maxLength: nodes * nodes })
        .map((weights) => ({ nodes, weights })),
    );

/** w(s,t) = x(s)·(θ(t) − θ(s)) with x increasing: every cycle has weight ≤ 0. Nodes in any order. */
export const implementable: fc.Arbitrary<Graph & { types: Rational[]; rule: Rational[] }> = fc
  .integer({ min: 1, max: 6 })
  .chain((nodes) => fc.tuple(...[0, 1].map(() => fc.array(fraction, { minLength: nodes, maxLength: nodes }))))
  .map(([types, levels]) => {
    const nodes = types.length;
    const value = (a: Rational) => Number(a.n) / Number(a.d);
    const rank = types.map((type) => types.filter((other) => value(other) < value(type)).length);
    const sorted = [...levels].sort((a, b) => value(a) - value(b));
    const rule = rank.map((position) => sorted[position]);
    const weights = Array.from({ length: nodes * nodes }, (_, k) => {
      const s = Math.floor(k / nodes);
      return multiply(rule[s], subtract(types[k % nodes], types[s]));
    });
    return { nodes, weights, types, rule };
  });
