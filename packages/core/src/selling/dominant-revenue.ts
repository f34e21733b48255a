import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { fromDouble } from "./dominant-fractions.js";
import type { DominantMechanism } from "./dominant-mechanism.js";
import { profileProbabilities, type SaleProfiles, saleProfiles, typeAt } from "./dominant-profiles.js";
import type { GoodsSale } from "./goods-sale.js";

/** A constraint that a mechanism breaks, or in doubles cannot be shown to keep. */
export interface DominantViolation {
  readonly kind: "probability" | "supply" | "participation" | "incentive";
  readonly profile: number;
  /** Not for `supply`. */
  readonly bidder?: number;
  /** For `probability`, and for `supply` of items. */
  readonly good?: number;
  /** For `incentive`: the report that pays. */
  readonly report?: number;
  /** By how much, rounding error included. */
  readonly amount: number;
}

export type ProvedRevenue<N> =
  | { readonly proved: true; readonly revenue: N }
  | { readonly proved: false; readonly violation: DominantViolation };

/**
 * Checks that a mechanism is dominant-strategy incentive compatible, ex post individually rational and never sells more than
 * there is, at every profile whatever its probability, and returns its revenue Σ_t f(t) Σ_i (v(t_i)·q_i(t) − u_i(t)).
 *
 * Every constraint of the sale is evaluated as it is defined; no symmetry is used. In exact arithmetic the answer is exact. In
 * doubles, tables are taken as the numbers they hold, a constraint counts as kept only beyond the rounding error of
 * evaluating it, and the revenue is rounded down by its own: a lower bound of the optimum.
 *
 * @returns the revenue, or the first violation in the order probability and supply, participation, incentives.
 * Errors: `invalid-size`. O(profiles · bidders · types · goods).
 */
export function provedRevenue<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  mechanism: DominantMechanism<N>,
): ProvedRevenue<N> {
  const profiles = saleProfiles(sale);
  const entries = profiles.count * sale.bidders.length;
  if (mechanism.utilities.length !== entries || mechanism.allocation.length !== entries * profiles.goods)
    fail(
      "invalid-size",
      "mechanism",
      `Give ${entries} utilities and ${profiles.goods} times as many probabilities.`,
    );
  const violation =
    supplyViolation(F, sale, profiles, mechanism) ??
    participationViolation(F, profiles, mechanism) ??
    incentiveViolation(F, sale, profiles, mechanism);
  return violation === undefined
    ? { proved: true, revenue: revenueBelow(F, sale, profiles, mechanism) }
    : { proved: false, violation };
}

function supplyViolation<N>(
  F: Arithmetic<N>,
  { bidders, kind }: GoodsSale<Table<N>>,
  { count, goods }: SaleProfiles,
  { allocation }: DominantMechanism<N>,
): DominantViolation | undefined {
  const [groups, each] = kind === "items" ? [goods, 1] : [1, goods];
  for (let profile = 0; profile < count; profile++)
    for (let group = 0; group < groups; group++) {
      let total = F.zero;
      for (let bidder = 0; bidder < bidders.length; bidder++)
        for (let good = group; good < group + each; good++) {
          const share = allocation[(bidder * count + profile) * goods + good];
          if (!(F.compare(share, F.zero) >= 0))
            return { kind: "probability", profile, bidder, good, amount: -F.toNumber(share) };
          total = F.add(total, share);
        }
      const error = F.errorBound(bidders.length * each, F.toNumber(total));
      const excess = F.toNumber(F.subtract(total, F.one)) + error;
      if (!(excess <= 0))
        return { kind: "supply", profile, amount: excess, ...(kind === "items" ? { good: group } : {}) };
    }
  return undefined;
}

function participationViolation<N>(
  F: Arithmetic<N>,
  { count }: SaleProfiles,
  { utilities }: DominantMechanism<N>,
): DominantViolation | undefined {
  for (let at = 0; at < utilities.length; at++)
    if (!(F.compare(utilities[at], F.zero) >= 0))
      return {
        kind: "participation",
        profile: at % count,
        bidder: Math.floor(at / count),
        amount: -F.toNumber(utilities[at]),
      };
  return undefined;
}

function incentiveViolation<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  profiles: SaleProfiles,
  mechanism: DominantMechanism<N>,
): DominantViolation | undefined {
  let found: DominantViolation | undefined;
  eachIncentive(F, sale, profiles, mechanism, (bidder, profile, report, slack, magnitude) => {
    const amount = F.errorBound(sale.goods.length + 1, magnitude) - F.toNumber(slack);
    if (amount <= 0) return true;
    found = { kind: "incentive", profile, bidder, report, amount };
    return false;
  });
  return found;
}

/**
 * Calls `visit` with the slack u_i(t) − u_i(r) − (v(t_i) − v(r_i))·q_i(r) of every incentive constraint and the sum of the absolute
 * values of its terms, until it answers false. The magnitude is 0 in exact arithmetic.
 */
export function eachIncentive<N>(
  F: Arithmetic<N>,
  { bidders }: GoodsSale<Table<N>>,
  profiles: SaleProfiles,
  { allocation, utilities }: DominantMechanism<N>,
  visit: (bidder: number, profile: number, report: number, slack: N, magnitude: number) => boolean,
): void {
  const { count, goods, sizes, strides } = profiles;
  const rounds = F.kind === "float";
  for (let i = 0; i < bidders.length; i++) {
    const { values } = bidders[i];
    for (let p = 0; p < count; p++) {
      const type = typeAt(profiles, i, p);
      for (let report = 0; report < sizes[i]; report++) {
        if (report === type) continue;
        const lie = i * count + p + (report - type) * strides[i];
        let slack = F.subtract(utilities[i * count + p], utilities[lie]);
        let magnitude = rounds ? Math.abs(F.toNumber(slack)) : 0;
        for (let g = 0; g < goods; g++) {
          const difference = F.subtract(values[type * goods + g], values[report * goods + g]);
          const term = F.multiply(difference, allocation[lie * goods + g]);
          slack = F.subtract(slack, term);
          if (rounds) magnitude += Math.abs(F.toNumber(term));
        }
        if (!visit(i, p, report, slack, magnitude)) return;
      }
    }
  }
}

function revenueBelow<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  profiles: SaleProfiles,
  { allocation, utilities }: DominantMechanism<N>,
): N {
  const { count, goods } = profiles;
  const weights = profileProbabilities(F, sale, profiles);
  let total = F.zero;
  let magnitude = 0;
  for (let p = 0; p < count; p++) {
    let revenue = F.zero;
    let size = 0;
    sale.bidders.forEach(({ values }, i) => {
      const at = i * count + p;
      const type = typeAt(profiles, i, p);
      revenue = F.subtract(revenue, utilities[at]);
      size += F.toNumber(utilities[at]);
      for (let g = 0; g < goods; g++) {
        const worth = F.multiply(values[type * goods + g], allocation[at * goods + g]);
        revenue = F.add(revenue, worth);
        size += Math.abs(F.toNumber(worth));
      }
    });
    total = F.add(total, F.multiply(weights[p], revenue));
    magnitude += F.toNumber(weights[p]) * size;
  }
  if (F.kind === "exact") return total;
  const error = F.errorBound(count + sale.bidders.length * (goods + 2), magnitude);
  return F.subtract(total, fromDouble(F, error));
}
