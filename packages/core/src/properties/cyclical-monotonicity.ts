import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { maximumCycleMean } from "../numeric/graphs/index.js";
import { allocationGraph, valueRows } from "./allocation-graph.js";
import { leftOut } from "./bayesian-ic.js";
import { cycleWitness } from "./cycle-witness.js";
import { dominanceGraph, interimGraph } from "./derived-graphs.js";
import { where } from "./ex-post-ic.js";
import { interimUtilities } from "./interim.js";
import type { CheckOptions, Property } from "./property.js";
import { unknownProfiles } from "./support.js";
import { roundingBound } from "./utilities.js";
import { undecided, type Verdict, verdictOf, type Witness, Worst } from "./verdict.js";

/**
 * max over i, t_{−i} of the maximum cycle mean of w(s, t) = v_i(x(s), t) − v_i(x(s), s), values expected over the state given all types:
 * the smallest ε at which some payments make the allocation ε-incentive-compatible in the epistemic ex post sense.
 */
export const cyclicalMonotonicity: Property = {
  id: "cyclical-monotonicity",
  group: "shape",
  title: "Cyclical monotonicity",
  definition: "some payments make truth best at every profile, for anyone who knows the others' types",
  source: "Rochet (1987), theorem 1",
  check: checkExPost,
};

/** max over i of the maximum cycle mean of E[v_i(x(s, t_{−i}), (t, t_{−i})) − v_i(x(s, t_{−i}), (s, t_{−i}))], for independent types. */
export const interimCyclicalMonotonicity: Property = {
  id: "interim-cyclical-monotonicity",
  group: "shape",
  title: "Cyclical monotonicity, interim",
  definition: "some payments make truth best in expectation over the others, when types are independent",
  source: "Rochet (1987), theorem 1, on interim values",
  check: checkInterim,
};

/** max over i, the others' reports and cycles of the mean of d(s, t): see {@link dominanceGraph}. */
export const dominantCyclicalMonotonicity: Property = {
  id: "dominant-cyclical-monotonicity",
  group: "shape",
  title: "Cyclical monotonicity, dominant strategies",
  definition: "some payments make truth best whatever the others report and truly are",
  source: "Rochet (1987), theorem 1, against every report of the others",
  check: checkDominant,
};

/** The worst cycle of one graph, and how far rounding may have moved its mean. */
function worstCycle<N>(
  view: Perspective<N>,
  graph: Parameters<typeof cycleWitness<N>>[1],
  weightError: number,
  worst: Worst<N>,
  place: () => Pick<Witness, "others" | "othersReports">,
): number {
  const F = view.environment.arithmetic;
  if (graph.types.length < 2) return 0;
  const found = maximumCycleMean(F, graph.arcs, graph.types.length, { weightError })!;
  if (worst.beats(found.mean)) worst.take(found.mean, () => cycleWitness(view, graph, found.cycle, place()));
  if (F.kind === "exact") return 0;
  const mean = F.toNumber(found.mean);
  return Math.max(F.toNumber(found.upper) - mean, mean - F.toNumber(found.lower));
}

/** Cost: types² values and a few policy iterations of O(types²) per agent and profile of the others. */
function checkExPost<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const direct = composeDirect(mechanism);
  const F = direct.environment.arithmetic;
  const worst = new Worst(F);
  let errorBound = 0;
  let missing = 0;
  for (const view of perspectives(direct)) {
    const delta = roundingBound(view, view.stateCount);
    const rowsAt = valueRows(view);
    for (let cell = 0; cell < view.cells.size; cell++) {
      const rows = rowsAt(cell);
      missing += rows.filter((row) => row === undefined).length;
      const graph = allocationGraph(view, cell, rows, options);
      const place = () => where(direct, view, false, cell, cell, -1);
      errorBound = Math.max(errorBound, worstCycle(view, graph, delta, worst, place));
    }
  }
  return verdictOf(F, cyclicalMonotonicity.id, worst, {
    over: "every agent, profile of the others and cycle of own types",
    errorBound,
    notes: unknownProfiles(missing),
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && missing > 0,
  });
}

function checkInterim<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const direct = composeDirect(mechanism);
  const { beliefs, arithmetic: F } = direct.environment;
  const id = interimCyclicalMonotonicity.id;
  if (beliefs === undefined) return undecided(F, id, "The model states no beliefs.");
  if (!beliefs.independent)
    return undecided(
      F,
      id,
      "Types are not independent: payments may depend on the others' reports, so any allocation may be implementable; a linear program decides.",
    );
  const worst = new Worst(F);
  const notes: string[] = [];
  let errorBound = 0;
  for (const view of perspectives(direct)) {
    const { occurs, terms } = interimUtilities(view)!;
    occurs.forEach((happens, type) => {
      if (!happens) notes.push(leftOut(view, type));
    });
    const delta = roundingBound(view, terms);
    errorBound = Math.max(
      errorBound,
      worstCycle(view, interimGraph(view)!, delta, worst, () => ({})),
    );
  }
  return verdictOf(F, id, worst, {
    over: "every agent and cycle of own types of positive probability, in expectation over the others",
    errorBound,
    notes,
    tolerance: options.tolerance,
    profiles: options.profiles,
  });
}

/** Cost: as ex post; with values that depend on others' types, times their profiles. */
function checkDominant<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const direct = composeDirect(mechanism);
  const F = direct.environment.arithmetic;
  const worst = new Worst(F);
  let errorBound = 0;
  let missing = 0;
  for (const view of perspectives(direct)) {
    const delta = roundingBound(view, view.stateCount);
    const rowsAt = valueRows(view);
    for (let cell = 0; cell < view.cells.size; cell++)
      missing += rowsAt(cell).filter((row) => row === undefined).length;
    for (let reports = 0; reports < view.cells.size; reports++) {
      const graph = dominanceGraph(view, reports, rowsAt, options);
      const place = () => ({ othersReports: where(direct, view, true, 0, reports, -1).othersReports! });
      errorBound = Math.max(errorBound, worstCycle(view, graph, delta, worst, place));
    }
  }
  return verdictOf(F, dominantCyclicalMonotonicity.id, worst, {
    over: "every agent, profile of the others' reports and cycle of own types, each at the others' true types that matter most",
    errorBound,
    notes: unknownProfiles(missing),
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && missing > 0,
  });
}
