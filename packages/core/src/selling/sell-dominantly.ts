import { highsSolver } from "../lp/highs.js";
import type { LinearSolver, StopSignal } from "../lp/solver.js";
import { type Arithmetic, float, type Table } from "../numeric/arithmetic.js";
import { bracketFrom } from "./dominant-bracket.js";
import type { DominantMechanism, IncentivePrices } from "./dominant-mechanism.js";
import { dominantOrbits } from "./dominant-orbits.js";
import { profileProbabilities, type SaleProfiles, saleProfiles } from "./dominant-profiles.js";
import { dominantProgram } from "./dominant-program.js";
import { type DominantRound, dominantRounds, type RoundsOutcome } from "./dominant-rounds.js";
import { saleSymmetries } from "./dominant-symmetry.js";
import { checkGoodsSale, type GoodsSale, saleInDoubles } from "./goods-sale.js";

export interface DominantSaleOptions {
  /** Default `highsSolver()`. */
  readonly solver?: LinearSolver;
  /** "auto" (default): simplex up to 12,000 columns, interior point beyond. */
  readonly method?: "auto" | "simplex" | "ipm";
  /** Seconds in the solver, all rounds together. Default: no limit. */
  readonly timeLimit?: number;
  /** Asked while the solver runs; the bracket of the last completed round is returned. */
  readonly signal?: StopSignal;
  readonly progress?: (round: DominantRound) => void;
}

/** The sale's program as it would be written down, and what was solved instead. */
export interface DominantSaleSize {
  readonly profiles: number;
  /** q_i(t, g) and u_i(t). */
  readonly variables: number;
  /** Incentive constraints: every bidder, profile and false report. */
  readonly incentives: number;
  /** Renamings of bidders and goods that leave the sale as it is, the identity included. */
  readonly symmetries: number;
  /** Orbits of variables. */
  readonly columns: number;
}

export interface DominantSale<N> {
  /** What `mechanism` earns, rounded down in doubles: no less than this can be had. */
  readonly lower: N;
  /** What `prices` prove, rounded up in doubles: no more than this can be had. */
  readonly upper: N;
  /** Incentive compatible and individually rational at every profile; `provedRevenue` checks it. */
  readonly mechanism: DominantMechanism<N>;
  /** `provedBound` turns them into the upper bound. */
  readonly prices: IncentivePrices<N>;
  /** Whether the program was solved to the end; the bracket holds either way. */
  readonly status: RoundsOutcome["status"];
  readonly rounds: readonly DominantRound[];
  readonly size: DominantSaleSize;
  /** What the solver ran, in words. */
  readonly method: string;
  /** Of the solver, all rounds together. */
  readonly iterations: number;
}

/**
 * The largest expected revenue from selling goods to bidders with additive values, among all rules that are incentive compatible in
 * dominant strategies and individually rational ex post:
 *
 * maximise   Σ_t f(t) Σ_i (v(t_i)·q_i(t) − u_i(t))
 * subject to u_i(t) ≥ u_i(r_i, t_−i) + (v(t_i) − v(r_i))·q_i(r_i, t_−i)  for all i, t, r_i,
 *            u ≥ 0, q ≥ 0, Σ_i q_i(t, g) ≤ 1  (`grades`: Σ_i Σ_g q_i(t, g) ≤ 1).
 *
 * Constraints hold at every profile, those of probability 0 included. Renamings of bidders and goods that leave the sale as it is
 * are recognised and merge variables (why they may: `saleSymmetries`); incentive constraints are added as they are violated;
 * the dual is what is solved, by HiGHS in doubles. Nothing of that is trusted: the answer is a mechanism that `provedRevenue`
 * finds feasible and prices from which `provedBound` derives a bound, both checked against the sale itself constraint by
 * constraint. In exact arithmetic both ends are exact, and equal where the optimum is made of simple fractions or the merged
 * program has at most 6,000 variables (and its last basis is close to optimal); in doubles they are rounded outwards by their rounding error and refer to the doubles given.
 *
 * Errors: those of `checkGoodsSale`; `too-large`; those of the solver. The two checks cost O(profiles · bidders · types · goods), in
 * fractions about a microsecond each.
 *
 * @example
 * const sale = readGoodsSale(environment);
 * const { lower, upper, mechanism } = await sellDominantly(environment.arithmetic, sale);
 * const payments = dominantPayments(environment.arithmetic, sale, mechanism);
 */
export async function sellDominantly<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  options: DominantSaleOptions = {},
): Promise<DominantSale<N>> {
  const inDoubles = saleInDoubles(F, sale);
  checkGoodsSale(inDoubles);
  const profiles = saleProfiles(sale);
  const symmetries = saleSymmetries(F, sale);
  const orbits = dominantOrbits(sale, profiles, symmetries);
  const program = dominantProgram(inDoubles, profiles, orbits);
  const weights = profileProbabilities(float, inDoubles, profiles);
  const { solver = highsSolver(), ...rest } = options;
  const outcome = await dominantRounds(program, weights, { ...rest, solver, crossover: F.kind === "exact" });
  const { status, rounds, iterations, method } = outcome;
  const size = { ...plainSize(profiles), symmetries: symmetries.length, columns: orbits.columns };
  return {
    ...bracketFrom(F, sale, program, symmetries, outcome, options.signal),
    status,
    rounds,
    size,
    method,
    iterations,
  };
}

function plainSize({ count, sizes, goods }: SaleProfiles) {
  const incentives = sizes.reduce((total, size) => total + count * (size - 1), 0);
  return { profiles: count, variables: count * sizes.length * (goods + 1), incentives };
}
