import { satisfies } from "../numeric/linear-program/exact-program.js";
import { add, compare, divide, multiply, ONE, type Rational, ZERO } from "../numeric/rational.js";
import type { DesignedTables } from "./designed-tables.js";
import type { Formulation } from "./formulation.js";
import { lagrangianBound } from "./lagrangian-bound.js";
import type { RowName } from "./row-name.js";

/** What can be said although nothing was solved. */
export interface Fallback {
  /** The best mechanism that always chooses the same and charges nothing, where one keeps the constraints. */
  readonly constant?: { readonly designed: DesignedTables; readonly value: Rational };
  /** The better of the prices at hand and prices on participation alone, where they bound the value. */
  readonly bound?: { readonly prices: readonly Rational[]; readonly upper: Rational };
}

/**
 * A constant choice as the mechanism and, as the bound, participation priced so that payments cancel: for revenue the price of
 * each type's (or profile's) participation is its probability, so nobody pays more than what is chosen is worth to all.
 *
 * @param stopped the prices of a solution that was stopped, if any. Cost: alternatives × coefficients.
 */
export function fallback(program: Formulation, stopped?: readonly Rational[]): Fallback {
  const constant = bestConstant(program);
  const bounds = [stopped, participationPrices(program)].flatMap((prices) => {
    const upper = prices && lagrangianBound(program, prices);
    return prices === undefined || upper === undefined ? [] : [{ prices, upper }];
  });
  const [bound] = bounds.sort((a, b) => compare(a.upper, b.upper));
  return {
    ...(constant === undefined ? {} : { constant }),
    ...(bound === undefined ? {} : { bound }),
  };
}

function bestConstant(program: Formulation): Fallback["constant"] {
  const { tables, columns } = program;
  let best: Fallback["constant"];
  tables.alternatives.forEach((_, a) => {
    const point = new Array<Rational>(columns.count).fill(ZERO);
    for (let k = 0; k < tables.profiles; k++) {
      const column = columns.lottery(k, a);
      if (column < 0) return;
      point[column] = ONE;
    }
    if (!program.rows.every((row) => satisfies(row, point))) return;
    const value = program.objective.reduce((sum, cost, j) => add(sum, multiply(cost, point[j])), ZERO);
    if (best !== undefined && compare(value, best.value) <= 0) return;
    const lottery = tables.alternatives.map((_, b) => (a === b ? ONE : ZERO));
    const allocation = Array.from({ length: tables.profiles }, () => lottery);
    const payments = tables.agents.map(() => new Array<Rational>(tables.profiles).fill(ZERO));
    best = { designed: { allocation, payments }, value };
  });
  return best;
}

/**
 * Prices of one kind of participation under which payments cancel out of the objective: on each constraint what the objective
 * makes of the payments it contains. `undefined` where no kind of participation has one constraint for each payment.
 */
function participationPrices(program: Formulation): Rational[] | undefined {
  const charged = program.objective.some(({ n }, j) => n !== 0n && program.free[j]);
  const nothing = program.rows.map(() => ZERO);
  if (!charged) return nothing;
  for (const kind of ["interim-ir", "epistemic-ir", "ex-post-ir", "ex-ante-ir"] as const) {
    const prices = pricesOf(program, kind);
    if (lagrangianBound(program, prices) !== undefined) return prices;
  }
  return undefined;
}

/** −U ≥ … has coefficient w on a payment; the price c/w makes it cancel a cost c. */
function pricesOf(program: Formulation, kind: RowName["kind"]): Rational[] {
  const priced = new Set<number>();
  return program.rows.map(({ name, coefficients }) => {
    if (name.kind !== kind) return ZERO;
    for (const [j, weight] of coefficients) {
      if (!program.free[j] || priced.has(j)) continue;
      for (const other of coefficients.keys()) if (program.free[other]) priced.add(other);
      return divide(program.objective[j], weight);
    }
    return ZERO;
  });
}
