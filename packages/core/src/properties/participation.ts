import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import { leftOut, situation } from "./bayesian-ic.js";
import { where } from "./ex-post-ic.js";
import { interimUtilities } from "./interim.js";
import type { CheckOptions, Property } from "./property.js";
import { type Reading, reportCells, type Situation, situations } from "./situations.js";
import { unknownProfiles } from "./support.js";
import { roundingBound, truthfulUtility, valueVector } from "./utilities.js";
import {
  printQuantity,
  quantity,
  undecided,
  type Verdict,
  verdictOf,
  type Witness,
  Worst,
} from "./verdict.js";

const READINGS = {
  exPost: {
    id: "ex-post-ir",
    state: "known",
    others: "truthful",
    over: "every agent and profile of types and possible state",
  },
  epistemic: {
    id: "epistemic-ex-post-ir",
    state: "expected",
    others: "truthful",
    over: "every agent and profile of types, in expectation over the state given all types",
  },
  anyReports: {
    id: "ex-post-ir-any-reports",
    state: "expected",
    others: "any",
    over: "every agent, profile of types and every report of the others",
  },
} as const satisfies Record<string, Reading>;

/** max over i, t, θ possible at t of o_i(t_i) − U_i(t; t, θ). */
export const exPostIR: Property = {
  id: READINGS.exPost.id,
  group: "participation",
  title: "Ex post participation",
  definition: "nobody ends below its outside option at any profile and possible state",
  source: "Okumura (2018), definition 2.2",
  check: (mechanism, options) => checkExPost(mechanism, READINGS.exPost, options),
};

/** The same in expectation over the state under π_i(θ | t). */
export const epistemicExPostIR: Property = {
  id: READINGS.epistemic.id,
  group: "participation",
  title: "Ex post participation, state expected",
  definition: "nobody expects to end below its outside option given all types",
  source: "Brooks (2023), versions of ex post implementation",
  check: (mechanism, options) => checkExPost(mechanism, READINGS.epistemic, options),
};

/** max over i, t, r_{−i} of o_i(t_i) − E_{π_i(θ | t)}[U_i((t_i, r_{−i}); t, θ)]. */
export const exPostIRAnyReports: Property = {
  id: READINGS.anyReports.id,
  group: "participation",
  title: "Ex post participation, any reports",
  definition: "a truthful agent never ends below its outside option, whatever the others report",
  source: "Okumura (2018), remark 2.4",
  check: (mechanism, options) => checkExPost(mechanism, READINGS.anyReports, options),
};

/** max over i, t_i of positive probability of o_i(t_i) − E[U_i(t; t, θ) | t_i]. */
export const interimIR: Property = {
  id: "interim-ir",
  group: "participation",
  title: "Interim participation",
  definition: "every type expects at least its outside option",
  source: "Okumura (2018), definition 2.2",
  check: checkInterimIR,
};

/** max over i of E_f[o_i(t_i) − U_i(t; t, θ)] under the designer's prior. */
export const exAnteIR: Property = {
  id: "ex-ante-ir",
  group: "participation",
  title: "Ex ante participation",
  definition: "every agent expects at least its outside option before learning its type",
  source: "Okumura (2018), definition 2.2",
  check: checkExAnteIR,
};

function checkExPost<N>(mechanism: Mechanism<N>, reading: Reading, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const worst = new Worst(F);
  let missing = 0;
  let errorBound = 0;
  for (const view of perspectives(mechanism)) {
    errorBound = Math.max(errorBound, roundingBound(view, view.stateCount));
    for (const situation of situations(view, reading, options)) {
      if (situation.values === undefined) missing++;
      else compareWithOutside(mechanism, view, reading, situation, situation.values, worst);
    }
  }
  return verdictOf(F, reading.id, worst, {
    over: reading.over,
    errorBound,
    notes: unknownProfiles(missing),
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && missing > 0,
  });
}

