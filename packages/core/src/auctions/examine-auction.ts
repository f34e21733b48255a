import type { Environment } from "../model/environment.js";
import type { Rational } from "../numeric/rational.js";
import { attempt } from "./attempt.js";
import {
  type ProgramOptions,
  type SaddlePoint,
  saddlePoint,
  type WorstCaseValue,
  worstCaseValue,
} from "./chung-ely.js";
import { type CorrelatedAuction, readCorrelatedAuction } from "./correlated-auction.js";
import { type OptimalExPostAuction, optimalExPostAuction } from "./optimal-ex-post-auction.js";
import { type Regularity, regularity } from "./regularity.js";
import { requireSize } from "./require-size.js";
import { type SharedPrior, sharedPrior } from "./shared-prior.js";
import { type ValueTable, valueTable } from "./value-table.js";
import { worstCaseBeliefs } from "./worst-case-beliefs.js";

/** Everything known of one auction; a string says why a part was left out. */
export interface AuctionExamination {
  readonly auction: CorrelatedAuction<Rational>;
  readonly exPost: OptimalExPostAuction<Rational>;
  readonly regularity: Regularity;
  /** The best Bayesian mechanism under the worst-case beliefs. */
  readonly worstCase: WorstCaseValue | string;
  /** Whether the worst-case beliefs come from one prior. */
  readonly shared: SharedPrior | string;
  /** The optimum and the worst-case beliefs checked against each other from the definitions; small auctions only. */
  readonly saddle: SaddlePoint | string;
  readonly table: ValueTable;
}

/** Profiles × types up to which the saddle point is checked. */
const SMALL = 600;

/**
 * The best ex post auction of a model and what it is worth: regularity, the worst-case beliefs of Chung and Ely, full extraction, and
 * the value table. Exact; what is too large is left out with the reason.
 * Errors: those of `readCorrelatedAuction` and `optimalExPostAuction`.
 */
export async function examineAuction(
  environment: Environment<Rational>,
  options: ProgramOptions = {},
): Promise<AuctionExamination> {
  const auction = readCorrelatedAuction(environment);
  const exPost = await optimalExPostAuction(auction, options);
  const worstCase = await attempt(() => worstCaseValue(auction, options));
  return {
    auction,
    exPost,
    regularity: typeof worstCase === "string" ? regularity(auction) : worstCase.regularity,
    worstCase,
    shared: await attempt(() => sharedPrior(auction.sizes, worstCaseBeliefs(auction))),
    saddle: await attempt(() => {
      requireSize(auction, SMALL);
      return saddlePoint(auction, exPost, options);
    }),
    table: await valueTable(environment, auction, exPost, options),
  };
}
