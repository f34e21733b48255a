import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../../src/numeric/arithmetic.js";
import { longestPathPotentials, longestPathsFrom, pathTo } from "../../../src/numeric/graphs/index.js";
import {
  add,
  compare,
  multiply,
  type Rational,
  rational,
  rationalFromDouble,
  subtract,
  toDouble,
} from "../../../src/numeric/rational.js";
import { graphs, implementable } from "./arbitrary-graphs.js";
import {
  bruteForceLongestPath,
  bruteForceMaximumCycleMean,
  cycleMean,
  maximum,
  pathWeight,
} from "./brute-force.js";

const ZERO = rational(0);

/** Subtracting the maximum cycle mean (plus a margin) leaves no positive cycle. */
function withoutPositiveCycles(weights: Rational[], nodes: number): Rational[] {
  if (nodes === 1) return weights;
  const mean = bruteForceMaximumCycleMean(weights, nodes);
  return weights.map((weight) => subtract(weight, mean));
}

describe("longestPathPotentials, exact", () => {
  it("equals the best simple path from the best start, and the predecessors show it", () => {
    fc.assert(
      fc.property(graphs(1), graphs(5, 5), ({ weights: raw, nodes }, { weights: spare }) => {
        const weights = withoutPositiveCycles(raw, nodes);
        const start = spare.slice(0, nodes);
        const result = longestPathPotentials(exact, weights, nodes, start);
        if (result.kind !== "potentials") throw new Error("no cycle is positive");
        expect(result.errorBound).toBe(0);
        for (let t = 0; t < nodes; t++) {
          const values = start.map((first, s) => add(first, bruteForceLongestPath(weights, nodes, s, t)));
          expect(result.potentials[t]).toEqual(maximum(values));
          const path = pathTo(result.predecessor, t);
          expect(add(start[path[0]], pathWeight(weights, nodes, path))).toEqual(result.potentials[t]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("returns a cycle of positive weight iff there is one", () => {
    fc.assert(
      fc.property(graphs(2), ({ weights, nodes }) => {
        const positive = compare(bruteForceMaximumCycleMean(weights, nodes), ZERO) > 0;
        const result = longestPathPotentials(exact, weights, nodes, new Array<Rational>(nodes).fill(ZERO));
        expect(result.kind).toBe(positive ? "positive-cycle" : "potentials");
        if (result.kind === "potentials") return;
        expect(compare(result.weight, ZERO)).toBeGreaterThan(0);
        expect(multiply(cycleMean(weights, nodes, result.cycle), rational(result.cycle.length))).toEqual(
          result.weight,
        );
      }),
      { numRuns: 300 },
    );
  });

  it("finds a positive cycle that doubles cannot see", () => {
    const weights = [ZERO, rational(1, 3), add(rational(-1, 3), rational(1, 10n ** 40n)), ZERO];
    const result = longestPathPotentials(exact, weights, 2, [ZERO, ZERO]);
    expect(result).toMatchObject({ kind: "positive-cycle", cycle: [0, 1], weight: rational(1, 10n ** 40n) });
  });
});

describe("longestPathsFrom", () => {
  it("is Rochet's potential: it makes implementable rules incentive compatible", () => {
    fc.assert(
      fc.property(implementable, fc.nat(), ({ weights, nodes }, any) => {
        const source = any % nodes;
        const result = longestPathsFrom(exact, weights, nodes, source);
        if (result.kind !== "potentials") throw new Error("the rule is cyclically monotone");
        const V = result.potentials;
        expect(V[source]).toEqual(ZERO);
        for (let s = 0; s < nodes; s++) {
          expect(V[s]).toEqual(bruteForceLongestPath(weights, nodes, source, s));
          expect(pathTo(result.predecessor, s)[0]).toBe(source);
          for (let t = 0; t < nodes; t++)
            if (s !== t)
              expect(compare(subtract(V[t], V[s]), weights[s * nodes + t])).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("bounds its own rounding error in doubles", () => {
    fc.assert(
      fc.property(graphs(2), ({ weights: raw, nodes }) => {
        const doubles = Float64Array.from(withoutPositiveCycles(raw, nodes), (w) => toDouble(w));
        const result = longestPathsFrom(float, doubles, nodes, 0);
        // Rounding the weights may have made a zero cycle positive by an ulp; then no answer is due.
        if (result.kind === "positive-cycle") {
          expect(result.weight).toBeLessThan(1e-13);
          return;
        }
        expect(result.errorBound).toBeLessThan(1e-11);
        const given = Array.from(doubles, rationalFromDouble);
        for (let t = 0; t < nodes; t++) {
          const truth = bruteForceLongestPath(given, nodes, 0, t);
          const error = Math.abs(toDouble(subtract(rationalFromDouble(result.potentials[t]), truth)));
          expect(error).toBeLessThanOrEqual(result.errorBound);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("does not climb for ever on zero cycles with rounding noise", () => {
    const nodes = 100;
    const phi = Array.from({ length: nodes }, (_, k) => Math.sin(k * 12.9898) * 43758.5453);
    const weights = Float64Array.from(
      { length: nodes * nodes },
      (_, k) => phi[k % nodes] - phi[Math.floor(k / nodes)],
    );
    const result = longestPathsFrom(float, weights, nodes, 3);
    if (result.kind !== "potentials") throw new Error("every cycle weighs 0");
    for (let t = 0; t < nodes; t++)
      expect(Math.abs(result.potentials[t] - (phi[t] - phi[3]))).toBeLessThanOrEqual(result.errorBound);
  });

  it("reports a certain positive cycle with its error bound", () => {
    const result = longestPathsFrom(float, Float64Array.of(0, 3, -1, 0), 2, 0);
    expect(result).toMatchObject({ kind: "positive-cycle", cycle: [0, 1], weight: 2 });
    if (result.kind === "positive-cycle") expect(result.weight).toBeGreaterThan(result.errorBound);
  });

  it("works on one node and refuses a source outside the graph", () => {
    expect(longestPathsFrom(float, Float64Array.of(7), 1, 0)).toMatchObject({
      kind: "potentials",
      errorBound: 0,
    });
    const outside = () => longestPathsFrom(float, Float64Array.of(7), 1, 1);
    expect(outside).toThrow(expect.objectContaining({ code: "invalid-index" }));
  });
});
