import {
  checkScreening,
  type Distribution,
  type Estimate,
  type HazardRateDecision,
  type IntervalDecision,
  increasingDifferencesOn,
  monotoneHazardRate,
  negated,
  optimalScreening,
  type Rectangle,
  type Screening,
  type ScreeningCheck,
} from "@candor/core/intervals";
import { isConstant, namingFlags, type StatedScreening } from "./read-screening.js";

/** What the menu has for one type. */
export interface MenuRow {
  /** The part of all types at or below this one, as asked for. */
  readonly rank: number;
  readonly type: number;
  readonly quantity: number;
  readonly payment: number;
  readonly rent: Estimate;
  readonly firstBest: number;
  /** Absent at types without a density. */
  readonly pointwise?: number;
}

export interface ScreeningFindings {
  readonly stated: StatedScreening;
  readonly screening: Screening;
  readonly rows: readonly MenuRow[];
  /** Where differences were looked at. */
  readonly box: Rectangle;
  /** Increasing differences, of v(x, −θ) where the screening is reflected. */
  readonly differences: IntervalDecision;
  /** Of −θ where the screening is reflected. */
  readonly hazard: HazardRateDecision;
  readonly check: ScreeningCheck;
}

/** In place of 1, where types have no upper end; its complement where they have no lower one. */
const LAST_RANK = 0.999;

/** Solves the problem and checks the answer. Errors: those of `optimalScreening`, naming flags. Some 10⁷ values of v. */
export function examineScreening(stated: StatedScreening): ScreeningFindings {
  return namingFlags(stated, () => {
    const { problem } = stated;
    const { distribution, outside = 0 } = problem;
    const screening = optimalScreening(problem);
    const rows = menuRows(screening, distribution);
    const breakpoints = screening.pieces.flatMap(({ types }) => types).filter(Number.isFinite);
    const { quantity, payment } = screening;
    const box = boxOf(stated, rows);
    return {
      stated,
      screening,
      rows,
      box,
      differences: decideDifferences(stated, screening, box),
      hazard: monotoneHazardRate(screening.reflected ? negated(distribution) : distribution),
      check: checkScreening({ quantity, payment, breakpoints }, problem.value, distribution, { outside }),
    };
  });
}

/** The ends of the types that pictures and tables show. */
export function shownTypes(distribution: Distribution): [low: number, high: number] {
  const [low, high] = distribution.support;
  return [
    Number.isFinite(low) ? low : distribution.quantile(1 - LAST_RANK),
    Number.isFinite(high) ? high : distribution.quantile(LAST_RANK),
  ];
}

/** At eleven ranks, each type once. */
function menuRows(screening: Screening, distribution: Distribution): MenuRow[] {
  const [low, high] = shownTypes(distribution);
  const { support } = distribution;
  const first = { rank: Number.isFinite(support[0]) ? 0 : 1 - LAST_RANK, type: low };
  const last = { rank: Number.isFinite(support[1]) ? 1 : LAST_RANK, type: high };
  const inner = Array.from({ length: 9 }, (_, k) => ({
    rank: (k + 1) / 10,
    type: distribution.quantile((k + 1) / 10),
  }));
  const all = [first, ...inner, last];
  return all
    .filter(({ type }, k) => k === all.length - 1 || type !== all[k + 1].type)
    .map(({ rank, type }) => ({
      rank,
      type,
      quantity: screening.quantity(type),
      payment: screening.payment(type),
      rent: screening.utility(type),
      firstBest: screening.firstBestQuantity(type),
      ...(hasDensity(distribution, type) && { pointwise: screening.pointwiseQuantity(type) }),
    }));
}

export function hasDensity({ pieces }: Distribution, type: number): boolean {
  return pieces.some(([from, to]) => type >= from && type <= to);
}

/** All types shown, and the quantities; of infinitely many up to the largest that is first best for a type shown. */
function boxOf({ problem: { quantities, distribution } }: StatedScreening, rows: readonly MenuRow[]) {
  const [from, to] =
    "from" in quantities
      ? [quantities.from, quantities.to]
      : [Math.min(...quantities), Math.max(...quantities)];
  const largest = Math.max(from + 1, ...rows.flatMap(({ quantity, firstBest }) => [quantity, firstBest]));
  return {
    quantities: [from, Number.isFinite(to) ? to : largest],
    types: shownTypes(distribution),
  } as const;
}

function decideDifferences(
  { value, cross }: StatedScreening,
  { reflected }: Screening,
  { quantities, types }: Rectangle,
): IntervalDecision {
  const sign = reflected ? -1 : 1;
  const slope = isConstant(cross) ? sign * cross.at(quantities[0], types[0]) : undefined;
  const oriented = reflected ? ([-types[1], -types[0]] as const) : types;
  return increasingDifferencesOn(
    (x, type) => value.at(x, sign * type),
    { quantities, types: oriented },
    slope === undefined ? {} : { crossBounds: () => [slope, slope] },
  );
}
