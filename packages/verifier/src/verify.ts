import { createHash } from "node:crypto";
import { type Document, readDocument } from "./document.js";
import { demand, type Fraction, largest, ONE, order, plus, print, times, total, ZERO } from "./fraction.js";
import { type Inequality, inequalities, type Term } from "./inequalities.js";
import { keysOf, mostOf } from "./tree.js";

/** What was found, and in one line that begins with the status. */
export type Verification = { status: "accepted" | "rejected" | "unreadable"; message: string };

/**
 * Checks a certificate (docs/certificate.md) from the definitions alone: the mechanism keeps every inequality and earns `lower`, the
 * multipliers bound every mechanism by `upper`. Accepted with what is proved, rejected with the first reason, or unreadable.
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
  const { mechanism: x, direction, lower, upper } = d;
  const charges = [x ?? [], direction ?? []].some((y) => y.slice(d.payment(0, 0)).some(([n]) => n !== 0n));
  demand(d.payments || !charges, "it charges where it may not");
  for (const [k, columns] of x ? d.choices.entries() : []) {
    const [own, chosen] = [x!.slice(k * d.width, (k + 1) * d.width), columns.map((j) => x![j])];
    const adds = [own, chosen].every((list) => order(total(list), ONE) === 0);
    demand(adds && (!d.sure || own.every(([, size]) => size === 1n)), `it chooses nothing allowed at ${k}`);
  }
  const needed = new Set(keysOf(d.tree));
  const rows = new Map<string, Inequality>();
  for (const [key, terms, limit, equation] of inequalities(d)) {
    const left = [x && order(dot(terms, x), limit), direction && order(dot(terms, direction), ZERO)];
    const broken = left.some((sign = 0) => sign > 0 || (sign < 0 && equation));
    demand(!broken, `the mechanism violates ${key}`);
    if (needed.delete(key)) rows.set(key, [key, terms, limit, equation]);
  }
  for (const key of needed) demand(false, `${key} is not a constraint of this problem`);
  if (direction) {
    demand(dot(d.objective.entries(), direction)[0] > 0n, "the direction proves nothing");
    return "the value has no upper bound";
  }
  const earned = x ? dot(d.objective.entries(), x) : ZERO;
  demand(order(earned, lower) === 0, `the mechanism earns ${print(earned)}, not ${print(lower)}`);
  if (x && !upper) return `value ≥ ${print(lower)}`;
  const most = mostOf(d, rows, d.tree, d.choices) ?? lower;
  if (!x) return "no mechanism satisfies the constraints";
  const bound = d.sure ? largest([lower, most]) : most;
  demand(order(bound, upper) === 0, `the multipliers prove ${print(bound)}, not ${print(upper)}`);
  return order(lower, upper) === 0 ? `value = ${print(lower)}` : `${print(lower)} ≤ value ≤ ${print(upper)}`;
}

function dot(terms: Iterable<Term>, x: readonly Fraction[]): Fraction {
  let sum = ZERO;
  for (const [j, value] of terms) if (value[0] !== 0n) sum = plus(sum, times(value, x[j]));
  return sum;
}
