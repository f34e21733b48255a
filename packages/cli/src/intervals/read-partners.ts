import type { Distribution } from "@candor/core/intervals";
import { readDistribution } from "@candor/core/io";
import { exact, fail, parseRational, printRational, type Rational } from "@candor/core/numeric";
import { observationsAnywhere } from "./read-observations.js";

/** How a partnership is stated on the command line. */
export interface PartnerFlags {
  /** One distribution for all partners, or one each. */
  readonly values: readonly string[];
  /** Separated by commas. */
  readonly shares: string;
}

export interface StatedPartnership {
  /** "partner 1", … where nobody is named. */
  readonly names: readonly string[];
  readonly distributions: readonly Distribution[];
  readonly shares: readonly Rational[];
  /** Whether one distribution was stated for all. */
  readonly alike: boolean;
}

/** Answers take seconds up to here. */
const MOST_PARTNERS = 6;

/** Errors: `invalid-value` naming the flag, `too-large`, and those of `readDistribution`. */
export function readPartners({ values, shares }: PartnerFlags): StatedPartnership {
  const stated = readShares(shares);
  if (values.length !== 1 && values.length !== stated.length)
    fail(
      "invalid-value",
      "--values",
      `There are ${stated.length} shares and ${values.length} distributions; give --values once for all partners or once for each.`,
    );
  const texts = stated.map((_, i) => values[values.length === 1 ? 0 : i]);
  const read = new Map(
    texts.map((text) => [withoutBlanks(text), readDistribution(text, "--values", observationsAnywhere)]),
  );
  const distributions = texts.map((text) => read.get(withoutBlanks(text))!);
  return partners(distributions, stated);
}

/** A distribution as it is compared; blanks in names of files count. */
function withoutBlanks(text: string): string {
  return text.includes('"') || text.includes("'") ? text : text.replaceAll(/\s/g, "");
}

/** Partners with these values and shares; one distribution object stated for all makes them alike. Errors: `invalid-value`, `too-large`. */
export function partners(
  distributions: readonly Distribution[],
  shares: readonly Rational[],
  names: readonly string[] = shares.map((_, i) => `partner ${i + 1}`),
): StatedPartnership {
  const negative = shares.find((share) => exact.compare(share, exact.zero) < 0);
  if (negative !== undefined)
    fail("invalid-value", "--shares", `${printRational(negative)} is no share; shares go from 0 to 1.`);
  if (shares.length < 2) fail("invalid-value", "--shares", "A partnership has at least two partners.");
  if (shares.length > MOST_PARTNERS)
    fail(
      "too-large",
      "--shares",
      `${shares.length} partners are too many; at most ${MOST_PARTNERS} are served.`,
    );
  const total = shares.reduce(exact.add);
  if (exact.compare(total, exact.one) !== 0)
    fail(
      "invalid-value",
      "--shares",
      `The shares add up to ${printRational(total)}; they must to exactly 1.`,
    );
  return { names, distributions, shares, alike: new Set(distributions).size === 1 };
}

function readShares(text: string): Rational[] {
  return text.split(",").map((part) => {
    const share = parseRational(part);
    if (share !== undefined && exact.compare(share, exact.zero) >= 0) return share;
    return fail("invalid-value", "--shares", `"${part.trim()}" is not a share such as 1/3, 0.25 or 0.`);
  });
}
