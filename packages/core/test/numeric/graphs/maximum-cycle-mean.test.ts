import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../../src/numeric/arithmetic.js";
import { maximumCycleMean } from "../../../src/numeric/graphs/index.js";
import {
  compare,
  parseRational,
  type Rational,
  rational,
  rationalFromDouble,
  subtract,
  toDouble,
} from "../../../src/numeric/rational.js";
import { graphs, implementable } from "./arbitrary-graphs.js";
import { bruteForceMaximumCycleMean, cycleMean } from "./brute-force.js";

const Q = (text: string): Rational => parseRational(text)!;

function expectCertified(weights: readonly Rational[], nodes: number) {
  const result = maximumCycleMean(exact, weights as Rational[], nodes)!;
  expect(result.mean).toEqual(bruteForceMaximumCycleMean(weights, nodes));
  expect(cycleMean(weights, nodes, result.cycle)).toEqual(result.mean);
  expect(new Set(result.cycle).size).toBe(result.cycle.length);
  expect(result.lower).toEqual(result.mean);
  expect(result.upper).toEqual(result.mean);
  for (let s = 0; s < nodes; s++) {
    for (let t = 0; t < nodes; t++) {
      if (s === t) continue;
      const left = subtract(weights[s * nodes + t], result.mean);
      const right = subtract(result.potentials[t], result.potentials[s]);
      expect(compare(left, right)).toBeLessThanOrEqual(0);
    }
  }
}

describe("maximumCycleMean, exact", () => {
  it("finds the best of all simple cycles and proves it by potentials", () => {
    fc.assert(
      fc.property(graphs(), ({ weights, nodes }) => expectCertified(weights, nodes)),
      { numRuns: 300 },
    );
  });

  it("also on six nodes", () => {
    fc.assert(
      fc.property(graphs(6, 6), ({ weights, nodes }) => expectCertified(weights, nodes)),
      { numRuns: 20 },
    );
  });

  it("is 0 or less for implementable rules", () => {
    fc.assert(
      fc.property(implementable, ({ weights, nodes }) => {
        const result = maximumCycleMean(exact, weights, nodes);
        if (result !== undefined) expect(compare(result.mean, rational(0))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("separates means that no double can tell apart", () => {
    // The doubles of both 2-cycles agree; the second is heavier by 1/10^30.
    const weights = new Array<Rational>(16).fill(rational(-9));
    weights[0 * 4 + 1] = Q("1");
    weights[1 * 4 + 0] = Q("1");
    weights[2 * 4 + 3] = Q("1");
    weights[3 * 4 + 2] = Q("1.000000000000000000000000000001");
    expectCertified(weights, 4);
    expect(maximumCycleMean(exact, weights, 4)!.cycle).toEqual([2, 3]);
  });

  it("proves the maximum of weights beyond the range of doubles", () => {
    const huge = 10n ** 400n;
    expectCertified(
      Array.from({ length: 16 }, (_, k) => rational(huge * BigInt(((k * 7) % 11) - 5))),
      4,
    );
  });

  it("climbs through a chain of such cycles", () => {
    const nodes = 6;
    const weights = Array.from({ length: 36 }, (_, k) => {
      const tiny = rational((k * 7919) % 101, 10n ** 25n);
      return subtract(rational(1), tiny);
    });
    expectCertified(weights, nodes);
  });
});

describe("maximumCycleMean, doubles", () => {
  it("brackets the true maximum of the doubles given", () => {
    const entry = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((nodes) => fc.array(entry, { minLength: nodes * nodes, maxLength: nodes * nodes }));
    fc.assert(
      fc.property(table, (entries) => {
        const nodes = Math.sqrt(entries.length);
        const truth = bruteForceMaximumCycleMean(entries.map(rationalFromDouble), nodes);
        const result = maximumCycleMean(float, Float64Array.from(entries), nodes)!;
        expect(compare(rationalFromDouble(result.lower), truth)).toBeLessThanOrEqual(0);
        expect(compare(rationalFromDouble(result.upper), truth)).toBeGreaterThanOrEqual(0);
        expect(result.upper - result.lower).toBeLessThan(1e-12 * (1 + Math.max(...entries.map(Math.abs))));
      }),
      { numRuns: 300 },
    );
  });

  it("brackets the maximum of the fractions meant, given the error of their rounding", () => {
    fc.assert(
      fc.property(graphs(), ({ weights, nodes }) => {
        const truth = bruteForceMaximumCycleMean(weights, nodes);
        const doubles = Float64Array.from(weights, toDouble);
        const weightError = 12 * 2 ** -52;
        const result = maximumCycleMean(float, doubles, nodes, { weightError })!;
        expect(compare(rationalFromDouble(result.lower), truth)).toBeLessThanOrEqual(0);
        expect(compare(rationalFromDouble(result.upper), truth)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });

  it("widens the bracket by the weight error", () => {
    const result = maximumCycleMean(float, Float64Array.of(0, 3, -1, 0), 2, { weightError: 0.25 })!;
    expect(result.mean).toBe(1);
    expect(result.lower).toBeLessThanOrEqual(0.75);
    expect(result.upper).toBeGreaterThanOrEqual(1.25);
  });

  it("stops on the noise around zero cycles", () => {
    // w(s,t) = φ(t) − φ(s): every cycle weighs 0 up to rounding, so policies could be swapped for ever.
    const nodes = 200;
    const phi = Array.from({ length: nodes }, (_, k) => Math.sin(k * 12.9898) * 43758.5453);
    const weights = Float64Array.from(
      { length: nodes * nodes },
      (_, k) => phi[k % nodes] - phi[Math.floor(k / nodes)],
    );
    const result = maximumCycleMean(float, weights, nodes)!;
    expect(result.lower).toBeLessThanOrEqual(0);
    expect(result.upper).toBeGreaterThanOrEqual(0);
    expect(result.upper - result.lower).toBeLessThan(1e-8);
  });

  it("finds a planted cycle through all nodes", () => {
    const nodes = 300;
    const order = Array.from({ length: nodes }, (_, k) => (k * 77) % nodes);
    const weights = new Float64Array(nodes * nodes).fill(-1);
    order.forEach((node, k) => {
      weights[node * nodes + order[(k + 1) % nodes]] = 0.001;
    });
    const result = maximumCycleMean(float, weights, nodes)!;
    expect(result.cycle).toEqual(order);
    expect(result.lower).toBeGreaterThan(0.0009);
  });
});

describe("maximumCycleMean, degenerate cases", () => {
  it("has no cycle on one node", () => {
    expect(maximumCycleMean(float, Float64Array.of(5), 1)).toBeUndefined();
    expect(maximumCycleMean(exact, [rational(5)], 1)).toBeUndefined();
  });

  it("never uses the diagonal", () => {
    const result = maximumCycleMean(float, Float64Array.of(9, -1, -3, 9), 2)!;
    expect([result.mean, result.cycle]).toEqual([-2, [0, 1]]);
  });

  it("has the bracket [0, 0] when all weights are 0", () => {
    const result = maximumCycleMean(float, new Float64Array(16), 4)!;
    expect([result.lower, result.upper]).toEqual([0, 0]);
  });

  it.each([
    ["no node", [], 0, "invalid-size"],
    ["a table of the wrong size", [1, 2, 3], 2, "invalid-size"],
    ["a weight that is not finite", [0, Number.NaN, 1, 0], 2, "not-finite"],
    ["weights whose sums overflow", [0, 1e308, 1, 0], 2, "not-finite"],
  ])("refuses %s", (_, entries, nodes, code) => {
    const run = () => maximumCycleMean(float, Float64Array.from(entries), nodes);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
