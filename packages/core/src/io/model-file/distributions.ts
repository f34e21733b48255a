import type { Arithmetic, Table } from "../../numeric/arithmetic.js";
import { add, compare, multiply, type Rational, rational, subtract } from "../../numeric/rational.js";
import { inDoubles, power } from "../expression/operators.js";

/** A distribution on [from, to] by name, with the parameters it needs. */
export interface CdfSpec {
  readonly name: string;
  readonly from: Rational;
  readonly to: Rational;
  /** `power`: F(x) = ((x − from)/(to − from))^exponent. */
  readonly exponent: Rational | undefined;
  /** `triangular`: where the density peaks. */
  readonly peak: Rational | undefined;
  /** `exponential`: the rate of the exponential truncated to the interval. */
  readonly rate: Rational | undefined;
}

type Refuse = (key: string, message: string, code?: string) => never;

/**
 * Puts a distribution on a grid. `midpoint`: cells of equal width, each represented by its middle with the cell's probability.
 * `quantile`: cells of equal probability, each represented by its median quantile (uniform distributions only need that form
 * when they are to be equally likely; it coincides with `midpoint` there).
 */
export function distributeOnGrid<N>(
  F: Arithmetic<N>,
  spec: CdfSpec,
  points: number,
  rule: "midpoint" | "quantile",
  refuse: Refuse,
): { values: N[]; probabilities: Table<N> } {
  if (compare(spec.from, spec.to) >= 0) refuse("from", "The interval is empty: from must be below to.");
  const cdf = cdfOf(F, spec, refuse);
  const at = (numerator: number, denominator: number) => {
    const share = F.from(rational(numerator, denominator));
    return F.add(F.from(spec.from), F.multiply(share, F.from(subtract(spec.to, spec.from))));
  };
  const probabilities = F.table(points);
  if (rule === "quantile") {
    for (let k = 0; k < points; k++) probabilities[k] = F.from(rational(1, points));
    const quantile = quantileOf(F, spec, refuse);
    return {
      values: Array.from({ length: points }, (_, k) => quantile(F.from(rational(2 * k + 1, 2 * points)))),
      probabilities,
    };
  }
  for (let k = 0; k < points; k++) probabilities[k] = F.subtract(cdf(at(k + 1, points)), cdf(at(k, points)));
  return { values: Array.from({ length: points }, (_, k) => at(2 * k + 1, 2 * points)), probabilities };
}

/** Whether the points of the grid are fractions: the middles of equal cells, which uniform quantiles are too. */
export function hasFractions({ name }: CdfSpec, rule: "midpoint" | "quantile"): boolean {
  return rule === "midpoint" || name === "uniform";
}

/** The middle of the k-th of equal cells. */
export function middleOfCell({ from, to }: CdfSpec, points: number, k: number): Rational {
  return add(from, multiply(rational(2 * k + 1, 2 * points), subtract(to, from)));
}

function cdfOf<N>(F: Arithmetic<N>, spec: CdfSpec, refuse: Refuse): (x: N) => N {
  const from = F.from(spec.from);
  const width = F.from(subtract(spec.to, spec.from));
  const share = (x: N) => F.divide(F.subtract(x, from), width);
  switch (spec.name) {
    case "uniform":
      return share;
    case "power": {
      const exponent = spec.exponent ?? refuse("exponent", "A power distribution needs an exponent, e.g. 2.");
      if (exponent.n <= 0n) refuse("exponent", "The exponent must be positive.");
      return (x) =>
        power(F, share(x), F.from(exponent), (code, message) => refuse("exponent", message, code));
    }
    case "triangular":
      return triangular(F, spec, refuse);
    default: {
      const rate = spec.rate ?? refuse("rate", "An exponential distribution needs a rate.");
      if (rate.n <= 0n) refuse("rate", "The rate must be positive.");
      const r = F.toNumber(F.from(rate));
      const whole = -Math.expm1(-r * F.toNumber(width));
      return (x) =>
        inDoubles(
          F,
          "an exponential distribution",
          (code, message) => refuse("name", message, code),
          () => -Math.expm1(-r * (F.toNumber(x) - F.toNumber(from))) / whole,
        );
    }
  }
}

/** Density rising linearly to the peak and falling after it. */
function triangular<N>(F: Arithmetic<N>, spec: CdfSpec, refuse: Refuse): (x: N) => N {
  const peakValue = spec.peak ?? refuse("peak", "A triangular distribution needs a peak.");
  if (compare(peakValue, spec.from) < 0 || compare(peakValue, spec.to) > 0)
    refuse("peak", "The peak must lie in the interval.");
  const [from, to, peak] = [F.from(spec.from), F.from(spec.to), F.from(peakValue)];
  const width = F.subtract(to, from);
  return (x) => {
    if (F.compare(x, peak) <= 0) {
      const rise = F.subtract(x, from);
      return F.compare(rise, F.zero) === 0
        ? F.zero
        : F.divide(F.multiply(rise, rise), F.multiply(width, F.subtract(peak, from)));
    }
    const fall = F.subtract(to, x);
    return F.compare(fall, F.zero) === 0
      ? F.one
      : F.subtract(F.one, F.divide(F.multiply(fall, fall), F.multiply(width, F.subtract(to, peak))));
  };
}

function quantileOf<N>(F: Arithmetic<N>, spec: CdfSpec, refuse: Refuse): (share: N) => N {
  if (spec.name === "uniform")
    return (share) => F.add(F.from(spec.from), F.multiply(share, F.from(subtract(spec.to, spec.from))));
  const cdf = cdfOf(F, spec, refuse);
  return (share) =>
    inDoubles(
      F,
      `a quantile of a ${spec.name} distribution`,
      (code, message) => refuse("name", message, code),
      () => {
        let [low, high] = [F.toNumber(F.from(spec.from)), F.toNumber(F.from(spec.to))];
        for (let k = 0; k < 200 && low < high; k++) {
          const middle = (low + high) / 2;
          if (middle === low || middle === high) break;
          if (F.compare(cdf(middle as N), share) < 0) low = middle;
          else high = middle;
        }
        return high;
      },
    );
}
