import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import { misreport } from "./bayesian-ic.js";
import { nameEntries, nameState, typeLabels } from "./naming.js";
import type { CheckOptions, Property } from "./property.js";
import { type Reading, reportCells, type Situation, situations } from "./situations.js";
import { unknownProfiles } from "./support.js";
import { isTruth, roundingBound, truthfulUtility, utility } from "./utilities.js";
import { type Verdict, verdictOf, type Witness, Worst } from "./verdict.js";

const READINGS = {
  dominant: {
    id: "dominant-strategy-ic",
    state: "expected",
    others: "any",
    over: "every agent, profile of types, report, and every report of the others",
  },
  dominantStateKnown: {
    id: "dominant-strategy-ic-state-known",
    state: "known",
    others: "any",
    over: "every agent, profile of types, possible state, report, and every report of the others",
  },
  exPost: {
    id: "ex-post-ic",
    state: "known",
    others: "truthful",
    over: "every agent, profile of types, possible state and report",
  },
  epistemic: {
    id: "epistemic-ex-post-ic",
    state: "expected",
    others: "truthful",
    over: "every agent, profile of types and report, in expectation over the state given all types",
  },
} as const satisfies Record<string, Reading>;

/** max over i, t, r_i ≠ t_i, r_{−i} of E_{π_i(θ | t)}[U_i((r_i, r_{−i}); t, θ) − U_i((t_i, r_{−i}); t, θ)]. */
export const dominantStrategyIC: Property = {
  id: READINGS.dominant.id,
  group: "incentives",
  title: "Dominant-strategy incentive compatibility",
  definition: "truth is best whatever the others report",
  source: "Gibbard (1973); Okumura (2018), definition 2.1",
  check: (mechanism, options) => checkReading(mechanism, READINGS.dominant, options),
};

/** The same at every state declared possible, without the expectation. */
export const dominantStrategyICStateKnown: Property = {
  id: READINGS.dominantStateKnown.id,
  group: "incentives",
  title: "Dominant strategies, state known",
  definition: "truth is best whatever the others report, even knowing the state",
  source: "Brooks (2023), versions of ex post implementation",
  check: (mechanism, options) => checkReading(mechanism, READINGS.dominantStateKnown, options),
};

/** max over i, t, θ possible at t, r_i of U_i((r_i, t_{−i}); t, θ) − U_i(t; t, θ). */
export const exPostIC: Property = {
  id: READINGS.exPost.id,
  group: "incentives",
  title: "Ex post incentive compatibility",
  definition: "truth is best when the others are truthful, even knowing their types and the state",
  source: "Bergemann and Morris (2005)",
  check: (mechanism, options) => checkReading(mechanism, READINGS.exPost, options),
};

/** The same under π_i(θ | t). */
export const epistemicExPostIC: Property = {
  id: READINGS.epistemic.id,
  group: "incentives",
  title: "Epistemic ex post incentive compatibility",
  definition: "truth is best when the others are truthful, even knowing their types (not the state)",
  source: "Brooks (2023), versions of ex post implementation",
  check: (mechanism, options) => checkReading(mechanism, READINGS.epistemic, options),
};

/** Cost: profiles × messages × states (dominance with values that depend on others: × the others' messages). */
function checkReading<N>(mechanism: Mechanism<N>, reading: Reading, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const worst = new Worst(F);
  let errorBound = 0;
  let undefinedProfiles = 0;
  for (const view of perspectives(mechanism)) {
    errorBound = Math.max(
      errorBound,
      roundingBound(view, reading.state === "expected" ? view.stateCount : 1),
    );
    for (const situation of situations(view, reading, options)) {
      if (situation.values === undefined) undefinedProfiles++;
      else compareReports(mechanism, view, reading, situation, situation.values, worst);
    }
  }
  return verdictOf(F, reading.id, worst, {
    over: reading.over,
    errorBound,
    notes: unknownProfiles(undefinedProfiles),
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && undefinedProfiles > 0,
  });
}

function compareReports<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  reading: Reading,
  situation: Situation<N>,
  values: Table<N>,
  worst: Worst<N>,
): void {
  const F = view.environment.arithmetic;
  const { type, cell, state } = situation;
  const any = reading.others === "any";
  const plays = any ? view.any : view.equilibrium;
  const [from, to] = reportCells(view, reading, situation);
  for (let k = from; k < to; k++) {
    const truth = truthfulUtility(view, plays, type, k, values);
    for (let m = 0; m < view.messageCount; m++) {
      if (isTruth(view, type, m)) continue;
      const lie = utility(view, plays, m, k, values);
      const gain = F.subtract(lie, truth);
      if (worst.beats(gain))
        worst.take(gain, () =>
          misreport(mechanism, view, type, m, truth, lie, where(mechanism, view, any, cell, k, state)),
        );
    }
  }
}

/** Names the others' types, their reports where these vary freely, and the state where it is known. */
export function where<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  anyReports: boolean,
  cell: number,
  messageCell: number,
  state: number,
): Pick<Witness, "others" | "othersReports" | "state"> {
  const environment = view.environment;
  const profile = new Int32Array(environment.agents.length);
  const result: { others?: Record<string, string>; othersReports?: Record<string, string>; state?: string } =
    {};
  if (!anyReports || view.valueDependsOnCell || view.valueDependsOnState) {
    view.cells.write(cell, profile);
    result.others = nameEntries(mechanism, typeLabels(environment), profile, view.agent);
  }
  if (anyReports) {
    view.messageCells.write(messageCell, profile);
    result.othersReports = nameEntries(mechanism, mechanism.messages, profile, view.agent);
  }
  const named = state < 0 ? undefined : nameState(environment, state);
  if (named !== undefined) result.state = named;
  return result;
}
