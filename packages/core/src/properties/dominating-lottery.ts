import type { ProfileView } from "../model/profile-view.js";
import { expectedAt } from "../model/tabulation.js";
import { exact, type Table } from "../numeric/arithmetic.js";
import { solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { ONE, type Rational, ZERO } from "../numeric/rational.js";
import { argmax } from "./decision-efficiency.js";
import type { Party } from "./parties.js";

export interface DominatingLottery<N> {
  /** Σ_i (E_{g'} v_i − E_g v_i), at least 0. */
  readonly gain: N;
  /** g' by alternative; absent when nothing can be gained. */
  readonly lottery?: readonly Rational[];
  /** By how much the gain can move per unit by which values and expectations move: 1 + the largest price of not hurting someone. */
  readonly sensitivity: number;
}

/**
 * The lottery that raises total value the most among those that make nobody worse off at one profile, without money.
 * Solved in fractions: doubles are read as the exact fractions they are, and the lottery in place is scaled to sum to 1.
 */
export function dominatingLottery<N>(
  view: ProfileView<N>,
  cell: number,
  parties: readonly Party<N>[],
  total: Table<N>,
): DominatingLottery<N> {
  const F = view.environment.arithmetic;
  const achieved = expectedAt(view.environment, view.table, cell, (a) => total[a]);
  if (F.compare(total[argmax(F, total)], achieved) <= 0) return { gain: F.zero, sensitivity: 1 };
  const current = currentLottery(view, cell);
  const rows = parties.map(({ values }) => current.map((_, a) => F.toRational(values[a])));
  const objective = current.map((_, a) =>
    parties.reduce((sum, { count }, i) => exact.add(sum, times(count, rows[i][a])), ZERO),
  );
  const outcome = solveExactly({
    objective,
    free: current.map(() => false),
    rows: [
      { coefficients: new Map(current.map((_, a) => [a, ONE])), relation: "=", bound: ONE },
      ...rows.map((row) => ({
        coefficients: new Map(row.map((value, a) => [a, exact.negate(value)])),
        relation: "<=" as const,
        bound: exact.negate(dot(row, current)),
      })),
    ],
  });
  if (outcome.kind !== "optimal") throw new Error("The lottery in place dominates itself weakly.");
  const gain = exact.subtract(dot(objective, outcome.primal), dot(objective, current));
  const prices = outcome.prices.slice(1).map(exact.toNumber);
  return { gain: F.from(gain), lottery: outcome.primal, sensitivity: 1 + Math.max(0, ...prices) };
}

function currentLottery<N>(view: ProfileView<N>, cell: number): Rational[] {
  const F = view.environment.arithmetic;
  const { alternatives } = view.environment;
  const weights = alternatives.map((_, b) =>
    F.toRational(expectedAt(view.environment, view.table, cell, (a) => (a === b ? F.one : F.zero))),
  );
  const mass = weights.reduce(exact.add, ZERO);
  return weights.map((weight) => exact.divide(weight, mass));
}

function times(count: number, value: Rational): Rational {
  return exact.multiply({ n: BigInt(count), d: 1n }, value);
}

function dot(a: readonly Rational[], b: readonly Rational[]): Rational {
  return a.reduce((sum, value, k) => exact.add(sum, exact.multiply(value, b[k])), ZERO);
}
