import { designMechanism } from "../design/design-mechanism.js";
import { REVENUE } from "../design/question.js";
import type { Environment } from "../model/environment.js";
import { add, compare, multiply, printRational, type Rational, ZERO } from "../numeric/rational.js";
import { attempt } from "./attempt.js";
import type { ProgramOptions } from "./chung-ely.js";
import { type ConvexIndependence, convexIndependence, type TypeIndependence } from "./convex-independence.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { type FullExtraction, fullExtraction, LARGEST_PROGRAM } from "./cremer-mclean.js";
import { axisOf, positionOf } from "./lines.js";
import type { OptimalExPostAuction } from "./optimal-ex-post-auction.js";
import { requireSize } from "./require-size.js";
import { bestOf, bestPersonalReserves, secondPriceRevenues } from "./second-price-revenue.js";

/** One way to sell the object. */
export interface AuctionValue {
  readonly id:
    | "surplus"
    | "full-extraction"
    | "bayesian"
    | "ex-post"
    | "personal-reserves"
    | "common-reserve"
    | "second-price";
  readonly title: string;
  /** Expected revenue (for `surplus` expected welfare), exact; absent where `method` says why. */
  readonly value?: Rational;
  /** How it was computed, or why it is not there. */
  readonly method: string;
}

export interface ValueTable {
  /** From the whole surplus down to the plainest auction. */
  readonly values: readonly AuctionValue[];
  /** Or why they were left out: no common prior, or too large. */
  readonly independence: ConvexIndependence | string;
  readonly extraction: FullExtraction | string;
}

/** Profiles × types up to which beliefs are compared. */
const LARGEST = 60_000;

/**
 * What the seller can expect under one prior, by what is asked of the mechanism: interim incentives and participation (Crémer and
 * McLean; the best Bayesian mechanism), ex post ones (P), or a second-price auction with the best reserves or none. Exact
 * throughout; what is too large or not defined is left out with the reason.
 * @param environment the model of the auction, with the bidders' beliefs. @param exPost `optimalExPostAuction` of the auction.
 * Cost: dominated by one exact program per type and the program of the best Bayesian mechanism.
 */
export async function valueTable(
  environment: Environment<Rational>,
  auction: CorrelatedAuction<Rational>,
  exPost: OptimalExPostAuction<Rational>,
  options: ProgramOptions = {},
): Promise<ValueTable> {
  const independence = await attempt(() => {
    requireSize(auction, LARGEST);
    return convexIndependence(environment);
  });
  const extraction =
    typeof independence === "string"
      ? independence
      : await attempt(() => fullExtraction(environment, options));
  const values: AuctionValue[] = [
    {
      id: "surplus",
      title: "the whole surplus",
      value: surplus(auction),
      method: "expected highest value, if above 0",
    },
    {
      id: "full-extraction",
      title: "full extraction, Bayesian",
      ...extractionCell(environment, independence, extraction),
    },
    {
      id: "bayesian",
      title: "best Bayesian mechanism, interim participation",
      ...(await bayesianCell(environment, auction, extraction, options)),
    },
    {
      id: "ex-post",
      title: "best ex post mechanism",
      value: exPost.revenue,
      method: exPost.gap.n === 0n ? EX_POST[exPost.method] : `${EX_POST[exPost.method]}, not proved best`,
    },
    ...(await reserveCells(auction)),
  ];
  return { values, independence, extraction };
}

type Cell = Pick<AuctionValue, "value" | "method">;

const EX_POST = {
  ironing: "ironed virtual values, a bound that is attained",
  "minimum-cut": "minimum cut",
  "linear-program": "exact linear program",
} as const;

function surplus({ sizes, values, prior }: CorrelatedAuction<Rational>): Rational {
  const axes = sizes.map((_, i) => axisOf(sizes, i));
  let total = ZERO;
  for (let k = 0; k < prior.length; k++) {
    const best = axes.reduce((most, axis, i) => {
      const value = values[i][positionOf(axis, k)];
      return compare(value, most) > 0 ? value : most;
    }, ZERO);
    total = add(total, multiply(prior[k], best));
  }
  return total;
}

function extractionCell(
  environment: Environment<Rational>,
  independence: ConvexIndependence | string,
  extraction: FullExtraction | string,
): Cell {
  if (typeof independence === "string") return { method: independence };
  if (typeof extraction === "string") return { method: extraction };
  if (extraction.possible && extraction.by === "program")
    return {
      value: extraction.surplus,
      method: "by a linear program; bets on a second price whose ties go to the first listed would not do",
    };
  if (extraction.possible) {
    const method = independence.holds
      ? "bets on a second price, for any values: no belief is a combination of others"
      : "bets on a second price, though some belief is a combination of others";
    return { value: extraction.surplus, method };
  }
  const why = describeCombination(environment, extraction.obstacles[0]);
  return { method: `${extraction.possible === undefined ? "Undecided" : "Not available"}: ${why}.` };
}

/** "the belief of Ann of type 2 is 1/2 that of type 1 + 1/2 that of type 3". */
export function describeCombination(
  { agents }: Environment<Rational>,
  { agent, type, combination = [] }: Pick<TypeIndependence, "agent" | "type" | "combination">,
): string {
  const { name, types } = agents[agent];
  const parts = combination.map(({ type: other, weight }) => {
    const share = compare(weight, { n: 1n, d: 1n }) === 0 ? "" : `${printRational(weight)} `;
    return `${share}that of type ${types[other].label}`;
  });
  return `the belief of ${name} of type ${types[type].label} is ${parts.join(" + ")}`;
}

async function bayesianCell(
  environment: Environment<Rational>,
  auction: CorrelatedAuction<Rational>,
  extraction: FullExtraction | string,
  options: ProgramOptions,
): Promise<Cell> {
  if (typeof extraction !== "string") {
    if (extraction.possible)
      return { value: extraction.surplus, method: "takes the whole surplus, as above" };
    if (extraction.best !== undefined) return { value: extraction.best, method: EX_POST["linear-program"] };
  }
  const found = await attempt(() => {
    requireSize(auction, LARGEST_PROGRAM);
    const question = {
      objective: REVENUE,
      incentives: ["bayesian"],
      participation: ["interim"],
      money: [],
    } as const;
    return designMechanism(environment, question, options);
  });
  if (typeof found === "string") return { method: found };
  if (found.kind === "optimal") return { value: found.lower, method: EX_POST["linear-program"] };
  return {
    method:
      found.kind === "unbounded"
        ? "No bound: the bidders' beliefs differ from the seller's prior, and bets on the difference pay."
        : `Left out: the exact method ended "${found.kind}".`,
  };
}

async function reserveCells(auction: CorrelatedAuction<Rational>): Promise<AuctionValue[]> {
  const revenues = secondPriceRevenues(auction);
  const common = bestOf(revenues);
  const personal = await attempt(() => bestPersonalReserves(auction));
  const title = "second price, best personal reserves";
  return [
    typeof personal === "string"
      ? { id: "personal-reserves", title, method: `Left out: ${personal}` }
      : {
          id: "personal-reserves",
          title,
          value: personal.revenue,
          method: `reserves ${personal.reserves.map((r) => (r === undefined ? "none sold" : printRational(r))).join(", ")}; all combinations tried`,
        },
    {
      id: "common-reserve",
      title: "second price, best common reserve",
      value: common.revenue,
      method: `reserve ${printRational(common.reserve)}; all values tried`,
    },
    {
      id: "second-price",
      title: "second price, no reserve",
      value: revenues[0].revenue,
      method: "sold at 0 or more",
    },
  ];
}
