import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { allocationProblem } from "./allocation-problem.js";
import { type BalancedDecision, balancedDecision } from "./balanced-mechanism.js";
import { type EfficientProblem, typeIntervals } from "./efficient-problem.js";
import { type GeneralisedVcg, generalisedVcg } from "./generalised-vcg.js";
import { linearOption } from "./outside-option.js";

/** Trade of one unit between its owner and one buyer. */
export interface BilateralTrade {
  /** Agent 0 the seller with outside option θ_0, agent 1 the buyer with 0; at a tie the seller keeps the unit. */
  readonly problem: EfficientProblem;
  readonly vcg: GeneralisedVcg;
  /** Theorem 2: whether efficient trade is possible, the mechanism, or the least subsidy. */
  readonly decision: BalancedDecision;
  /** The conditions of Myerson and Satterthwaite (1983): when all hold, efficient trade is impossible whatever the rest. */
  readonly conditions: {
    /** Both types come from one interval. */
    readonly intervals: boolean;
    /** Densities are positive inside, at 99 points of each piece, and there are no atoms. */
    readonly positiveDensities: boolean;
    /** The interiors of the supports meet, there. */
    readonly overlap?: readonly [from: number, to: number];
  };
}

/**
 * Bilateral trade between any two distributions.
 * @throws CandorError `no-gains` when the buyer's value can never exceed the seller's cost; those of {@link allocationProblem}.
 * Source: Efficient mechanism design, section 4.1; Myerson and Satterthwaite (1983), Theorem 1 and Corollary 1.
 */
export function bilateralTrade({
  seller,
  buyer,
}: {
  readonly seller: Distribution;
  readonly buyer: Distribution;
}): BilateralTrade {
  if (buyer.support[1] <= seller.support[0])
    fail(
      "no-gains",
      "buyer",
      "The buyer's value never exceeds the seller's cost: there is nothing to trade.",
      {
        received: `values up to ${buyer.support[1]}, costs from ${seller.support[0]}`,
      },
    );
  const problem = allocationProblem([
    { name: "seller", distribution: seller, outside: linearOption(1) },
    { name: "buyer", distribution: buyer, outside: linearOption(0) },
  ]);
  const both = [seller, buyer];
  const from = Math.max(seller.support[0], buyer.support[0]);
  const to = Math.min(seller.support[1], buyer.support[1]);
  return {
    problem,
    vcg: generalisedVcg(problem),
    decision: balancedDecision(problem),
    conditions: {
      intervals: both.every((distribution) => typeIntervals(distribution).length === 1),
      positiveDensities: both.every(positiveInside),
      ...(from < to ? { overlap: [from, to] as const } : {}),
    },
  };
}

function positiveInside(distribution: Distribution): boolean {
  const { atoms, pieces, density, quantile, cdf } = distribution;
  const positive = pieces.every(([from, to]) =>
    Array.from({ length: 99 }, (_, k) => (k + 1) / 100).every((share) => {
      const inside = Number.isFinite(to - from)
        ? from + share * (to - from)
        : quantile(cdf(from) + share * (cdf(to) - cdf(from)));
      return density(inside) > 0;
    }),
  );
  return atoms.length === 0 && positive;
}
