import { type Arithmetic, max, type Table } from "../numeric/arithmetic.js";
import { fromDouble } from "./dominant-fractions.js";
import type { DominantMechanism } from "./dominant-mechanism.js";
import { type SaleProfiles, saleProfiles, typeAt } from "./dominant-profiles.js";
import { eachIncentive } from "./dominant-revenue.js";
import { type StrictMechanism, strictMechanism } from "./dominant-strict-mechanism.js";
import type { GoodsSale } from "./goods-sale.js";

/** Probabilities and utilities are rounded to multiples of this, so that doubles add them without error. */
const STEP = 2 ** -40;

/**
 * Makes probabilities and utilities out of a solver's numbers: multiples of 2⁻⁴⁰ in [0, 1] of which no resource is given more than
 * once, utilities ≥ 0, the same for types of equal values. Incentives may still be broken, `repaired` mends them.
 */
export function rounded(sale: GoodsSale, mechanism: DominantMechanism<number>): DominantMechanism<number> {
  const profiles = saleProfiles(sale);
  const allocation = Float64Array.from(mechanism.allocation, onGrid);
  const utilities = Float64Array.from(mechanism.utilities, onGrid);
  const { count, goods } = profiles;
  const [groups, each] = sale.kind === "items" ? [goods, 1] : [1, goods];
  for (let p = 0; p < count; p++)
    for (let group = 0; group < groups; group++) {
      const entries: number[] = [];
      sale.bidders.forEach((_, i) => {
        for (let g = group; g < group + each; g++) entries.push((i * count + p) * goods + g);
      });
      const total = entries.reduce((sum, at) => sum + allocation[at], 0);
      if (total > 1)
        for (const at of entries) allocation[at] = Math.floor(allocation[at] / total / STEP) * STEP;
    }
  equaliseTwins(sale, profiles, utilities);
  return { allocation, utilities };
}

function onGrid(value: number): number {
  return Math.max(0, Math.round(value / STEP) * STEP);
}

/** Types of equal values must be equally well off. */
function equaliseTwins({ bidders }: GoodsSale, profiles: SaleProfiles, utilities: Float64Array): void {
  const { count, goods, strides } = profiles;
  bidders.forEach(({ values }, i) => {
    const first = new Map<string, number>();
    const twin = Int32Array.from({ length: profiles.sizes[i] }, (_, t) => {
      const key = values.subarray(t * goods, (t + 1) * goods).join();
      if (!first.has(key)) first.set(key, t);
      return first.get(key) as number;
    });
    for (let p = 0; p < count; p++) {
      const type = typeAt(profiles, i, p);
      if (twin[type] !== type)
        utilities[i * count + p] = utilities[i * count + p + (twin[type] - type) * strides[i]];
    }
  });
}

/** In doubles: the share of a mixture that goes to selling nothing, so that supply is kept in spite of rounding. */
const SPARE = 2 ** -46;

/**
 * An incentive compatible mechanism near one that keeps supply and participation: the mixture (1 − δ)·mechanism + δ·strict with the
 * least δ that mends every incentive constraint, δ = max violation/(violation + strict slack). Constraints and revenue are linear
 * along it, so this costs δ times the difference of revenues; nothing where nothing is broken.
 *
 * In doubles, violations count with their rounding error, δ is raised by the factor 1 + `margin` and 2⁻⁴⁶ goes to selling nothing,
 * so that slack remains for `provedRevenue` to see. It has the last word: between types of almost equal values that slack may be
 * too little.
 */
export function repaired<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  mechanism: DominantMechanism<N>,
  margin = 2 ** -20,
): DominantMechanism<N> {
  const profiles = saleProfiles(sale);
  const strict = strictMechanism(F, sale);
  let mixed = shareToMend(F, sale, profiles, mechanism, strict);
  let kept = F.subtract(F.one, mixed);
  if (F.kind === "float") {
    mixed = fromDouble(F, Math.min(F.toNumber(mixed) * (1 + margin), 1 - SPARE));
    kept = fromDouble(F, Math.max(0, 1 - F.toNumber(mixed) - SPARE));
  } else if (F.compare(mixed, F.zero) === 0) return mechanism;
  const mixture = (own: N, other: N) => F.add(F.multiply(kept, own), F.multiply(mixed, other));
  return tabulate(F, sale, profiles, {
    share: (i, t, at, g) => mixture(mechanism.allocation[at * profiles.goods + g], strict.share(i, t, g)),
    utility: (i, t, at) => mixture(mechanism.utilities[at], strict.utility(i, t)),
  });
}

function shareToMend<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  profiles: SaleProfiles,
  mechanism: DominantMechanism<N>,
  strict: StrictMechanism<N>,
): N {
  const { count, goods } = profiles;
  let share = F.zero;
  eachIncentive(F, sale, profiles, mechanism, (bidder, profile, report, slack, magnitude) => {
    // The utilities of the mixture will be rounded, each in proportion to its own size.
    const size = magnitude + F.toNumber(mechanism.utilities[bidder * count + profile]);
    const violation = F.subtract(fromDouble(F, F.errorBound(4 * goods, size)), slack);
    if (F.compare(violation, F.zero) <= 0) return true;
    const room = strict.slack(bidder, typeAt(profiles, bidder, profile), report);
    if (F.compare(room, F.zero) > 0) share = max(F, share, F.divide(violation, F.add(violation, room)));
    return true;
  });
  return share;
}

function tabulate<N>(
  F: Arithmetic<N>,
  { bidders }: GoodsSale<Table<N>>,
  profiles: SaleProfiles,
  entry: {
    share(bidder: number, type: number, at: number, good: number): N;
    utility(bidder: number, type: number, at: number): N;
  },
): DominantMechanism<N> {
  const { count, goods } = profiles;
  const allocation = F.table(bidders.length * count * goods);
  const utilities = F.table(bidders.length * count);
  bidders.forEach((_, i) => {
    for (let p = 0; p < count; p++) {
      const [type, at] = [typeAt(profiles, i, p), i * count + p];
      utilities[at] = entry.utility(i, type, at);
      for (let g = 0; g < goods; g++) allocation[at * goods + g] = entry.share(i, type, at, g);
    }
  });
  return { allocation, utilities };
}
