import { fail } from "../numeric/candor-error.js";
import { exactBest, totalUtilities, utilityUnits } from "./choice.js";
import { type Counts, requireCountsOf } from "./counts.js";
import type { Population } from "./population.js";
import { type Amount, posteriorAfter, type StatePosterior } from "./posterior-amounts.js";
import { type PowerWeights, powerWeights, signOfWeightedSum } from "./power-weights.js";

/** What (σ*, q*) does with reports. */
export interface Settlement {
  /** n, the number of reports. */
  readonly reports: number;
  /** c, the reports by signal. */
  readonly signals: readonly number[];
  /** σ*(c), numbered as in the population. */
  readonly alternative: number;
  /** Every alternative with the highest expected total utility; the first of them is chosen. */
  readonly tied: readonly number[];
  /** Σ_ω π(c)(ω) Σ_u n_u u(a, ω) by alternative. */
  readonly totalUtility: readonly Amount[];
  /** π(c) by state. */
  readonly posterior: readonly StatePosterior[];
  readonly groups: readonly GroupSettlement[];
  /** What everybody pays together: the total utility of the alternative. */
  readonly payments: Amount;
}

export interface GroupSettlement {
  /** n_u, the members who reported. */
  readonly members: number;
  /** q_u(c): what each member pays. */
  readonly payment: Amount;
  /** n_u q_u(c). */
  readonly total: Amount;
}

/**
 * Runs (σ*, q*) on counts of reports: σ*(c) = argmax_a Σ_ω w_ω(c) Σ_u n_u u(a, ω), the first listed among exact ties; each member of
 * group u pays q_u(c) = Σ_ω π(c)(ω) u(σ*(c), ω). The sizes n_u are those of the counts, the members who reported, not those stated
 * in the file.
 *
 * Choice and ties are exact whatever the counts. Amounts carry an error bound, below 10^−15 of the largest utility (times the members,
 * for totals), and the exact fraction where the weights have at most 4096 bits. Errors: `other-population`; `no-reports`; `too-large`
 * as for {@link signOfWeightedSum}. Cost: some states × (alternatives + groups) operations on short integers, whatever n.
 * Source: Basu, Optimal mechanism design with approximate incentive compatibility and many players, section 2.
 */
export function settle(population: Population, counts: Counts): Settlement {
  requireCountsOf(population, counts);
  if (counts.reports === 0) fail("no-reports", "", "There are no reports, so there is nothing to settle.");
  const members = counts.table.map((row) => row.reduce((a, b) => a + b, 0));
  const signals = population.signals.map((_, x) => counts.table.reduce((sum, row) => sum + row[x], 0));
  const weights = powerWeights(population);
  const units = utilityUnits(population);
  const totals = totalUtilities(units, members);
  const alternative = exactBest(totals, weights, signals);
  const { states, expectation } = posteriorAfter(weights, signals);
  return {
    reports: counts.reports,
    signals,
    alternative,
    tied: totals.flatMap((row, a) => (areTied(weights, signals, row, totals[alternative]) ? [a] : [])),
    totalUtility: totals.map((row) => expectation(row, units.unit)),
    posterior: states,
    groups: members.map((size, u) => {
      const utility = units.integers[u][alternative];
      const together = utility.map((each) => each * BigInt(size));
      return {
        members: size,
        payment: expectation(utility, units.unit),
        total: expectation(together, units.unit),
      };
    }),
    payments: expectation(totals[alternative], units.unit),
  };
}

function areTied(
  weights: PowerWeights,
  signals: readonly number[],
  one: readonly bigint[],
  other: readonly bigint[],
): boolean {
  const gap = one.map((value, state) => value - other[state]);
  return signOfWeightedSum(weights, signals, gap) === 0;
}
