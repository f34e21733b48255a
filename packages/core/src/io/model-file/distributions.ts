import { type Arithmetic, sum, type Table } from "../../numeric/arithmetic.js";
import { add, compare, multiply, ONE, type Rational, rational, subtract } from "../../numeric/rational.js";
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

/** How an interval becomes points: middles of equal cells, medians of equally likely cells, or equal steps with both ends. */
export type GridRule = "midpoint" | "quantile" | "trapezoid";

type Refuse = (key: string, message: string, code?: string) => never;

/**
 * Puts a distribution on a grid. `midpoint`: cells of equal width, each represented by its middle with the cell's probability.
 * `quantile`: cells of equal probability, each represented by its median quantile (uniform distributions only need that form
 * when they are to be equally likely; it coincides with `midpoint` there). `trapezoid`: evenly spaced points, both ends included,
 * weighed by the density, half as much at the ends, as the trapezoid rule integrates.
 */
export function distributeOnGrid<N>(
  F: Arithmetic<N>,
  spec: CdfSpec,
  points: number,
  rule: GridRule,
  refuse: Refuse,
): { values: N[]; probabilities: Table<N> } {
  if (compare(spec.from, spec.to) >= 0) refuse("from", "The interval is empty: from must be below to.");
  if (rule === "trapezoid") return trapezoid(F, spec, points, refuse);
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
export function hasFractions({ name }: CdfSpec, rule: GridRule): boolean {
  return rule !== "quantile" || name === "uniform";
}

/** The k-th point of a grid of fractions: the middle of a cell or, for `trapezoid`, the end of one. */
export function pointOfGrid({ from, to }: CdfSpec, rule: GridRule, points: number, k: number): Rational {
  const share = rule === "trapezoid" ? rational(k, points - 1) : rational(2 * k + 1, 2 * points);
  return add(from, multiply(share, subtract(to, from)));
}

function trapezoid<N>(
  F: Arithmetic<N>,
  spec: CdfSpec,
  points: number,
  refuse: Refuse,
): { values: N[]; probabilities: Table<N> } {
  const density = densityOf(F, spec, refuse);
  const values = Array.from({ length: points }, (_, k) => F.from(pointOfGrid(spec, "trapezoid", points, k)));
  const two = F.add(F.one, F.one);
  const weights = values.map((value, k) =>
    F.multiply(density(value), k === 0 || k === points - 1 ? F.one : two),
  );
  const total = sum(F, weights);
  if (F.compare(total, F.zero) <= 0)
    refuse("name", "The density is 0 at every point of the grid; take more points.");
  const probabilities = F.table(points);
  weights.forEach((weight, k) => {
    probabilities[k] = F.divide(weight, total);
  });
  return { values, probabilities };
}

/** The density up to a constant factor. */
function densityOf<N>(F: Arithmetic<N>, spec: CdfSpec, refuse: Refuse): (x: N) => N {
  // Refuses parameters out of range.
  cdfOf(F, spec, refuse);
  const [from, to] = [F.from(spec.from), F.from(spec.to)];
  switch (spec.name) {
    case "uniform":
      return () => F.one;
    case "power": {
      const above = subtract(spec.exponent!, ONE);
      if (above.n < 0n) refuse("exponent", "Below 1 the density is infinite at `from`; take another rule.");
      return (x) =>
        power(F, F.divide(F.subtract(x, from), F.subtract(to, from)), F.from(above), (code, message) =>
          refuse("exponent", message, code),
        );
    }
    case "triangular": {
      const peak = F.from(spec.peak!);
      return (x) => {
        if (F.compare(x, peak) === 0) return F.one;
        const end = F.compare(x, peak) < 0 ? from : to;
        return F.divide(F.subtract(x, end), F.subtract(peak, end));
      };
    }
    default: {
      const rate = F.toNumber(F.from(spec.rate!));
      return (x) =>
        inDoubles(
          F,
          "an exponential distribution",
          (code, message) => refuse("name", message, code),
          () => Math.exp(-rate * (F.toNumber(x) - F.toNumber(from))),
        );
    }
  }
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
