import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balancedDecision, efficientAllocation } from "../../src/mechanisms/index.js";
import { maximalPayments } from "../../src/mechanisms/maximal-payments.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { solveExactly } from "../../src/numeric/linear-program/solve-exactly.js";
import { compare, ONE, type Rational, rational, ZERO } from "../../src/numeric/rational.js";
import { sketches } from "./arbitrary-environments.js";
import { environmentOf, grid, q, type Sketch, tradeSketch } from "./environments.js";

const { add, subtract, multiply, negate } = exact;

/** What one agent can be charged, from the definitions alone; types of probability 0 are left out. */
interface Interim {
  readonly types: readonly number[];
  readonly probability: readonly Rational[];
  /** v̄(s, t) = E[v_i(x(s, t_{−i}), t)], x the first of the best alternatives. */
  readonly value: (report: number, type: number) => Rational;
  readonly outside: (type: number) => Rational;
}

function interim({ types, alternatives, value, outside, marginals }: Sketch, agent: number): Interim {
  const probability = (i: number, t: number) => marginals?.[i][t] ?? rational(1, types[i].length);
  const best = (profile: readonly number[]) => {
    const welfare = alternatives.map((_, a) =>
      profile.reduce((total, t, i) => add(total, value(i, a, types[i][t])), ZERO),
    );
    return welfare.reduce((top, each, a) => (compare(each, welfare[top]) > 0 ? a : top), 0);
  };
  const expected = (report: number, of: (alternative: number) => Rational) => {
    const visit = (profile: readonly number[], weight: Rational): Rational => {
      const i = profile.length;
      if (i === types.length) return multiply(weight, of(best(profile)));
      if (i === agent) return visit([...profile, report], weight);
      return types[i].reduce(
        (total, _, t) => add(total, visit([...profile, t], multiply(weight, probability(i, t)))),
        ZERO,
      );
    };
    return visit([], ONE);
  };
  const all = types[agent].map((_, t) => t);
  return {
    types: all.filter((t) => probability(agent, t).n > 0n),
    probability: all.map((t) => probability(agent, t)),
    value: (report, type) => expected(report, (a) => value(agent, a, types[agent][type])),
    outside: (type) => outside?.(agent, types[agent][type]) ?? ZERO,
  };
}

/** max Σ_t Pr(t) P(t) with v̄(t, t) − P(t) ≥ o(t) and v̄(t, t) − P(t) ≥ v̄(s, t) − P(s), as a linear program. */
function mostCharged({ types, probability, value, outside }: Interim): Rational[] {
  const rows = types.flatMap((t, j) => [
    {
      coefficients: new Map([[j, ONE]]),
      relation: "<=" as const,
      bound: subtract(value(t, t), outside(t)),
    },
    ...types.flatMap((s, k) =>
      k === j
        ? []
        : [
            {
              coefficients: new Map([
                [j, ONE],
                [k, negate(ONE)],
              ]),
              relation: "<=" as const,
              bound: subtract(value(t, t), value(s, t)),
            },
          ],
    ),
  ]);
  const objective = types.map((t) => probability[t]);
  const outcome = solveExactly({ objective, free: types.map(() => true), rows });
  if (outcome.kind !== "optimal") throw new Error(outcome.kind);
  return [...outcome.primal];
}

/** The same charges with chains of incentive constraints cut after one step: too much is charged where longer chains bind. */
function withShortPaths({ types, value, outside }: Interim): Rational[] {
  return types.map((t) => {
    const least = types
      .map((s) => add(outside(s), subtract(value(s, t), value(s, s))))
      .reduce((top, each) => (compare(each, top) > 0 ? each : top));
    return subtract(value(t, t), least);
  });
}

const trade = (points: number) => tradeSketch(grid(points));
const partnership = (points: number) =>
  tradeSketch(grid(points), { outside: (_, t) => multiply(q("1/2"), t) });

describe("maximal payments on finite types", () => {
  it("are the optimum of the linear program in interim payments, type by type; vcg never charges more", () => {
    let beaten = 0;
    fc.assert(
      fc.property(sketches(1), (sketch) => {
        const allocation = efficientAllocation(environmentOf(exact, sketch), "lowest-index");
        sketch.names.forEach((_, i) => {
          const world = interim(sketch, i);
          const found = maximalPayments(allocation, i);
          expect(world.types.map((t) => found.payments[t])).toEqual(mostCharged(world));
          expect(compare(found.underVcg, found.expected)).toBeLessThanOrEqual(0);
          beaten += Number(compare(found.underVcg, found.expected) < 0);
        });
      }),
      { numRuns: 120, seed: 7 },
    );
    expect(beaten).toBeGreaterThan(20);
  });

  it("need whole chains of constraints: cut after one step, the linear program disagrees from four points on", () => {
    for (const points of [3, 4, 6])
      for (const agent of [0, 1]) {
        const world = interim(trade(points), agent);
        const cut = withShortPaths(world);
        const wrong = mostCharged(world).filter((payment, j) => compare(payment, cut[j]) !== 0);
        expect(wrong.length > 0).toBe(points > 3);
      }
  });

  it("come down to vcg as the grid grows: trade needs (k − 5)/6k against (k + 1)/6k, both to 1/6", () => {
    let before = ONE;
    for (const k of [3, 6, 12, 24, 48]) {
      const { surplus, vcgSurplus } = balancedDecision(environmentOf(exact, trade(k)));
      expect([surplus, vcgSurplus]).toEqual([rational(5 - k, 6 * k), rational(-k - 1, 6 * k)]);
      const apart = subtract(surplus, vcgSurplus);
      expect(apart).toEqual(rational(1, k));
      expect(compare(apart, before)).toBeLessThan(0);
      expect(compare(negate(vcgSurplus), q("1/6"))).toBeGreaterThan(0);
      expect(compare(negate(surplus), q("1/6"))).toBeLessThan(0);
      before = apart;
    }
  });

  it("and in an equal partnership both come to the surplus 1/12 of the interval", () => {
    const distances = [5, 9, 17, 33].map((k) => {
      const { surplus, vcgSurplus } = balancedDecision(environmentOf(exact, partnership(k)));
      expect(compare(surplus, vcgSurplus)).toBeGreaterThan(0);
      return [surplus, vcgSurplus].map((each) => Math.abs(exact.toNumber(each) - 1 / 12));
    });
    for (let step = 1; step < distances.length; step++)
      distances[step].forEach((distance, which) => {
        expect(distance).toBeLessThan(0.6 * distances[step - 1][which]);
      });
    expect(Math.max(...distances.at(-1)!)).toBeLessThan(0.02);
  });

  it("is decided by the linear program at one grid size too, summed over both sides", () => {
    const sketch = trade(7);
    const total = [0, 1].reduce((sum, i) => {
      const world = interim(sketch, i);
      return mostCharged(world).reduce(
        (part, payment, j) => add(part, multiply(world.probability[j], payment)),
        sum,
      );
    }, ZERO);
    expect(total).toEqual(rational(5 - 7, 6 * 7));
  });
});
