import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { longestPathsFrom, transferRange } from "../numeric/graphs/index.js";
import { type AllocationGraph, allocationGraph, valueRows } from "../properties/allocation-graph.js";
import { roundingBound } from "../properties/utilities.js";
import { type Quantity, quantity } from "../properties/verdict.js";
import { cellIndex } from "./cell-index.js";

export interface TransferOptions<N> {
  /** The type whose payment is fixed, by index. Default: the first whose value is known here. */
  readonly base?: number;
  /** That payment. Default 0. */
  readonly basePayment?: N;
}

export interface TypeTransfer<N> {
  readonly type: string;
  /** Rochet's potential V(t): the longest path base → t; U(t) = V(t) + U(base). */
  readonly potential: N;
  /** v(x(t), t) − U(t): the highest payment that still deters every lie, given the base's. */
  readonly payment: N;
  /** The range of this type's payment over all incentive-compatible payments with the base's fixed. */
  readonly lowest: Quantity;
  readonly highest: Quantity;
}

export type Transfers<N> =
  | {
      readonly kind: "implementable";
      readonly base: string;
      readonly transfers: readonly TypeTransfer<N>[];
      /** Whether every range is a point (revenue equivalence for this agent and these others); in doubles up to rounding. */
      readonly unique: boolean;
      readonly errorBound: number;
    }
  | { readonly kind: "not-implementable"; readonly cycle: readonly string[]; readonly total: Quantity };

/** An agent's graph against the others' types at hand, with the perspective it comes from. */
export interface Located<N> {
  readonly view: Perspective<N>;
  readonly cell: number;
  readonly graph: AllocationGraph<N>;
}

/**
 * The payments that make truth best for one agent when the others' types are known: Rochet's potential, the transfers it gives,
 * and the range of every type's payment once the base type's is fixed. Values are expected over the state given all types.
 *
 * @param profile type indices of all agents; the agent's own entry does not matter.
 * @returns the transfers, or a cycle of types whose total gain no payments deter.
 * Errors: `invalid-index` for an agent or base that is not there. Cost: O(types²), rarely more.
 * Source: Rochet (1987), theorem 1.
 */
export function transfersFor<N>(
  mechanism: Mechanism<N>,
  agent: number,
  profile: ArrayLike<number>,
  options: TransferOptions<N> = {},
): Transfers<N> {
  const { view, graph } = locate(mechanism, agent, profile);
  const F = view.environment.arithmetic;
  const labels = graph.types.map((type) => view.environment.agents[agent].types[type].label);
  const base = options.base === undefined ? 0 : graph.types.indexOf(options.base);
  if (base < 0 || base >= labels.length)
    fail("invalid-index", "options.base", "The base is a type whose value is known against these others.");
  const basePayment = options.basePayment ?? F.zero;
  const weightError = roundingBound(view, view.stateCount);
  const paths = longestPathsFrom(F, graph.arcs, labels.length, base, { weightError });
  const range = transferRange(F, graph.arcs, graph.outcomeValue, base, { basePayment, weightError });
  if (paths.kind === "positive-cycle" || range.kind === "positive-cycle") {
    const found =
      paths.kind === "positive-cycle" ? paths : (range as typeof paths & { kind: "positive-cycle" });
    return {
      kind: "not-implementable",
      cycle: found.cycle.map((k) => labels[k]),
      total: quantity(F, found.weight),
    };
  }
  const start = F.subtract(graph.outcomeValue[base], basePayment);
  const transfers = labels.map((type, t) => ({
    type,
    potential: paths.potentials[t],
    payment: F.subtract(graph.outcomeValue[t], F.add(start, paths.potentials[t])),
    lowest: quantity(F, range.lower[t]),
    highest: quantity(F, range.upper[t]),
  }));
  const unique = transfers.every((_, t) => isZero(F.subtract(range.upper[t], range.lower[t])));
  return { kind: "implementable", base: labels[base], transfers, unique, errorBound: range.errorBound };
  function isZero(width: N): boolean {
    return Math.abs(F.toNumber(width)) <= 2 * (range as { errorBound: number }).errorBound;
  }
}

/** The graph of one agent against the others' types in a profile. */
export function locate<N>(mechanism: Mechanism<N>, agent: number, profile: ArrayLike<number>): Located<N> {
  const direct = composeDirect(mechanism);
  const { agents, groups } = direct.environment;
  if (agents[agent] === undefined)
    fail("invalid-index", "agent", `Agents run from 0 to ${agents.length - 1}; received ${agent}.`);
  const views = perspectives(direct);
  const own = views.find((view) => view.agent === agent);
  const group = groups.find(({ first, count }) => agent >= first && agent < first + count);
  const view = own ?? views.find((each) => each.agent === group!.first)!;
  const cell = cellIndex(direct, view)(profile, agent);
  return { view, cell, graph: allocationGraph(view, cell, valueRows(view)(cell)) };
}

/** v(x(t), t) − U(t) for each node. */
export function paymentsFrom<N>(
  view: Perspective<N>,
  graph: AllocationGraph<N>,
  utilities: Table<N>,
): Table<N> {
  const F = view.environment.arithmetic;
  const payments = F.table(graph.types.length);
  for (let t = 0; t < payments.length; t++) payments[t] = F.subtract(graph.outcomeValue[t], utilities[t]);
  return payments;
}
