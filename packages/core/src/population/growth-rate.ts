import { fail } from "../numeric/candor-error.js";

/** A quantity measured in a population of n players; |value − truth| ≤ errorBound (0, the default, when exact). */
export interface GrowthPoint {
  readonly n: number;
  readonly value: number;
  readonly errorBound?: number;
}

/** ln|value| by least squares through the last points: a constant plus `coefficient` · ln n (power) or · n (exponential). */
export interface GrowthFit {
  readonly kind: "power" | "exponential";
  /** The exponent of n, or the rate in n; negative where the quantity vanishes. */
  readonly coefficient: number;
  /** Root mean square of what the line leaves of ln|value|. */
  readonly residual: number;
}

/** How a quantity behaves over the sizes looked at: an estimate, never a statement about other sizes. */
export type Growth =
  /** 0 at every size, or at every size from `from` on; `rounding`: in doubles some are only not told from 0. */
  | { readonly kind: "zero"; readonly from: number; readonly rounding: boolean }
  | { readonly kind: "constant"; readonly value: number; readonly from: number }
  /** It moves less and less from one doubling of n to the next; `limit` where sizes grow evenly and it is close. */
  | { readonly kind: "levelling"; readonly last: number; readonly limit?: number; readonly from: number }
  /** `clear`: the other curve leaves at least twice as much. `perHead`: divided by n, the curve being that of the total. */
  | (GrowthFit & {
      readonly from: number;
      readonly other: GrowthFit;
      readonly clear: boolean;
      readonly perHead?: true;
    })
  | { readonly kind: "unclear"; readonly reason: string };

/** How many of the largest sizes an estimate is made from, and the fewest. */
const MOST_POINTS = 4;
const FEWEST_POINTS = 3;
/** A value below so many error bounds is not told from 0. */
const SIGNIFICANT = 4;
/** Relative spread below which values are one number, and power below which they hardly move. */
const SAME = 1e-9;
const HARDLY = 0.05;
/** A share of the exponent before, below which exponents tend to 0. */
const SHRINKING = 0.85;
/** A share of the last value, below which a limit is not told from 0. */
const NEAR_ZERO = 0.05;
/** A limit farther from the last value is not worth much. */
const NEAR = 0.2;
/** Largest over smallest value below which they move too little to tell a curve. */
const MOVING = 1.25;
/** What a curve may leave of ln|value|, root mean square, and as a share of what a constant leaves. */
const FITTING = 0.35;
const EXPLAINING = 0.3;

/**
 * Whether a quantity vanishes, stays or grows with n, and how: the power n^a or the exponential e^(bn) that is closer to the
 * last points (at most four) in ln|value|; values that keep one sign and are told from 0 count only. Two sizes never tell a
 * curve.
 *
 * @param points by n, in any order. Errors: `invalid-value` for values that are not finite, sizes below 1 or sizes that stand twice.
 */
export function growthRate(points: readonly GrowthPoint[]): Growth {
  const sorted = [...points].sort((p, q) => p.n - q.n);
  sorted.forEach(({ n, value }, k) => {
    if (!Number.isFinite(value) || !(n >= 1) || n === sorted[k - 1]?.n)
      fail(
        "invalid-value",
        "points",
        `Sizes differ and values are finite; here stands ${value} at n = ${n}.`,
      );
  });
  if (sorted.length < 2) return { kind: "unclear", reason: "fewer than 2 sizes with a value" };
  const firstOfTail = sorted.length - trailing(sorted, isNothing);
  const tail = sorted.slice(firstOfTail);
  const exactly = tail.some(({ errorBound = 0 }) => errorBound === 0);
  if (firstOfTail > 0 && exactly && tail.length < 2)
    return { kind: "unclear", reason: "0 at the largest size alone" };
  if (tail.length > 0 && (firstOfTail === 0 || exactly))
    return { kind: "zero", from: tail[0].n, rounding: tail.some(({ errorBound = 0 }) => errorBound > 0) };
  const told = sorted.slice(0, firstOfTail);
  const run = told.slice(told.length - trailing(told, (point) => !isNothing(point)));
  return fitted(run.slice(-MOST_POINTS));
}

function isNothing({ value, errorBound = 0 }: GrowthPoint): boolean {
  return Math.abs(value) <= SIGNIFICANT * errorBound;
}

/** How many points at the end have a property. */
function trailing(points: readonly GrowthPoint[], holds: (point: GrowthPoint) => boolean): number {
  const last = points.findLastIndex((point) => !holds(point));
  return points.length - 1 - last;
}

