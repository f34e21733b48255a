import { describe, expect, it } from "vitest";
import { discretize } from "../../../src/intervals/discretize.js";
import { expectation } from "../../../src/intervals/expectation.js";
import { affine } from "../../../src/intervals/families/affine.js";
import { beta } from "../../../src/intervals/families/beta.js";
import { discrete, pointMass } from "../../../src/intervals/families/discrete.js";
import { empirical } from "../../../src/intervals/families/empirical.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { logNormal } from "../../../src/intervals/families/log-normal.js";
import { mixture } from "../../../src/intervals/families/mixture.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { pareto } from "../../../src/intervals/families/pareto.js";
import { piecewiseLinear } from "../../../src/intervals/families/piecewise-linear.js";
import { power } from "../../../src/intervals/families/power.js";
import { restricted, truncated } from "../../../src/intervals/families/restricted.js";
import { smoothed } from "../../../src/intervals/families/smoothed.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";
import { weibull } from "../../../src/intervals/families/weibull.js";
import { maximumOf } from "../../../src/intervals/maximum-of.js";
import { orderStatistic } from "../../../src/intervals/order-statistic.js";
import { CandorError } from "../../../src/numeric/candor-error.js";

const REFUSED: readonly (readonly [what: string, code: string, path: string, build: () => unknown])[] = [
  ["an empty interval", "bad-interval", "low", () => uniform(1, 1)],
  ["an infinite interval", "bad-interval", "low", () => uniform(0, Infinity)],
  ["a negative exponent", "bad-parameter", "exponent", () => power(-1, 0, 1)],
  ["a mean of 0", "bad-parameter", "mean", () => exponential(0)],
  ["a scale that is no number", "bad-parameter", "scale", () => weibull(1, Number.NaN)],
  ["a deviation of 0", "bad-parameter", "deviation", () => normal(0, 0)],
  ["an infinite location", "bad-parameter", "location", () => logNormal(Infinity, 1)],
  ["beta(0, 1)", "bad-parameter", "a", () => beta(0, 1)],
  ["a peak outside", "bad-parameter", "peak", () => triangular(0, 2, 1)],
  ["a density of area 0.9", "not-normalised", "heights", () => piecewiseLinear([0, 1], [0.9, 0.9])],
  ["a density of area 1 + 2e-9", "not-normalised", "heights", () => piecewiseLinear([0, 1], [1, 1 + 4e-9])],
  ["points that fall", "bad-density", "points[1]", () => piecewiseLinear([1, 0], [1, 1])],
  ["a negative height", "bad-density", "heights[1]", () => piecewiseLinear([0, 1, 2], [1, -1, 1])],
  ["one height too few", "bad-density", "points", () => piecewiseLinear([0, 1], [1])],
  [
    "weights that add up to 0.9",
    "not-normalised",
    "weights",
    () => mixture([0.5, 0.4], [uniform(0, 1), uniform(1, 2)]),
  ],
  [
    "a negative weight",
    "bad-parameter",
    "weights[1]",
    () => mixture([1.5, -0.5], [uniform(0, 1), uniform(1, 2)]),
  ],
  ["no parts", "bad-parameter", "weights", () => mixture([], [])],
  ["probabilities of 1.1", "not-normalised", "probabilities", () => discrete([1, 2], [0.5, 0.6])],
  ["an atom at infinity", "bad-parameter", "points[0]", () => pointMass(Infinity)],
  ["a width that is no double", "bad-interval", "low", () => uniform(-1e308, 1e308)],
  ["a width that cannot be divided by", "bad-interval", "low", () => uniform(0, 1e-320)],
  ["a shift that swallows the values", "bad-parameter", "shift", () => affine(uniform(0, 1), 1, 1e20)],
  ["a scale that overflows", "bad-parameter", "shift", () => affine(uniform(1, 2), 1e308, 1e308)],
  ["a Pareto mean beyond doubles", "bad-parameter", "shape", () => pareto(1, 1.01)],
  ["values further apart than doubles go", "bad-parameter", "values", () => empirical([-1e308, 1e308])],
  ["values all the same to smooth", "bad-parameter", "values", () => smoothed([3, 3])],
  ["a bandwidth of 0", "bad-parameter", "bandwidth", () => smoothed([1, 2], 0)],
  ["a bandwidth that shows only values", "bad-parameter", "bandwidth", () => smoothed([1, 2], 1e-4)],
  ["one observed value", "bad-parameter", "values", () => empirical([3])],
  ["an observed NaN", "bad-parameter", "values[1]", () => empirical([3, Number.NaN])],
  ["truncation outside the support", "empty-support", "intervals", () => truncated(uniform(0, 1), 2, 3)],
  ["truncation backwards", "bad-interval", "intervals[0]", () => truncated(uniform(0, 1), 1, 0)],
  [
    "intervals that overlap",
    "bad-interval",
    "intervals[1]",
    () =>
      restricted(uniform(0, 3), [
        [0, 2],
        [1, 3],
      ]),
  ],
  ["no interval", "empty-support", "intervals", () => restricted(uniform(0, 1), [])],
  ["a scale of 0", "bad-parameter", "scale", () => affine(uniform(0, 1), 0, 1)],
  ["order statistic 4 of 3", "bad-parameter", "k", () => orderStatistic(uniform(0, 1), 3, 4)],
  ["order statistic 1.5", "bad-parameter", "k", () => orderStatistic(uniform(0, 1), 3, 1.5)],
  ["the maximum of nothing", "bad-parameter", "distributions", () => maximumOf([])],
  ["0 points", "bad-parameter", "points", () => discretize(uniform(0, 1), 0, "midpoint")],
  [
    "equal cells of an unbounded support",
    "unbounded-support",
    "rule",
    () => discretize(exponential(1), 5, "midpoint"),
  ],
  [
    "trapezoid with an atom",
    "no-density",
    "rule",
    () => discretize(mixture([0.5, 0.5], [pointMass(0), uniform(0, 1)]), 2, "trapezoid"),
  ],
  ["trapezoid with a pole", "no-density", "rule", () => discretize(power(0.5, 0, 1), 5, "trapezoid")],
  [
    "a mean payment at infinity",
    "not-finite",
    "x = 0.5",
    () => expectation(pointMass(0.5), (x) => 1 / (x - 0.5)),
  ],
  [
    "an expectation that is infinite",
    "not-finite",
    "x = ",
    () => expectation(exponential(1), (x) => Math.exp(x * x)),
  ],
  ["an expectation with a pole", "not-finite", "x = ", () => expectation(uniform(0, 1), (x) => 1 / x)],
  ["e^x under an exponential of mean 2", "not-finite", "x = ", () => expectation(exponential(2), Math.exp)],
  [
    "a pole that is no breakpoint",
    "no-convergence",
    "uniform on [0, 1]",
    () => expectation(uniform(0, 1), (x) => 1 / Math.abs(x - 1 / Math.PI)),
  ],
];

describe("bad input", () => {
  it.each(REFUSED)("refuses %s: %s at %s", (_, code, path, build) => {
    let problem: unknown;
    try {
      build();
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(CandorError);
    expect((problem as CandorError).problems[0]).toMatchObject({ code, path: expect.stringContaining(path) });
  });

  it("scales what is off by rounding only", () => {
    expect(
      mixture([1 / 3, 1 / 3, 1 / 3 + 1e-10], [uniform(0, 1), uniform(0, 1), uniform(0, 1)]).cdf(1),
    ).toBeCloseTo(1, 15);
    expect(piecewiseLinear([0, 1], [1, 1 + 1e-10]).cdf(1)).toBe(1);
  });
});
