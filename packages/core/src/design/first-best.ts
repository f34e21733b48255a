import { exact } from "../numeric/arithmetic.js";
import { longestPathPotentials } from "../numeric/graphs/index.js";
import { add, compare, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { DesignedTables } from "./designed-tables.js";
import { type FiniteTables, profileSteps } from "./finite-tables.js";
import { tabledObjective } from "./formulation.js";
import type { DesignQuestion } from "./question.js";

/** Profiles that agree but for the agent's own type, each written with type 0, with their weights. */
type Cell = readonly { readonly k: number; readonly weight: Rational }[];

/**
 * The best choice at every profile for itself, with payments from the potential of the incentive constraints (Rochet 1987), where
 * that settles the question without a linear program: payments do not enter the objective, money is not constrained, and no cycle of
 * incentive constraints is positive. Then no constraint costs anything, and the value needs no multipliers.
 *
 * Bayesian constraints under independent beliefs have one graph an agent, arcs w(s, t) = E[v_i(x(s, ·), t) − v_i(x(s, ·), s)] − ε;
 * ex post ones, dominance under private values among them, one for each profile of the others. U(t) = max_s [o(s) + longest path].
 *
 * @returns `undefined` where the question is of another kind or some cycle is positive.
 * Cost: profiles × agents × types evaluations, and the paths.
 */
export function firstBest(tables: FiniteTables, question: DesignQuestion): DesignedTables | undefined {
  const objective = tabledObjective(tables, question.objective);
  const graphs = graphsFor(tables, question);
  const charged = objective.payments.some((row) => row.some(({ n }) => n !== 0n));
  if (graphs === undefined || charged || question.money.length > 0 || question.anonymous || !tables.money)
    return undefined;
  const choice = objective.lotteries.map((worth, k) =>
    worth.reduce((best, value, a) => {
      if (tables.allowed?.[k][a] === false) return best;
      return best < 0 || compare(value, worth[best]) > 0 ? a : best;
    }, -1),
  );
  const payments: Rational[][] = [];
  for (const [i] of tables.agents.entries()) {
    const own = new Array<Rational>(tables.profiles).fill(ZERO);
    for (const cell of graphs.cells(i)) {
      const bound = graphs.bound(i);
      const charges = potentialPayments(tables, question, { choice, i, cell, bound });
      if (charges === undefined) return undefined;
      const { replace } = profileSteps(tables.sizes);
      for (const { k } of cell)
        charges.forEach((charge, t) => {
          own[replace(k, i, t)] = charge;
        });
    }
    payments.push(own);
  }
  const width = tables.alternatives.length;
  const allocation = choice.map((a) => Array.from({ length: width }, (_, b) => (a === b ? exact.one : ZERO)));
  return { allocation, payments };
}

/** The graphs of an agent, and the true types whose constraints bind; `undefined` where constraints are not of this form. */
function graphsFor(tables: FiniteTables, { incentives, participation }: DesignQuestion) {
  const { sizes, profiles, prior, states } = tables;
  const { typeOf } = profileSteps(sizes);
  const range = (count: number) => Array.from({ length: count }, (_, k) => k);
  const others = (i: number) => range(profiles).filter((k) => typeOf(k, i) === 0);
  if (states.length > 1) return undefined;
  const interim = incentives.every((kind) => kind === "bayesian");
  const voluntary = participation.every((kind) => kind === "interim" || kind === "ex-ante");
  if (interim && voluntary && tables.independent && prior !== undefined)
    return {
      cells: (i: number): Cell[] => [averageCell(tables, i, others(i))],
      bound: (i: number) => range(sizes[i]).filter((t) => tables.occurs?.[i][t] !== false),
    };
  if (incentives.includes("dominant") && !isPrivate(tables)) return undefined;
  return {
    cells: (i: number): Cell[] => others(i).map((k) => [{ k, weight: exact.one }]),
    bound: (i: number) => range(sizes[i]),
  };
}

/** The others' profiles with the probabilities that the agent gives them. */
function averageCell({ sizes, prior }: FiniteTables, i: number, others: readonly number[]): Cell {
  const { replace } = profileSteps(sizes);
  const total = (k: number) =>
    Array.from({ length: sizes[i] }, (_, t) => prior![replace(k, i, t)][0]).reduce(add, ZERO);
  return others.map((k) => ({ k, weight: total(k) })).filter(({ weight }) => weight.n > 0n);
}

/** Whether each agent's values depend on its own type alone. */
function isPrivate({ values, sizes, profiles }: FiniteTables): boolean {
  const { typeOf } = profileSteps(sizes);
  return values.every((rows, i) => {
    const first = new Map<number, readonly Rational[]>();
    return Array.from({ length: profiles }, (_, k) => k).every((k) => {
      const known = first.get(typeOf(k, i)) ?? rows[k][0];
      first.set(typeOf(k, i), known);
      return rows[k][0].every((value, a) => compare(value, known[a]) === 0);
    });
  });
}

interface Graph {
  readonly choice: readonly number[];
  readonly i: number;
  readonly cell: Cell;
  readonly bound: readonly number[];
}

/** The payment of each report within one cell; `undefined` when a cycle is positive. */
function potentialPayments(
  tables: FiniteTables,
  { epsilon = ZERO }: DesignQuestion,
  { choice, i, cell, bound }: Graph,
): Rational[] | undefined {
  const { replace } = profileSteps(tables.sizes);
  const types = Array.from({ length: tables.sizes[i] }, (_, t) => t);
  /** v̄(s, t): of reporting s when of type t. */
  const values = types.map((s) =>
    types.map((t) =>
      cell.reduce((sum, { k, weight }) => {
        const value = tables.values[i][replace(k, i, t)][0][choice[replace(k, i, s)]];
        return add(sum, multiply(weight, value));
      }, ZERO),
    ),
  );
  const gain = (s: number, t: number, least: Rational) => subtract(subtract(values[s][t], least), epsilon);
  const weights = bound.flatMap((s) => bound.map((t) => (s === t ? ZERO : gain(s, t, values[s][s]))));
  const start = bound.map((t) => tables.outside[i][t]);
  const found = longestPathPotentials(exact, weights, bound.length, start);
  if (found.kind === "positive-cycle") return undefined;
  const { potentials } = found;
  const larger = (a: Rational, b: Rational) => (compare(a, b) < 0 ? b : a);
  return types.map((z) => {
    const own = bound.indexOf(z);
    // A report of nobody's is charged so much that nobody gains by it.
    return own >= 0
      ? subtract(values[z][z], potentials[own])
      : bound.map((t, p) => gain(z, t, potentials[p])).reduce(larger);
  });
}
