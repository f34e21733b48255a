import { solveProgram } from "../design/solve-program.js";
import type { LinearSolver, StopSignal } from "../lp/solver.js";
import { exact, type Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import type { ExactProgram, SparseRow } from "../numeric/linear-program/exact-program.js";
import { objectiveValue } from "../numeric/linear-program/solve-exactly.js";
import { add, compare, multiply, negate, ONE, type Rational, subtract, ZERO } from "../numeric/rational.js";
import {
  demandTerms,
  incentiveRow,
  orderRows,
  type ProgramRow,
  programColumns,
  revenueCosts,
} from "./bayesian-program.js";
import type { ActiveConstraints, Lie, SetChain } from "./bayesian-session.js";
import { amountsOf, type BorderSystem, borderChain, borderSystems, someoneInside } from "./border.js";
import type { ReducedShares } from "./interim-mechanism.js";
import type { ReducedSale } from "./reduced-sale.js";

export interface ExactReducedOptimum {
  readonly revenue: Rational;
  readonly classes: readonly ReducedShares<Rational>[];
}

/** Pairs of representatives up to which every one is checked in fractions. */
const MOST_PAIRS = 50_000;
/** Times that constraints which doubles took for kept are added. */
const MOST_ROUNDS = 20;

type Sale = ReducedSale<Table<Rational>>;

/**
 * The optimum in fractions: the program over the constraints that mattered in doubles is solved exactly, all others are checked
 * exactly and added where they fail. What it ends with is feasible and, as the optimum under fewer constraints, optimal.
 *
 * Errors: `too-large` beyond 50,000 pairs of representatives, `not-solved` when the pivot limit is reached.
 */
export async function solveReducedExactly(
  sale: Sale,
  constraints: ActiveConstraints,
  options: { readonly solver: LinearSolver; readonly pivotLimit?: number; readonly signal?: StopSignal },
): Promise<ExactReducedOptimum> {
  const pairs = sale.classes.reduce((total, { types }) => total + types * types, 0);
  if (pairs > MOST_PAIRS)
    fail("too-large", "", `${pairs} pairs of types are too many to check in fractions; compute in doubles.`);
  const systems = borderSystems(exact, sale);
  const lies = [...constraints.lies];
  const chains = [...constraints.chains];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { outcome } = await solveProgram(programOf(sale, systems, lies, chains), options);
    if (outcome.kind !== "optimal") break;
    const classes = sharesIn(sale, outcome.primal);
    const brokenLies = liesThatPay(sale, classes);
    const brokenChains = violatedChains(sale, systems, classes);
    if (brokenLies.length + brokenChains.length === 0)
      return { revenue: objectiveValue(programOf(sale, systems, [], []), outcome.primal), classes };
    lies.push(...brokenLies);
    chains.push(...brokenChains);
  }
  return fail("not-solved", "", "The exact method gave up; compute in doubles, or allow more pivots.");
}

function programOf(
  sale: Sale,
  systems: readonly BorderSystem<Rational>[],
  lies: readonly Lie[],
  chains: readonly SetChain[],
): ExactProgram {
  const columns = programColumns(sale);
  const rows = [
    ...orderRows(exact, sale),
    ...lies.map(({ bidderClass: c, type, report }) => incentiveRow(exact, sale, columns[c], c, type, report)),
  ].map(sparseRow);
  const objective = revenueCosts(exact, sale);
  for (const { system, levels } of chains) rows.push(...chainRows(sale, systems[system], levels, objective));
  return { objective, free: objective.map(() => false), rows };
}

function sparseRow({ indices, coefficients, lower, upper }: ProgramRow<Rational>): SparseRow {
  // All rows without a chain read ≥ 0 or = 0.
  const relation = lower !== undefined && upper !== undefined ? "=" : "<=";
  return {
    coefficients: new Map(indices.map((j, k) => [j, negate(coefficients[k])])),
    relation,
    bound: ZERO,
  };
}

/** As `BayesianSession.addChain`, with a slack column a level. */
function chainRows(
  sale: Sale,
  system: BorderSystem<Rational>,
  levels: readonly (readonly number[])[],
  objective: Rational[],
): SparseRow[] {
  const counts = sale.classes.map(({ bidders }) => bidders.length);
  const inside = counts.map(() => ZERO);
  let before = ZERO;
  return levels.map((level, k) => {
    for (const e of level) inside[system.classes[e]] = add(inside[system.classes[e]], system.weights[e]);
    const available = someoneInside(exact, counts, inside);
    const bound = subtract(available, before);
    before = available;
    const { indices, coefficients } = demandTerms(exact, sale, system, level);
    const row = new Map(indices.map((j, p) => [j, coefficients[p]]));
    if (k > 0) row.set(objective.length - 1, negate(ONE));
    row.set(objective.length, ONE);
    objective.push(ZERO);
    return { coefficients: row, relation: "=", bound };
  });
}

function sharesIn(sale: Sale, primal: readonly Rational[]): ReducedShares<Rational>[] {
  return programColumns(sale).map(({ utilities, shares }, c) => ({
    utilities: primal.slice(utilities, shares),
    shares: primal.slice(shares, shares + sale.classes[c].types * sale.goods),
  }));
}

/** Every lie that gains, by fractions. */
function liesThatPay({ classes, goods }: Sale, found: readonly ReducedShares<Rational>[]): Lie[] {
  return classes.flatMap(({ types, values }, bidderClass) => {
    const { utilities, shares } = found[bidderClass];
    const lies: Lie[] = [];
    for (let type = 0; type < types; type++)
      for (let report = 0; report < types; report++) {
        let gain = subtract(utilities[report], utilities[type]);
        for (let k = 0; k < goods; k++)
          gain = add(
            gain,
            multiply(
              shares[report * goods + k],
              subtract(values[type * goods + k], values[report * goods + k]),
            ),
          );
        if (compare(gain, ZERO) > 0) lies.push({ bidderClass, type, report });
      }
    return lies;
  });
}

function violatedChains(
  sale: Sale,
  systems: readonly BorderSystem<Rational>[],
  found: readonly ReducedShares<Rational>[],
): SetChain[] {
  const counts = sale.classes.map(({ bidders }) => bidders.length);
  const shares = found.map((own) => own.shares);
  return systems.flatMap((own, system) => {
    const chain = borderChain(exact, counts, own, amountsOf(exact, own, shares));
    const broken = chain.levels.some((_, k) => compare(chain.demanded[k], chain.available[k]) > 0);
    return broken ? [{ system, levels: chain.levels }] : [];
  });
}
