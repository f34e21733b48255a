import { createHash } from "node:crypto";
import { type Document, readDocument } from "./document.js";
import { type Fraction, order, plus, print, times, total, ZERO } from "./fraction.js";
import { inequalities, range, type Term } from "./inequalities.js";

/** What was found, and in one line that begins with the status. */
export type Verification = {
  readonly status: "accepted" | "rejected" | "unreadable";
  readonly message: string;
};

/** A RangeError, here and where numbers are read, is why a certificate proves nothing. */
function demand(condition: boolean, reason: string): void {
  if (!condition) throw new RangeError(reason);
}

/**
 * Checks a certificate (docs/certificate.md) from the definitions alone: the mechanism satisfies every inequality and earns
 * `lower`; the multipliers have the right signs, cover the objective on every variable, and bound every mechanism by `upper`.
 *
 * @returns accepted with what is proved, rejected with the first reason, or unreadable.
 */
export function verifyText(text: string): Verification {
  try {
    const data = JSON.parse(text);
    const document = readDocument(data);
    const { digest, ...rest } = data;
    const hash = createHash("sha256").update(JSON.stringify(rest)).digest("hex");
    demand(digest === `sha256:${hash}`, "the digest does not fit the rest of the file");
    return { status: "accepted", message: `accepted: ${proved(document)}` };
  } catch (error) {
    const status = error instanceof RangeError ? "rejected" : "unreadable";
    return { status, message: `${status}: ${(error as Error).message}` };
  }
}

function proved(d: Document): string {
  const { mechanism: x, lower, upper } = d;
  const c = objective(d);
  const lotteries = d.profiles * d.width;
  const covered = c.map(() => ZERO);
  let bound = ZERO;
  demand(d.payments || !x?.slice(lotteries).some(([n]) => n !== 0n), "it charges where it may not");
  for (const [key, terms, limit, equation] of inequalities(d)) {
    const sign = x === undefined ? 0 : order(dot(terms, x), limit);
    demand(sign === 0 || (sign < 0 && !equation), `the mechanism violates ${key}`);
    const price = d.multipliers.get(key);
    if (price === undefined) continue;
    demand(equation === true || order(price, ZERO) >= 0, `the multiplier of ${key} is negative`);
    for (const [j, coefficient] of terms) covered[j] = plus(covered[j], times(price, coefficient));
    bound = plus(bound, times(price, limit));
    d.multipliers.delete(key);
  }
  for (const key of d.multipliers.keys()) demand(false, `${key} is not a constraint of this problem`);
  if (x !== undefined) {
    const earned = dot([...c.entries()], x);
    demand(order(earned, lower) === 0, `the mechanism earns ${print(earned)}, not ${print(lower)}`);
    if (upper === undefined) return `value ≥ ${print(lower)}`;
  }
  covered.forEach((sum, j) => {
    const sign = order(sum, x === undefined ? ZERO : c[j]);
    const holds = j < lotteries ? sign >= 0 : sign === 0 || !d.payments;
    demand(
      holds,
      `the multipliers do not cover ${j < lotteries ? `g, ${j}` : `p, ${j - lotteries}`} (row-major)`,
    );
  });
  demand(x !== undefined || order(bound, ZERO) < 0, "the multipliers refute nothing");
  if (x === undefined) return "no mechanism satisfies the constraints";
  demand(order(bound, upper!) === 0, `the multipliers prove ${print(bound)}, not ${print(upper!)}`);
  if (order(lower, upper!) === 0) return `value = ${print(lower)}`;
  return `${print(lower)} ≤ value ≤ ${print(upper!)}`;
}

/** By column: revenue on payments, welfare on lotteries, both under the prior. */
function objective(d: Document): Fraction[] {
  const counted: Fraction[][][][] = d.designer === undefined ? d.values : [...d.values, d.designer];
  const worth = (k: number, a: number) =>
    total(counted.flatMap((values) => d.prior[k].map((w, s) => times(w, values[k][s][a]))));
  const welfare = range(d.profiles).flatMap((k) => range(d.width).map((a) => worth(k, a)));
  const revenue = d.sizes.flatMap(() => d.prior.map(total));
  return [...welfare.map((w) => times(d.welfare, w)), ...revenue.map((r) => times(d.revenue, r))];
}

function dot(terms: Iterable<Term>, x: readonly Fraction[]): Fraction {
  let sum = ZERO;
  for (const [j, value] of terms) if (value[0] !== 0n) sum = plus(sum, times(value, x[j]));
  return sum;
}