function fitted(points: readonly GrowthPoint[]): Growth {
  if (points.length < FEWEST_POINTS)
    return {
      kind: "unclear",
      reason: `fewer than ${FEWEST_POINTS} sizes at the end with a value told from 0`,
    };
  const values = points.map(({ value }) => value);
  if (values.some((value) => Math.sign(value) !== Math.sign(values[0])))
    return { kind: "unclear", reason: "the sign changes" };
  const from = points[0].n;
  const last = values[values.length - 1];
  const spread = Math.max(...values) - Math.min(...values);
  if (spread <= SAME * Math.abs(last)) return { kind: "constant", value: last, from };
  const heights = values.map((value) => Math.log(Math.abs(value)));
  const sizes = points.map(({ n }) => n);
  const levelling = levellingOff(sizes, values, heights);
  if (levelling !== undefined) return { ...levelling, from };
  const power = line("power", sizes.map(Math.log), heights);
  const exponential = line("exponential", sizes, heights);
  const [best, other] = power.residual <= exponential.residual ? [power, exponential] : [exponential, power];
  if (Math.abs(power.coefficient) < HARDLY) return { kind: "constant", value: last, from };
  if (Math.exp(Math.max(...heights) - Math.min(...heights)) < MOVING)
    return { kind: "unclear", reason: "it moves too little over these sizes" };
  if (best.residual > Math.min(FITTING, EXPLAINING * spreadOf(heights)))
    return { kind: "unclear", reason: "neither a power nor an exponential fits" };
  return { ...best, from, other, clear: other.residual >= 2 * best.residual };
}

/** Whether the exponents between neighbouring sizes shrink towards 0 while the value does not vanish. */
function levellingOff(
  sizes: readonly number[],
  values: readonly number[],
  heights: readonly number[],
): { kind: "levelling"; last: number; limit?: number } | undefined {
  if (sizes.length < MOST_POINTS) return undefined;
  const steps = sizes.slice(1).map((n, k) => Math.log(n / sizes[k]));
  const exponents = steps.map((step, k) => (heights[k + 1] - heights[k]) / step);
  const shrink = exponents.slice(1).every((each, k) => {
    const share = each / exponents[k];
    return share >= 0 && share <= SHRINKING;
  });
  if (!shrink) return undefined;
  const [x, y, last] = values.slice(-3);
  const even = Math.abs(steps[steps.length - 1] / steps[steps.length - 2] - 1) < 0.1;
  if (!even) return { kind: "levelling", last };
  // Aitken's step: the differences of L + c·n^−a shrink by one factor where sizes grow by one factor.
  const limit = last - (last - y) ** 2 / (last - y - (y - x));
  if (limit / last <= NEAR_ZERO) return undefined;
  return Math.abs(limit / last - 1) <= NEAR
    ? { kind: "levelling", last, limit }
    : { kind: "levelling", last };
}

function mean(list: readonly number[]): number {
  return list.reduce((sum, each) => sum + each, 0) / list.length;
}

/** Root mean square around the mean. */
function spreadOf(list: readonly number[]): number {
  const middle = mean(list);
  return Math.sqrt(mean(list.map((each) => (each - middle) ** 2)));
}

/** Least squares of y on x. */
function line(kind: GrowthFit["kind"], x: readonly number[], y: readonly number[]): GrowthFit {
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((each, k) => (each - mx) * (y[k] - my)));
  const coefficient = covariance / mean(x.map((each) => (each - mx) ** 2));
  const residual = spreadOf(y.map((each, k) => each - coefficient * x[k]));
  return { kind, coefficient, residual };
}

/** Whether the quantity vanishes, as far as the sizes looked at tell; `undefined` where they do not. */
export function seemsToVanish(growth: Growth): boolean | undefined {
  if (growth.kind === "unclear") return undefined;
  if (growth.kind === "zero") return true;
  return "coefficient" in growth && growth.coefficient < 0;
}

/**
 * How total/n seems to grow: that of the total divided by n where the total seems exponential (a fit of total/n would take
 * 1/n for a part of the rate), else the curve through total/n itself.
 */
export function growthPerHead(totals: readonly GrowthPoint[]): Growth {
  const growth = growthRate(totals);
  if (growth.kind === "exponential") return { ...growth, perHead: true };
  return growthRate(
    totals.map(({ n, value, errorBound = 0 }) => ({ n, value: value / n, errorBound: errorBound / n })),
  );
}

/**
 * In a few signs: "≈ n^-1.0", "≈ e^-0.28n", "≈ e^-0.69n/n", "≈ n^-1.9 or e^-0.05n", "constant (≈ 0.25)", "levels off (near
 * 0.5)", "0 from n = 8 on", and "0 for every n looked at" where `smallest` is the first of the sizes.
 */
export function printGrowth(growth: Growth, smallest?: number): string {
  switch (growth.kind) {
    case "zero": {
      const where = growth.from === smallest ? "for every n looked at" : `from n = ${growth.from} on`;
      return `0 ${growth.rounding ? "within rounding " : ""}${where}`;
    }
    case "constant":
      return `constant (≈ ${Number(growth.value.toPrecision(3))})`;
    case "levelling":
      return `levels off${growth.limit === undefined ? "" : ` (near ${Number(growth.limit.toPrecision(2))})`}`;
    case "unclear":
      return `unclear: ${growth.reason}`;
    default:
      return `≈ ${[growth, ...(growth.clear ? [] : [growth.other])]
        .map((curve) => printCurve(curve) + (growth.perHead ? "/n" : ""))
        .join(" or ")}`;
  }
}

function printCurve({ kind, coefficient }: GrowthFit): string {
  if (kind === "power") return `n^${coefficient.toFixed(1)}`;
  return `e^${Number(coefficient.toPrecision(2))}n`;
}
