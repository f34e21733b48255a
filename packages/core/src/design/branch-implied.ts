import type { SparseRow } from "../numeric/linear-program/exact-program.js";
import { negate, ONE, type Rational, toDouble } from "../numeric/rational.js";
import { type ChoiceProgram, type PricedColumns, pricedColumns, stillPossible } from "./branch-bound.js";
import type { BranchProof, Choices } from "./branch-tree.js";

/** A row over the choices alone, Σ_j left_j x_j + constant ≥ 0, in doubles for a quick look. */
interface ImpliedRow {
  readonly proof: BranchProof;
  readonly left: Float64Array;
  readonly constant: number;
  /** The choices in which some left_j is not 0. */
  readonly touched: readonly number[];
  exact?: PricedColumns;
}

/** A case after the implied rows have ruled out columns, and those that did. */
export interface Narrowed {
  readonly possible: Choices;
  readonly priced: readonly PricedColumns[];
}

/**
 * The rows that speak of choices alone: those of the program without other columns, and the sums of two in which the other
 * columns cancel. Two incentive constraints that are each other's reverse make such a pair: payments cancel, and what is left is
 * weak monotonicity, which rules out whole pairs of alternatives where the relaxation only weighs them.
 * Source: Bikhchandani et al. (2006), "Weak monotonicity characterizes deterministic dominant-strategy implementation".
 */
export class ImpliedRows {
  readonly #setting: ChoiceProgram;
  readonly #rows: readonly ImpliedRow[];

  constructor(setting: ChoiceProgram) {
    this.#setting = setting;
    this.#rows = [...impliedProofs(setting)].map((proof) => inDoubles(setting, proof));
  }

  /** Rules columns out until nothing changes. Each pass costs the columns of the choices touched, over all implied rows. */
  narrow(possible: Choices): Narrowed {
    const priced: PricedColumns[] = [];
    for (let changed = true; changed; ) {
      changed = false;
      for (const row of this.#rows) {
        if (!promises(row, possible)) continue;
        row.exact ??= pricedColumns(this.#setting, row.proof)!;
        const left = stillPossible(row.exact, possible, undefined);
        if (left === possible) continue;
        priced.push(row.exact);
        possible = left;
        if (possible.some(({ length }) => length === 0)) return { possible, priced };
        changed = true;
      }
    }
    return { possible, priced };
  }
}

/** Whether it looks as if the row ruled a column out. */
function promises({ left, constant, touched }: ImpliedRow, possible: Choices): boolean {
  const most = touched.map((k) => possible[k].reduce((best, j) => Math.max(best, left[j]), -Infinity));
  const total = most.reduce((sum, value) => sum + value, constant);
  return touched.some((k, p) => possible[k].some((j) => total - most[p] + left[j] < -1e-9));
}

function* impliedProofs({ program, chosen, unit }: ChoiceProgram): Generator<BranchProof> {
  const waiting = new Map<string, number[]>();
  for (const [i, row] of program.rows.entries()) {
    if (unit[i]) continue;
    const others = [...row.coefficients].filter(([j]) => !chosen[j]).sort(([a], [b]) => a - b);
    if (others.length === 0) {
      yield contradiction([[i, ONE]]);
      if (row.relation === "=") yield contradiction([[i, negate(ONE)]]);
      continue;
    }
    const reverse = others.map(([j, value]) => [j, negate(value)] as const);
    for (const partner of waiting.get(key(reverse)) ?? []) yield* pair(program.rows, i, partner);
    const same = waiting.get(key(others));
    if (same === undefined) waiting.set(key(others), [i]);
    else same.push(i);
  }
}

function* pair(rows: readonly SparseRow[], i: number, k: number): Generator<BranchProof> {
  yield contradiction([
    [i, ONE],
    [k, ONE],
  ]);
  if (rows[i].relation === "=" && rows[k].relation === "=")
    yield contradiction([
      [i, negate(ONE)],
      [k, negate(ONE)],
    ]);
}

function key(terms: readonly (readonly [column: number, value: Rational])[]): string {
  return terms.map(([j, { n, d }]) => `${j}:${n}/${d}`).join(" ");
}

function contradiction(multipliers: readonly (readonly [number, Rational])[]): BranchProof {
  return { multipliers: new Map(multipliers), contradiction: true };
}

function inDoubles({ program, choices }: ChoiceProgram, proof: BranchProof): ImpliedRow {
  const left = new Float64Array(program.objective.length);
  let constant = 0;
  for (const [i, price] of proof.multipliers) {
    constant += toDouble(price) * toDouble(program.rows[i].bound);
    for (const [j, value] of program.rows[i].coefficients) left[j] -= toDouble(price) * toDouble(value);
  }
  const touched = choices.flatMap((columns, k) => (columns.some((j) => left[j] !== 0) ? [k] : []));
  return { proof, left, constant, touched };
}
