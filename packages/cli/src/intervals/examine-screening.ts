import {
  checkScreening,
  type Distribution,
  type Estimate,
  type HazardRateDecision,
  monotoneHazardRate,
  negated,
  optimalScreening,
  type QuantityInterval,
  type Screening,
  type ScreeningCheck,
} from "@candor/core/intervals";
import { type DifferencesProof, hazardShape, proveDifferences } from "@candor/core/io";
import { namingFlags, type StatedScreening } from "./read-screening.js";

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
  /** Increasing differences; decreasing ones where the screening is reflected. */
  readonly differences: DifferencesProof;
  /** Of −θ where the screening is reflected. */
  readonly hazard: HazardRateDecision;
  /** Whether it follows from the family of distributions that the rate never falls (of −θ where the screening is reflected). */
  readonly hazardProved: boolean;
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
    const binding = screening.participation.types ?? [];
    const breakpoints = [...screening.pieces.map(({ types }) => types), ...binding]
      .flat()
      .filter(Number.isFinite);
    const { quantity, payment } = screening;
    return {
      stated,
      screening,
      rows,
      differences: decideDifferences(stated, screening, rows),
      hazard: monotoneHazardRate(screening.reflected ? negated(distribution) : distribution),
      hazardProved: hazardShape(stated.flags.types)[screening.reflected ? "reverseFalling" : "rising"],
      check: checkScreening({ quantity, payment, breakpoints }, problem.value, distribution, { outside }),
    };
  });
}

/** The ends of the types that pictures and tables show. */
function shownTypes(distribution: Distribution): [low: number, high: number] {
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

/** On all quantities and types; if that fails and they have no end, on those shown. */
function decideDifferences(
  { enclosed, problem }: StatedScreening,
  { reflected }: Screening,
  rows: readonly MenuRow[],
): DifferencesProof {
  const { quantities, distribution } = problem;
  const options = { downwards: reflected };
  const whole = { ...problem, types: distribution.support };
  const everywhere = proveDifferences(enclosed, whole, options);
  if (everywhere.status === "proved" || everywhere.on.quantities[1] < Infinity) return everywhere;
  const { from } = quantities as QuantityInterval;
  const to = Math.max(from + 1, ...rows.flatMap(({ quantity, firstBest }) => [quantity, firstBest]));
  return proveDifferences(enclosed, { ...whole, quantities: { from, to } }, options);
}
