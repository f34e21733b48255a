import type { Distribution } from "../../../src/intervals/distribution.js";
import { affine, negated } from "../../../src/intervals/families/affine.js";
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
import { normalCdf, normalDensity } from "../../../src/intervals/special-functions/normal.js";

/** A distribution with moments in closed form. */
export interface ClosedForm {
  readonly distribution: Distribution;
  /** g, E g(X) in closed form, and what |value − exact| may be at most, relative to 1 + |exact|. */
  readonly moments: readonly (readonly [g: (x: number) => number, exact: number, within?: number])[];
  /** What the laws may be off by; more only where the density is infinite at an end that doubles resolve poorly. */
  readonly laws?: number;
}

export const identity = (x: number) => x;
const square = (x: number) => x * x;

/** E[Z | a ≤ Z ≤ b] of a standard normal Z. */
const truncatedNormalMean = (a: number, b: number) =>
  (normalDensity(a) - normalDensity(b)) /
  (a > 0 ? normalCdf(-a) - normalCdf(-b) : normalCdf(b) - normalCdf(a));

export const CLOSED_FORMS: readonly ClosedForm[] = [
  {
    distribution: uniform(-3, 7.5),
    moments: [
      [identity, 2.25],
      [square, (9 - 22.5 + 56.25) / 3],
      [Math.exp, (Math.exp(7.5) - Math.exp(-3)) / 10.5],
    ],
  },
  { distribution: uniform(1e6, 1e6 + 1), moments: [[identity, 1e6 + 0.5]], laws: 1e-9 },
  {
    distribution: power(2, 0, 1),
    moments: [
      [identity, 2 / 3],
      [square, 1 / 2],
    ],
  },
  {
    distribution: power(0.5, 0, 1),
    moments: [
      [identity, 1 / 3],
      [(x) => x ** -0.25, 2],
    ],
  },
  {
    distribution: power(20, 1, 2),
    moments: [
      [identity, 1 + 20 / 21],
      [(x) => (x - 1) ** 3, 20 / 23],
    ],
    laws: 2e-13,
  },
  {
    distribution: exponential(3),
    moments: [
      [identity, 3],
      [square, 18],
      [(x) => Math.exp(-x), 1 / 4],
    ],
  },
  { distribution: exponential(1e6), moments: [[identity, 1e6]], laws: 1e-11 },
  { distribution: truncated(exponential(2), 1, 3), moments: [[identity, 3 - 2 / Math.expm1(1)]] },
  { distribution: truncated(exponential(1), 30, 40), moments: [[identity, 31 - 10 / Math.expm1(10)]] },
  {
    distribution: weibull(3, 2),
    moments: [
      [(x) => (x / 2) ** 3, 1],
      [(x) => (x / 2) ** 6, 2],
    ],
  },
  {
    distribution: weibull(0.5, 2),
    moments: [
      [identity, 4],
      [square, 4 * 24],
      [(x) => Math.sqrt(x / 2), 1],
    ],
  },
  { distribution: truncated(weibull(2, 1), 0, 1), moments: [[square, (1 - 2 / Math.E) / (1 - 1 / Math.E)]] },
  {
    distribution: normal(0, 1),
    moments: [
      [identity, 0],
      [square, 1],
      [Math.exp, Math.exp(0.5)],
    ],
  },
  { distribution: normal(100, 0.01), moments: [[identity, 100]], laws: 1e-11 },
  { distribution: truncated(normal(0, 1), -1, 2), moments: [[identity, truncatedNormalMean(-1, 2)]] },
  { distribution: truncated(normal(0, 1), 5, 9), moments: [[identity, truncatedNormalMean(5, 9)]] },
  {
    distribution: truncated(normal(0, 1), 8, Infinity),
    moments: [[identity, truncatedNormalMean(8, Infinity)]],
  },
  { distribution: truncated(normal(0, 1), 0, 1e-4), moments: [[(x) => 1e4 * x, 0.5 - 1e-8 / 24]] },
  { distribution: truncated(normal(0.5, 1e-3), 0, 1), moments: [[identity, 0.5]], laws: 1e-11 },
  {
    distribution: logNormal(0.3, 0.8),
    moments: [
      [identity, Math.exp(0.62)],
      [(x) => 1 / x, Math.exp(0.02)],
      [Math.log, 0.3],
    ],
  },
  {
    distribution: truncated(logNormal(0, 0.5), 0.1, 4),
    moments: [[Math.log, truncatedNormalMean(2 * Math.log(0.1), 2 * Math.log(4)) / 2]],
  },
  {
    distribution: beta(2, 5),
    moments: [
      [identity, 2 / 7],
      [square, 6 / 56],
    ],
  },
  {
    distribution: beta(0.5, 0.5),
    moments: [
      [identity, 0.5],
      [square, 3 / 8],
      [Math.log, -2 * Math.LN2],
    ],
    laws: 1e-7,
  },
  { distribution: beta(1.5, 7, -1, 1), moments: [[identity, -1 + 3 / 8.5]] },
  {
    distribution: beta(200, 300),
    moments: [
      [identity, 0.4],
      [square, (200 * 201) / (500 * 501)],
    ],
    laws: 1e-12,
  },
  {
    distribution: triangular(0, 0.3, 1),
    moments: [
      [identity, 1.3 / 3],
      [square, (0.09 + 1 + 0.3) / 6],
    ],
  },
  { distribution: triangular(0, 0, 1), moments: [[identity, 1 / 3]] },
  { distribution: triangular(2, 3, 3), moments: [[identity, 8 / 3]] },
  {
    distribution: piecewiseLinear([0, 1, 1, 2, 3, 4], [0.4, 0.2, 0.1, 0, 0, 1.3]),
    moments: [
      [
        identity,
        0.4 / 2 -
          0.2 / 3 +
          0.1 * (2 / 3 - 1 / 6 + 1 / 6) +
          0 +
          1.3 * (11 / 6) -
          (0.1 / 6) * 0 +
          (0.1 * 4) / 6 -
          (0.1 * 2) / 3 +
          0,
      ],
    ],
    laws: 1e-12,
  },
  {
    distribution: mixture([0.5, 0.5], [uniform(0, 1), uniform(2, 3)]),
    moments: [
      [identity, 1.5],
      [square, (1 / 3 + 19 / 3) / 2],
    ],
  },
  {
    distribution: mixture([0.3, 0.3, 0.4], [uniform(0, 1), pointMass(0.5), exponential(2)]),
    moments: [
      [identity, 0.3 + 0.8],
      [square, 0.1 + 0.075 + 3.2],
    ],
  },
  {
    distribution: discrete([5, 1, 2, 1], [0.5, 0.1, 0.3, 0.1]),
    moments: [
      [identity, 3.3],
      [square, 13.9],
    ],
  },
  {
    distribution: pareto(2, 3.5),
    moments: [
      [identity, 2.8],
      [square, (4 * 3.5) / 1.5],
      [(x) => 1 / x, 3.5 / 9],
    ],
  },
  { distribution: smoothed([0, 1], 1), moments: [[identity, 0.5]] },
  { distribution: empirical([4, 1, 2, 8]), moments: [[identity, (1.5 + 3 + 6) / 3]] },
  { distribution: empirical([1, 1, 1, 3, 3]), moments: [[identity, (1 + 1 + 2 + 3) / 4]] },
  {
    distribution: restricted(normal(0, 1), [
      [-2, -1],
      [1, 2],
    ]),
    moments: [[identity, 0]],
  },
  {
    distribution: negated(exponential(2)),
    moments: [
      [identity, -2],
      [square, 8],
    ],
  },
  {
    distribution: negated(mixture([0.5, 0.5], [pointMass(0.1), uniform(0, 1)])),
    moments: [[identity, -0.3]],
  },
  { distribution: affine(beta(2, 3), 2, 1), moments: [[identity, 1.8]] },
  { distribution: affine(uniform(0, 1), -3, 0.7), moments: [[identity, -0.8]] },
];