function compareWithOutside<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  reading: Reading,
  situation: Situation<N>,
  values: Table<N>,
  worst: Worst<N>,
): void {
  const F = view.environment.arithmetic;
  const { type, cell, state } = situation;
  const outside = view.environment.outsideOptions[view.agent][type];
  const any = reading.others === "any";
  const plays = any ? view.any : view.equilibrium;
  const [from, to] = reportCells(view, reading, situation);
  for (let k = from; k < to; k++) {
    const utility = truthfulUtility(view, plays, type, k, values);
    const shortfall = F.subtract(outside, utility);
    if (worst.beats(shortfall))
      worst.take(shortfall, () =>
        participation(view, type, utility, outside, where(mechanism, view, any, cell, k, state)),
      );
  }
}

function participation<N>(
  view: Perspective<N>,
  type: number | undefined,
  utility: N,
  outside: N,
  where: Pick<Witness, "others" | "othersReports" | "state">,
): Witness {
  const F = view.environment.arithmetic;
  const agent = view.environment.agents[view.agent];
  const label = type === undefined ? undefined : agent.types[type].label;
  const numbers = {
    utility: quantity(F, utility),
    outside: quantity(F, outside),
    shortfall: quantity(F, F.subtract(outside, utility)),
  };
  const who =
    label === undefined ? `${agent.name}, on average over its types,` : `${agent.name} of type ${label}`;
  return {
    kind: "participation",
    agent: agent.name,
    ...(label === undefined ? {} : { type: label }),
    ...where,
    numbers,
    words: `${who} gets ${printQuantity(numbers.utility)} against an outside option of ${printQuantity(numbers.outside)}${situation(where)}.`,
  };
}

function checkInterimIR<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const worst = new Worst(F);
  const notes: string[] = [];
  let errorBound = 0;
  for (const view of perspectives(mechanism)) {
    const interim = interimUtilities(view);
    if (interim === undefined) return undecided(F, "interim-ir", "The model states no beliefs.");
    errorBound = Math.max(errorBound, roundingBound(view, interim.terms));
    for (let t = 0; t < view.typeCount; t++) {
      if (!interim.occurs[t]) {
        notes.push(leftOut(view, t));
        continue;
      }
      const outside = view.environment.outsideOptions[view.agent][t];
      const shortfall = F.subtract(outside, interim.truthful[t]);
      if (worst.beats(shortfall))
        worst.take(shortfall, () => participation(view, t, interim.truthful[t], outside, {}));
    }
  }
  return verdictOf(F, "interim-ir", worst, {
    over: "every agent and type of positive probability, in expectation over the others",
    errorBound,
    notes,
    tolerance: options.tolerance,
  });
}

function checkExAnteIR<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const worst = new Worst(F);
  let errorBound = 0;
  for (const view of perspectives(mechanism)) {
    if (view.prior === undefined)
      return undecided(
        F,
        "ex-ante-ir",
        "The model states no prior of the designer (beliefs.personal.designer).",
      );
    const terms = view.typeCount * view.cells.size * view.stateCount;
    errorBound = Math.max(errorBound, roundingBound(view, terms));
    const { utility, outside } = exAnte(view, view.prior);
    const shortfall = F.subtract(outside, utility);
    if (worst.beats(shortfall))
      worst.take(shortfall, () => participation(view, undefined, utility, outside, {}));
  }
  return verdictOf(F, "ex-ante-ir", worst, {
    over: "every agent, in expectation under the designer's prior",
    errorBound,
    tolerance: options.tolerance,
  });
}

function exAnte<N>(view: Perspective<N>, prior: NonNullable<Perspective<N>["prior"]>) {
  const F = view.environment.arithmetic;
  let utility = F.zero;
  let outside = F.zero;
  for (let t = 0; t < view.typeCount; t++)
    for (let c = 0; c < view.cells.size; c++)
      for (let s = 0; s < view.stateCount; s++) {
        const weight = prior(t, c, s);
        if (F.compare(weight, F.zero) === 0) continue;
        const truth = truthfulUtility(view, view.equilibrium, t, c, valueVector(view, t, c, s));
        utility = F.add(utility, F.multiply(weight, truth));
        outside = F.add(outside, F.multiply(weight, view.environment.outsideOptions[view.agent][t]));
      }
  return { utility, outside };
}
