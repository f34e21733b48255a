import type { Document, Json } from "./document.js";
import { demand, type Fraction, largest, minus, order, parse, plus, times, total, ZERO } from "./fraction.js";
import type { Inequality } from "./inequalities.js";

/** The constraints that a tree of multipliers names. */
export const keysOf = ({ multipliers, branches = [] }: Json): string[] =>
  Object.keys(multipliers ?? {}).concat(branches.flatMap(keysOf));

/**
 * The most that any choice of one column at each k out of `open` can earn; `undefined` where the multipliers refute them all.
 *
 * With c the objective (0 in a contradiction) and d = c − yA zero on payments, c·x ≤ y·b + Σ_k max d, and a choice of column j at k
 * earns at most y·b + d_j + Σ_{l≠k} max d. Lotteries mix columns: they are bounded by the former at once. Sure choices are ruled out
 * one by one where that is at most `upper` (below 0 in a contradiction); what is left is told apart by what is chosen at a profile.
 */
export function mostOf(
  d: Document,
  rows: ReadonlyMap<string, Inequality>,
  { multipliers, contradiction: stated, profile, branches = [] }: Json,
  open: readonly (readonly number[])[],
): Fraction | undefined {
  const [bounds, contradiction]: [Fraction[], boolean] = [[], stated || !d.mechanism];
  if (multipliers) {
    const left = contradiction ? d.objective.map(() => ZERO) : [...d.objective];
    let constant = ZERO;
    for (const [key, text] of Object.entries(multipliers)) {
      const [[, terms, limit, equation], y] = [rows.get(key)!, parse(text)];
      demand(equation || order(y, ZERO) >= 0, `the multiplier of ${key} is negative`);
      for (const [j, a] of terms) left[j] = plus(left[j], times(minus(y), a));
      constant = plus(constant, times(y, limit));
    }
    const bare = left.slice(d.profiles * d.width).findIndex(([n]) => d.payments && n !== 0n);
    demand(bare < 0, `the multipliers do not cover payment ${bare} (row-major)`);
    const most = open.map((columns) => largest(columns.map((j) => left[j])));
    const sum = total([constant, ...most]);
    open = open.map((columns, k) => {
      const values = columns.map((j) => (d.sure ? total([sum, left[j], minus(most[k])]) : sum));
      const out = values.map((v) => (contradiction ? order(v, ZERO) < 0 : !d.sure || order(v, d.upper) <= 0));
      if (!contradiction) for (const [p, v] of values.entries()) if (out[p]) bounds.push(v);
      return columns.filter((_, p) => !out[p]);
    });
  }
  if (open.every(({ length }) => length > 0)) {
    demand(d.sure && branches.length > 0, "the multipliers refute nothing");
    const cases: number[][] = branches.map((b: Json) => b.among.map((a: number) => profile * d.width + a));
    const named = !!open[profile]?.every((j) => cases.some((columns) => columns.includes(j)));
    demand(named, `the branches at ${profile} leave a case out`);
    for (const [b, columns] of cases.entries()) {
      const inside = open.map((list, k) => (k === profile ? list.filter((j) => columns.includes(j)) : list));
      const bound = inside[profile].length > 0 ? mostOf(d, rows, branches[b], inside) : undefined;
      if (bound) bounds.push(bound);
    }
  }
  return bounds.length > 0 ? largest(bounds) : undefined;
}
