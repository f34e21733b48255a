import { BASIS_STATUS, type Basis } from "../lp/solution.js";
import type { StopSignal } from "../lp/solver.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { ExactProgram, SparseRow } from "../numeric/linear-program/exact-program.js";
import { solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { add, multiply, negate, ONE, type Rational, rational, subtract, ZERO } from "../numeric/rational.js";
import { profileProbabilities, typeAt } from "./dominant-profiles.js";
import { type DominantProgram, firstEntry, type IncentiveRows, resourceColumns } from "./dominant-program.js";
import type { GoodsSale } from "./goods-sale.js";

export interface ExactColumns {
  /** By column of the orbits, in the unit of the values. */
  readonly mechanism: readonly Rational[];
  /** By row, for the revenue itself. */
  readonly prices: readonly Rational[];
}

const BASIC = BASIS_STATUS.indexOf("basic");
/** From a basis that is nearly optimal few pivots are needed, and each factorises afresh. */
const MOST_PIVOTS = 60;

/**
 * Solves the merged program with the given incentive constraints in fractions, from the basis at which the solver ended. Whether
 * the others hold is for `provedRevenue` to say. `undefined` where the basis is too far from optimal.
 *
 * @param basis of the dual program: its nonbasic rows are the basic variables here, its nonbasic columns the basic slacks
 */
export function dominantExactOptimum<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  program: DominantProgram,
  rows: IncentiveRows,
  basis: Basis,
  signal?: StopSignal,
): ExactColumns | undefined {
  const stated = exactProgram(F, sale, program, rows);
  const start: number[] = [];
  basis.rows.forEach((status, column) => {
    if (status !== BASIC) start.push(column);
  });
  basis.columns.forEach((status, row) => {
    if (status !== BASIC) start.push(stated.objective.length + row);
  });
  if (start.length !== stated.rows.length) return undefined;
  const outcome = solveExactly(stated, {
    basis: start,
    pivotLimit: MOST_PIVOTS,
    ...(signal ? { signal } : {}),
  });
  if (outcome.kind !== "optimal") return undefined;
  return { mechanism: outcome.primal, prices: outcome.prices.slice(program.orbits.resources.length) };
}

/** Maximise the revenue over the orbits: resources at most once, then u_i(r) + (v(t_i) − v(r_i))·q_i(r) − u_i(t) ≤ 0. */
function exactProgram<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  program: DominantProgram,
  { truth, report }: IncentiveRows,
): ExactProgram {
  const values = sale.bidders.map((bidder) => Array.from(bidder.values, (value) => F.toRational(value)));
  const objective = exactObjective(F, sale, program, values);
  const supply = Array.from(program.orbits.resources, (resource): SparseRow => {
    const terms = new Terms();
    for (const column of resourceColumns(program, resource)) terms.put(column, ONE);
    return { coefficients: terms.coefficients, relation: "<=", bound: ONE };
  });
  const incentives = truth.map((entry, k) => exactIncentive(program, values, entry, report[k]));
  return { objective, free: objective.map(() => false), rows: [...supply, ...incentives] };
}

function exactObjective<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  program: DominantProgram,
  values: readonly (readonly Rational[])[],
): Rational[] {
  const { profiles, orbits } = program;
  const weights = profileProbabilities(F, sale, profiles);
  return Array.from(orbits.sizes, (size, column) => {
    const { bidder, profile, good } = firstEntry(program, column);
    const weight = multiply(rational(size), F.toRational(weights[profile]));
    if (good === undefined) return negate(weight);
    return multiply(weight, values[bidder][typeAt(profiles, bidder, profile) * profiles.goods + good]);
  });
}

function exactIncentive(
  { profiles, orbits }: DominantProgram,
  values: readonly (readonly Rational[])[],
  truth: number,
  report: number,
): SparseRow {
  const { count, goods, strides } = profiles;
  const bidder = Math.floor(truth / count);
  const type = typeAt(profiles, bidder, truth % count);
  const lie = truth + (report - type) * strides[bidder];
  const own = values[bidder];
  const terms = new Terms();
  terms.put(orbits.utilityColumn[lie], ONE);
  terms.put(orbits.utilityColumn[truth], negate(ONE));
  for (let g = 0; g < goods; g++)
    terms.put(
      orbits.allocationColumn[lie * goods + g],
      subtract(own[type * goods + g], own[report * goods + g]),
    );
  return { coefficients: terms.coefficients, relation: "<=", bound: ZERO };
}

/** Adds up coefficients of the same column. */
class Terms {
  readonly coefficients = new Map<number, Rational>();

  put(column: number, value: Rational): void {
    const sum = add(this.coefficients.get(column) ?? ZERO, value);
    if (sum.n === 0n) this.coefficients.delete(column);
    else this.coefficients.set(column, sum);
  }
}
