import type { Distribution } from "@candor/core/intervals";
import { readDistribution } from "@candor/core/io";
import { CandorError, fail, parseRational, toDouble } from "@candor/core/numeric";
import { observationsAnywhere } from "./read-observations.js";

export interface IntervalSaleFlags {
  /** Distributions of the bidders' values. */
  readonly values?: readonly string[];
  /** How many bidders have each of them. */
  readonly bidders?: readonly string[];
  readonly sellerValue?: string;
}

/** One object, bidders with independent values on intervals. */
export interface IntervalSale {
  readonly bidders: readonly Distribution[];
  readonly sellerValue: number;
}

/** With many more, error estimates were seen to be too small. */
const MOST_BIDDERS = 1000;

/** The sale that `--values`, `--bidders` and `--seller-value` state. Errors: `invalid-value`, those of `readDistribution`. */
export function readIntervalSale({
  values = [],
  bidders = values.map(() => "1"),
  sellerValue = "0",
}: IntervalSaleFlags): IntervalSale {
  const counts = bidders.map(countOf);
  if (counts.length !== values.length)
    fail(
      "invalid-value",
      "--bidders",
      `Give one number for each of the --values, e.g. ${values.map((_, k) => k + 2).join(",")}: there are ${values.length} of them, and ${counts.length} numbers.`,
    );
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MOST_BIDDERS)
    fail("invalid-value", "--bidders", `There are ${total} bidders; at most ${MOST_BIDDERS} can be served.`);
  const own = parseRational(sellerValue.trim());
  if (own === undefined)
    return fail("invalid-value", "--seller-value", `"${sellerValue}" is not a number such as 1/4 or 0.25.`);
  const distributions = values.map((text) => readDistribution(text, "--values", observationsAnywhere));
  return {
    bidders: distributions.flatMap((each, k) => new Array<Distribution>(counts[k]).fill(each)),
    sellerValue: toDouble(own),
  };
}

function countOf(text: string): number {
  const count = Number(text);
  return Number.isInteger(count) && count >= 1
    ? count
    : fail("invalid-value", "--bidders", `"${text}" is not a number of bidders such as 3.`);
}

/** Runs `compute`; problems with a bidder's distribution name the flag it came from. */
export function namingFlags<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({
        ...problem,
        path: problem.path.startsWith("sellerValue") ? "--seller-value" : "--values",
      })),
    );
  }
}
