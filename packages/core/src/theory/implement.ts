import { composeDirect } from "../model/composition.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives, usesCounts } from "../model/perspective.js";
import { max, type Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { longestPathsFrom, maximumCycleMean } from "../numeric/graphs/index.js";
import {
  type AllocationGraph,
  allocationGraph,
  outcomeExpectations,
  type ValueRows,
  valueRows,
} from "../properties/allocation-graph.js";
import { cycleWitness } from "../properties/cycle-witness.js";
import { cyclicalMonotonicity } from "../properties/cyclical-monotonicity.js";
import { where } from "../properties/ex-post-ic.js";
import type { Verdict, Witness } from "../properties/verdict.js";
import { cellIndex } from "./cell-index.js";
import { paymentsFrom } from "./implementability.js";

export interface Implementation<N> {
  /** `incentive-compatible`: the payments deter every lie; `approximately`: they leave gains of at most ε, and no payments leave less. */
  readonly kind: "incentive-compatible" | "approximately";
  /** The allocation with its new payments; epistemic ex post (plain ex post where no value depends on the state) ε-IC. */
  readonly mechanism: Mechanism<N>;
  /** Cyclical monotonicity of the allocation: its ε is the least ε, its witness the violating (or tightest) cycle. */
  readonly verdict: Verdict;
  /** For each agent and profile of the others that no payments implement: the cycle in the way. */
  readonly obstacles: readonly Witness[];
}

/**
 * Payments for an allocation rule: Rochet's where it is cyclically monotone, otherwise those with the least possible gain from
 * lying, the maximum cycle mean. The first type with a known value pays 0 against every profile of the others.
 *
 * Where nothing is known of a type against some others (probability 0 and a state-dependent value), its report is priced so that
 * nobody wants it. In doubles the rule counts as cyclically monotone when the computed cycle means are at most 0.
 * Errors: `no-money`. Cost: O(types²) values and path steps per agent and profile of the others.
 * Source: Rochet (1987); for ε the duality of maximum cycle means and potentials.
 */
export function implement<N>(mechanism: Mechanism<N>): Implementation<N> {
  const direct = composeDirect(mechanism);
  const { environment } = direct;
  if (!environment.money) fail("no-money", "environment.money", "Payments need a model with money.");
  const obstacles: Witness[] = [];
  const views = perspectives(direct);
  const tables = views.map((view) => paymentTable(direct, view, obstacles));
  const indices = views.map((view) => cellIndex(direct, view));
  const viewOf = environment.agents.map((_, i) => {
    const own = views.findIndex(({ agent }) => agent === i);
    const { first } = environment.groups.find(
      (group) => i >= group.first && i < group.first + group.count,
    ) ?? { first: i };
    return own >= 0 ? own : views.findIndex(({ agent }) => agent === first);
  });
  const priced = directMechanism(environment, {
    name: `${direct.name}, with payments that deter lies`,
    anonymous: usesCounts(direct),
    outcome: (types) => {
      const payments = environment.arithmetic.table(viewOf.length);
      viewOf.forEach((v, i) => {
        payments[i] = tables[v][indices[v](types, i) * views[v].typeCount + types[i]];
      });
      return { lottery: direct.outcome(types).lottery, payments };
    },
  });
  return {
    kind: obstacles.length === 0 ? "incentive-compatible" : "approximately",
    mechanism: priced,
    verdict: cyclicalMonotonicity.check(direct, {}),
    obstacles,
  };
}

/** Payments at [cell · types + type] for one agent. */
function paymentTable<N>(mechanism: Mechanism<N>, view: Perspective<N>, obstacles: Witness[]): Table<N> {
  const F = view.environment.arithmetic;
  const table = F.table(view.cells.size * view.typeCount);
  const rowsAt = valueRows(view);
  for (let cell = 0; cell < view.cells.size; cell++) {
    const rows = rowsAt(cell);
    const graph = allocationGraph(view, cell, rows);
    if (graph.types.length === 0) continue;
    const utilities = leastEnvy(mechanism, view, graph, cell, obstacles);
    const payments = paymentsFrom(view, graph, utilities);
    const offset = cell * view.typeCount;
    graph.types.forEach((type, k) => {
      table[offset + type] = F.subtract(payments[k], payments[0]);
    });
    const shifted = Array.from(graph.types, (_, k) => F.add(utilities[k], payments[0]));
    for (let type = 0; type < view.typeCount; type++)
      if (rows[type] === undefined)
        table[offset + type] = prohibitive(view, cell, type, graph, rows, shifted);
  }
  return table;
}

/** Utilities by node under which no lie gains more than the maximum cycle mean, or nothing when that is not positive. */
function leastEnvy<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  graph: AllocationGraph<N>,
  cell: number,
  obstacles: Witness[],
): Table<N> {
  const F = view.environment.arithmetic;
  const nodes = graph.types.length;
  const paths = longestPathsFrom(F, graph.arcs, nodes, 0);
  if (paths.kind === "potentials") return paths.potentials;
  const worst = maximumCycleMean(F, graph.arcs, nodes)!;
  obstacles.push(cycleWitness(view, graph, worst.cycle, where(mechanism, view, false, cell, cell, -1)));
  return worst.potentials;
}

/** The least payment at which no type wants the outcome of a type about which nothing is known. */
function prohibitive<N>(
  view: Perspective<N>,
  cell: number,
  report: number,
  graph: AllocationGraph<N>,
  rows: ValueRows<N>,
  utilities: readonly N[],
): N {
  const F = view.environment.arithmetic;
  const values = outcomeExpectations(
    view,
    cell,
    graph.types.map((type) => rows[type]!),
  )(report);
  return utilities
    .map((utility, k) => F.subtract(values[k], utility))
    .reduce((top, payment) => max(F, top, payment));
}
