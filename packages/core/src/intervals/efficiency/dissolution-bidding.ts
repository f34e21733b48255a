import { fail } from "../../numeric/candor-error.js";
import { findRoot } from "../../numeric/roots.js";
import { type Distribution, survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import { cumulative } from "./cumulative.js";
import { featureMarks } from "./feature-marks.js";
import { dissolutionSurplus, partnership } from "./partnership.js";

/** The auction that dissolves a partnership of alike partners. */
export interface DissolutionBidding {
  /** b(x) = ∫_{low}^x u dF^{n−1}(u), what a partner with value x bids in equilibrium; 0 is the lowest bid allowed. */
  bid(type: number): number;
  /** Paid to partner i before bidding; they add up to 0, and are all 0 at equal shares. */
  readonly sidePayments: readonly number[];
  /** Expected utility of partner i with value x who bids as told, and of any other bid while the others bid as told. */
  utility(partner: number, type: number): number;
  payoff(partner: number, type: number, bid: number): number;
  /** What remains above its share for the worst-off type of every partner; negative when dissolving is impossible. */
  readonly margin: number;
}

/**
 * Everyone bids, the highest bid gets the object, partner i pays b_i − Σ_{j≠i} b_j/(n − 1) after having received c_i: payments add up to 0
 * whatever is bid. A bid's expected cost is itself less a constant, so b′ = x (F^{n−1})′. With c_i = b(v_i) − Σ_j b(v_j)/n, where v_i is
 * partner i's worst-off type, F^{n−1}(v_i) = r_i, all are left the same margin E b − Σ_j b(v_j)/n = surplus/n.
 * Bids below that of the lowest value must not be allowed: they lose as surely and cost less.
 * @throws CandorError `bad-shares`; `bad-values` for negative values (bids would fall with the value), atoms or gaps.
 * Source: Cramton, Gibbons and Klemperer (1987), Theorem 2.
 */
export function dissolutionBidding(
  distribution: Distribution,
  shares: readonly number[],
): DissolutionBidding {
  const { support, atoms, pieces, quantile } = distribution;
  if (support[0] < 0 || atoms.length > 0 || pieces.length !== 1)
    fail("bad-values", "distribution", "Bidding needs values ≥ 0 from one interval, without atoms.");
  const rivals = shares.length - 1;
  const { decision, problem } = partnership(
    shares.map(() => distribution),
    shares,
  );
  const winning = (x: number) => distribution.cdf(x) ** rivals;
  const losing = (x: number) => -Math.expm1(rivals * Math.log1p(-survival(distribution, x)));
  const low = support[0];
  const lost = cumulative(losing, featureMarks(distribution), { value: 0, error: 0, evaluations: 0 });
  // ∫ u dG = low − x (1 − G(x)) + ∫ (1 − G), which has a limit at infinity.
  const bid = (x: number) => low - (x === Infinity ? 0 : x * losing(x)) + lost(x).value;
  const worst = decision.least.map(({ worstOff }) => bid(worstOff.type));
  const mean = worst.reduce((sum, b) => sum + b, 0) / shares.length;
  const sidePayments = worst.map((b) => b - mean);
  const expectedBid = expectation(distribution, bid).value;
  const top = bid(support[1]);
  const last = Number.isFinite(support[1]) ? support[1] : quantile(1 - 2 ** -52);
  /** Pr(all others bid less). */
  const chanceOf = (offer: number) =>
    offer >= Math.min(top, bid(last))
      ? 1
      : offer <= 0
        ? 0
        : winning(findRoot((x) => bid(x) - offer, low, last));
  const payoff = (partner: number, type: number, offer: number) =>
    type * chanceOf(offer) - offer + expectedBid + sidePayments[partner];
  return {
    bid,
    sidePayments,
    utility: (partner, type) => type * winning(type) - bid(type) + expectedBid + sidePayments[partner],
    payoff,
    margin: dissolutionSurplus(problem, shares).value / shares.length,
  };
}
