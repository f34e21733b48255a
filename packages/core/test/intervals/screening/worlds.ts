import type { Distribution } from "../../../src/intervals/distribution.js";
import { checkScreening } from "../../../src/intervals/screening/check-screening.js";
import { optimalScreening, type Screening } from "../../../src/intervals/screening/optimal-screening.js";
import { costs, type ScreeningProblem } from "../../../src/intervals/screening/problem.js";
import type { SmoothValue } from "../../../src/intervals/screening/smooth-value.js";

/** v = θx. */
export const LINEAR: SmoothValue = {
  value: (x, type) => type * x,
  byType: (x) => x,
  byQuantity: (_, type) => type,
  crossDerivative: () => 1,
};

/** v = θ√x. */
export const ROOT: SmoothValue = {
  value: (x, type) => type * Math.sqrt(x),
  byType: (x) => Math.sqrt(x),
  byQuantity: (x, type) => type / (2 * Math.sqrt(x)),
  crossDerivative: (x) => 1 / (2 * Math.sqrt(x)),
};

/** c = x²/2. */
export const SQUARE = costs(
  (x) => x ** 2 / 2,
  (x) => x,
);

export const ANY = { from: 0, to: Infinity };

/** v = θx, c = x²/2, any quantity. */
export function mussaRosen(distribution: Distribution, changes: Partial<ScreeningProblem> = {}): Screening {
  return optimalScreening({ value: LINEAR, principal: SQUARE, quantities: ANY, distribution, ...changes });
}

/** The search for a lie on a menu, with its own breakpoints. */
export function lies(screening: Screening, value: SmoothValue, distribution: Distribution, samples = 60) {
  const breakpoints = screening.pieces.map(({ types }) => types[0]);
  return checkScreening({ ...screening, breakpoints }, value, distribution, { samples });
}
