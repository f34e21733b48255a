import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import type { Table } from "../numeric/arithmetic.js";
import { sum } from "../numeric/arithmetic.js";
import { leftOut, situation } from "./bayesian-ic.js";
import { where } from "./ex-post-ic.js";
import { interimUtilities } from "./interim.js";
import type { CheckOptions, Property } from "./property.js";
import { expectedValueVector, roundingBound, truthfulUtility, valueVector } from "./utilities.js";
import {
  printQuantity,
  quantity,
  undecided,
  type Verdict,
  verdictOf,
  type Witness,
  Worst,
} from "./verdict.js";

/** max over i, t, θ possible at t of o_i(t_i) − U_i(t; t, θ). */
export const exPostIR: Property = {
  id: "ex-post-ir",
  group: "participation",
  title: "Ex post participation",
  definition: "nobody ends below its outside option at any profile and possible state",
  source: "Okumura (2018), definition 2.2",
  check: (mechanism, options) => checkExPost(mechanism, "ex-post-ir", options),
};

/** The same in expectation over the state under π_i(θ | t). */
export const epistemicExPostIR: Property = {
  id: "epistemic-ex-post-ir",
  group: "participation",
  title: "Ex post participation, state expected",
  definition: "nobody expects to end below its outside option given all types",
  source: "Brooks (2023), versions of ex post implementation",
  check: (mechanism, options) => checkExPost(mechanism, "epistemic-ex-post-ir", options),
};

/** max over i, t, r_{−i} of o_i(t_i) − E_{π_i(θ | t)}[U_i((t_i, r_{−i}); t, θ)]. */
export const exPostIRAnyReports: Property = {
  id: "ex-post-ir-any-reports",
  group: "participation",
  title: "Ex post participation, any reports",
  definition: "a truthful agent never ends below its outside option, whatever the others report",
  source: "Okumura (2018), remark 2.4",
  check: (mechanism, options) => checkExPost(mechanism, "ex-post-ir-any-reports", options),
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

function checkExPost<N>(mechanism: Mechanism<N>, id: string, options: CheckOptions<N>): Verdict {
  const F = mechanism.environment.arithmetic;
  const worst = new Worst(F);
  let missing = 0;
  let errorBound = 0;
  const any = id === "ex-post-ir-any-reports";
  for (const view of perspectives(mechanism)) {
    errorBound = Math.max(errorBound, roundingBound(view, view.stateCount));
    const known = id === "ex-post-ir" && view.valueDependsOnState;
    // What the others truly are cannot matter when every report is tried and values are private.
    const anyCell = any && !view.valueDependsOnCell && !view.valueDependsOnState;
    const cells = anyCell && options.profiles !== "support" ? 1 : view.cells.size;
    for (let type = 0; type < view.typeCount; type++)
      for (let cell = 0; cell < cells; cell++) {
        if (options.profiles === "support" && outsideSupport(view, type, cell)) continue;
        if (known && !somethingPossible(view, type, cell)) missing++;
        for (let state = known ? 0 : -1; state < (known ? view.stateCount : 0); state++) {
          if (known && !view.possible(type, cell, state)) continue;
          const values = known ? valueVector(view, type, cell, state) : expectedValueVector(view, type, cell);
          if (values === undefined) missing++;
          else compareWithOutside(mechanism, view, { type, cell, state, any, values }, worst);
        }
      }
  }
  return verdictOf(F, id, worst, {
    over: any
      ? "every agent, profile of types and every report of the others"
      : `every agent and profile of types${id === "ex-post-ir" ? " and possible state" : ""}`,
    errorBound,
    notes:
      missing > 0 ? [`${missing} combinations of agent and profile of probability 0 were left out.`] : [],
    tolerance: options.tolerance,
    profiles: options.profiles,
    undecided: worst.value === undefined && missing > 0,
  });
}

function somethingPossible<N>(view: Perspective<N>, type: number, cell: number): boolean {
  for (let state = 0; state < view.stateCount; state++) if (view.possible(type, cell, state)) return true;
  return false;
}

function outsideSupport<N>(view: Perspective<N>, type: number, cell: number): boolean {
  const F = view.environment.arithmetic;
  const density = view.prior ?? view.weight;
  if (density === undefined) return false;
  const total = sum(
    F,
    Array.from({ length: view.stateCount }, (_, state) => density(type, cell, state)),
  );
  return F.compare(total, F.zero) <= 0;
}

function compareWithOutside<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  at: { type: number; cell: number; state: number; any: boolean; values: Table<N> },
  worst: Worst<N>,
): void {
  const F = view.environment.arithmetic;
  const outside = view.environment.outsideOptions[view.agent][at.type];
  const plays = at.any ? view.any : view.equilibrium;
  const last = at.any ? view.messageCells.size : at.cell + 1;
  for (let k = at.any ? 0 : at.cell; k < last; k++) {
    const utility = truthfulUtility(view, plays, at.type, k, at.values);
    const shortfall = F.subtract(outside, utility);
    if (worst.beats(shortfall))
      worst.take(shortfall, () =>
        participation(view, at.type, utility, outside, where(mechanism, view, at.any, at.cell, k, at.state)),
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
