import { describe, expect, test } from "vitest";
import { designMechanism } from "../../../src/design/index.js";
import type { Distribution } from "../../../src/intervals/distribution.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { buildEnvironment, parseModel } from "../../../src/io/index.js";
import { highsSolver } from "../../../src/lp/index.js";
import { exact } from "../../../src/numeric/arithmetic.js";
import {
  divide,
  multiply,
  negate,
  type Rational,
  rational,
  toDouble,
  ZERO,
} from "../../../src/numeric/rational.js";
import { mussaRosen } from "./worlds.js";

const solver = highsSolver();

/** The exact optimum of v = θx, c = x²/2 on finitely many types and quantities, by the linear program with all incentive constraints. */
async function programValue(types: Rational[], weights: Rational[], quantities: Rational[]): Promise<number> {
  const text = [
    "candor: 1",
    `agents: {Buyer: {types: [${types.map(({ n, d }) => `${n}/${d}`).join(", ")}]}}`,
    `beliefs: {independent: {Buyer: [${weights.map(({ n, d }) => `${n}/${d}`).join(", ")}]}}`,
    "alternatives:",
    ...quantities.map(({ n, d }, k) => `  x${k}: {q: ${n}/${d}}`),
    "values: own * alternative.q",
  ].join("\n");
  const { environment } = buildEnvironment(parseModel(text), exact);
  const cost = quantities.map((x) => divide(multiply(x, x), rational(2n)));
  const objective = {
    lotteries: weights.map((weight) => cost.map((c) => multiply(weight, negate(c)))),
    payments: [weights],
  };
  const asked = { objective, incentives: ["bayesian"], participation: ["interim"], money: [] } as const;
  const found = await designMechanism(environment, asked, { solver });
  return found.kind === "optimal" ? toDouble(found.lower) : Number.NaN;
}

/** n types in the middles of n parts of equal width, with the probability of the parts. */
function middles(low: number, high: number, weights: Rational[]) {
  const n = BigInt(weights.length);
  const types = weights.map((_, k) =>
    rational(BigInt(low) * 2n * n + BigInt(high - low) * (2n * BigInt(k) + 1n), 2n * n),
  );
  return { types, weights };
}

const equal = (n: number) => Array.from({ length: n }, () => rational(1n, BigInt(n)));
/** 0.8 on the lower half, 0.2 on the upper. */
const dropping = (n: number) =>
  Array.from({ length: n }, (_, k) => rational(k < n / 2 ? 8n : 2n, 5n * BigInt(n)));
const steps = (n: number, d: number) =>
  Array.from({ length: n + 1 }, (_, k) => (k === 0 ? ZERO : rational(BigInt(k), BigInt(d))));

const drop = piecewiseLinear([1, 2, 2, 3], [0.8, 0.8, 0.2, 0.2]);

const cases: [string, Distribution, (n: number) => ReturnType<typeof middles>, Rational[]][] = [
  ["uniform on [0, 1]", uniform(0, 1), (n) => middles(0, 1, equal(n)), steps(5, 5)],
  ["a density that drops, with a pool", drop, (n) => middles(1, 3, dropping(n)), steps(6, 2)],
];

describe.each(cases)("%s against the exact linear program", (_, distribution, grid, quantities) => {
  const list = quantities.map(toDouble);

  test("on the same atoms the two agree to rounding", async () => {
    for (const n of [4, 10]) {
      const { types, weights } = grid(n);
      const found = mussaRosen(discrete(types.map(toDouble), weights.map(toDouble)), { quantities: list });
      expect(found.profit.value).toBeCloseTo(await programValue(types, weights, quantities), 13);
    }
  });

  test("the program's optimum on 10, 20, 40 types converges to the interval's at rate 1/n", async () => {
    const truth = mussaRosen(distribution, { quantities: list }).profit.value;
    const gaps: number[] = [];
    for (const n of [10, 20, 40]) {
      const { types, weights } = grid(n);
      gaps.push((await programValue(types, weights, quantities)) - truth);
    }
    for (const [k, gap] of gaps.entries()) {
      expect(gap).toBeGreaterThan(0);
      if (k > 0) expect(gaps[k - 1] / gap).toBeGreaterThan(1.6);
    }
  });
});
