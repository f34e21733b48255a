import { fail } from "../numeric/candor-error.js";
import { longestPathPotentials, pathTo } from "../numeric/graphs/index.js";
import type { EfficientAllocation } from "./efficient-allocation.js";
import type { InterimOutcomes } from "./interim-outcomes.js";
import { printNumber } from "./words.js";

/** The least interim utility of a type and the chain of incentive constraints that forces it. */
export interface LeastUtility<N> {
  readonly type: number;
  readonly utility: N;
  /** Types from the one whose outside option binds to this one; each would imitate the one before it. */
  readonly path: readonly number[];
  /** The path in words: "0 for type 0 from its outside option, 1/3 more for type 1/2, which could report 0". */
  readonly reason: string;
}

/**
 * U(t) = max_s [o(s) + longest path s → t] over the types in `occurring`, arcs w(s, t) = v̄(s, t) − v̄(s, s).
 * Errors: `not-implementable` when a cycle is positive.
 */
export function leastUtilities<N>(
  allocation: EfficientAllocation<N>,
  agent: number,
  interim: InterimOutcomes<N>,
  occurring: readonly number[],
) {
  const { arithmetic: F, agents, outsideOptions, alternatives } = allocation.environment;
  const types = interim.surplus.length;
  const nodes = occurring.length;
  const weights = F.table(nodes * nodes);
  occurring.forEach((s, k) => {
    occurring.forEach((t, l) => {
      weights[k * nodes + l] = F.subtract(interim.values[s * types + t], interim.values[s * types + s]);
    });
  });
  const start = F.table(nodes);
  occurring.forEach((t, k) => {
    start[k] = outsideOptions[agent][t];
  });
  const terms = interim.terms + alternatives.length + agents.length;
  const weightError = F.errorBound(terms, 4 * largestValue(allocation, agent));
  const found = longestPathPotentials(F, weights, nodes, start, { weightError });
  if (found.kind === "positive-cycle")
    fail(
      "not-implementable",
      "",
      `No payments make the interim choice incentive compatible: ${agents[agent].name} gains around the cycle ${found.cycle.map((k) => agents[agent].types[occurring[k]].label).join(" → ")}.`,
    );
  const utilities = occurring.map((type, k): LeastUtility<N> => {
    const path = pathTo(found.predecessor, k).map((node) => occurring[node]);
    const utility = found.potentials[k];
    return { type, utility, path, reason: printPath(allocation, agent, path, interim) };
  });
  return { utilities, errorBound: found.errorBound + weightError };
}

function largestValue<N>(allocation: EfficientAllocation<N>, agent: number): number {
  const { arithmetic: F, agents, alternatives } = allocation.environment;
  if (F.kind === "exact") return 0;
  let largest = 0;
  for (let t = 0; t < agents[agent].types.length; t++)
    for (let a = 0; a < alternatives.length; a++)
      largest = Math.max(largest, Math.abs(F.toNumber(allocation.value(agent, a, t))));
  return largest;
}

/** "1/2 for type 0 from its outside option, 1/6 more for type 1, which could report 0" */
function printPath<N>(
  allocation: EfficientAllocation<N>,
  agent: number,
  path: readonly number[],
  interim: InterimOutcomes<N>,
): string {
  const { arithmetic: F, agents, outsideOptions } = allocation.environment;
  const types = interim.surplus.length;
  const label = (t: number) => agents[agent].types[t].label;
  const start = `${printNumber(F, outsideOptions[agent][path[0]])} for type ${label(path[0])} from its outside option`;
  const steps = path.slice(1).map((t, k) => {
    const s = path[k];
    const step = F.subtract(interim.values[s * types + t], interim.values[s * types + s]);
    const less = F.compare(step, F.zero) < 0;
    const size = printNumber(F, less ? F.negate(step) : step);
    return `, ${size} ${less ? "less" : "more"} for type ${label(t)}, which could report ${label(s)}`;
  });
  return start + steps.join("");
}
