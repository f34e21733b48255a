import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { type AllocationGraph, allocationGraph, valueRows } from "./allocation-graph.js";
import { cycleWitness } from "./cycle-witness.js";
import { where } from "./ex-post-ic.js";
import type { CheckOptions, Property } from "./property.js";
import { unknownProfiles } from "./support.js";
import { roundingBound } from "./utilities.js";
import { type Verdict, verdictOf, type Witness, Worst } from "./verdict.js";

/**
 * max over i, t_{−i} and pairs of ½ [v_i(x(t), t′) + v_i(x(t′), t) − v_i(x(t), t) − v_i(x(t′), t′)]: necessary for implementation, and the same
 * as cyclical monotonicity for cycles of two.
 */
export const weakMonotonicity: Property = {
  id: "weak-monotonicity",
  group: "shape",
  title: "Weak monotonicity",
  definition: "no two types would gain by swapping their outcomes, whatever the others' types",
  source: "Bikhchandani et al. (2006); Okumura (2018), definition 1.5",
  check: checkWeakMonotonicity,
};

/** Cost: types² values per agent and profile of the others. */
function checkWeakMonotonicity<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const direct = composeDirect(mechanism);
  const F = direct.environment.arithmetic;
  const worst = new Worst(F);
  let errorBound = 0;
  let missing = 0;
  for (const view of perspectives(direct)) {
    errorBound = Math.max(errorBound, roundingBound(view, view.stateCount));
    const rowsAt = valueRows(view);
    for (let cell = 0; cell < view.cells.size; cell++) {
      const rows = rowsAt(cell);
      missing += rows.filter((row) => row === undefined).length;
      const graph = allocationGraph(view, cell, rows, options);
      comparePairs(view, graph, worst, () => where(direct, view, false, cell, cell, -1));
    }
  }
  return verdictOf(F, weakMonotonicity.id, worst, {
    over: "every agent, profile of the others and pair of own types",
    errorBound,
    notes: unknownProfiles(missing),
    tolerance: options.tolerance,
    undecided: worst.value === undefined && missing > 0,
  });
}

function comparePairs<N>(
  view: Perspective<N>,
  graph: AllocationGraph<N>,
  worst: Worst<N>,
  place: () => Pick<Witness, "others">,
): void {
  const F = view.environment.arithmetic;
  const half = F.from({ n: 1n, d: 2n });
  const nodes = graph.types.length;
  const { arcs } = graph;
  for (let s = 0; s < nodes; s++)
    for (let t = s + 1; t < nodes; t++) {
      const mean = F.multiply(half, F.add(arcs[s * nodes + t], arcs[t * nodes + s]));
      if (worst.beats(mean)) worst.take(mean, () => cycleWitness(view, graph, [s, t], place()));
    }
}
