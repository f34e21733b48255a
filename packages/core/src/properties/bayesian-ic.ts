import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { interimUtilities } from "./interim.js";
import { printEntries } from "./naming.js";
import type { CheckOptions, Property } from "./property.js";
import { isTruth, roundingBound } from "./utilities.js";
import {
  printQuantity,
  quantity,
  undecided,
  type Verdict,
  verdictOf,
  type Witness,
  Worst,
} from "./verdict.js";

/**
 * Bayesian incentive compatibility: for every agent i, type t_i of positive probability and message m_i,
 * E[U_i((m_i, s_{−i}(t_{−i})); t, θ) − U_i(s(t); t, θ) | t_i] ≤ ε. For an indirect mechanism: Bayes–Nash equilibrium.
 */
export const bayesianIC: Property = {
  id: "bayesian-ic",
  group: "incentives",
  title: "Bayesian incentive compatibility",
  definition: "no type expects to gain from another report when the others are truthful",
  source: "Harsanyi (1967); d'Aspremont and Gérard-Varet (1979)",
  check: checkBayesianIC,
};

/** Cost: one pass over the profiles per agent under independence and private values, else profiles × messages. */
export function checkBayesianIC<N>(mechanism: Mechanism<N>, options: CheckOptions<N> = {}): Verdict {
  const F = mechanism.environment.arithmetic;
  const worst = new Worst(F);
  const notes: string[] = [];
  let errorBound = 0;
  for (const view of perspectives(mechanism)) {
    const interim = interimUtilities(view);
    if (interim === undefined) return undecided(F, bayesianIC.id, "The model states no beliefs.");
    errorBound = Math.max(errorBound, roundingBound(view, interim.terms));
    for (let t = 0; t < view.typeCount; t++) {
      if (!interim.occurs[t]) {
        notes.push(leftOut(view, t));
        continue;
      }
      for (let m = 0; m < view.messageCount; m++) {
        if (isTruth(view, t, m)) continue;
        const lie = interim.byMessage[t * view.messageCount + m];
        const gain = F.subtract(lie, interim.truthful[t]);
        if (worst.beats(gain))
          worst.take(gain, () => misreport(mechanism, view, t, m, interim.truthful[t], lie, {}));
      }
    }
  }
  return verdictOf(F, bayesianIC.id, worst, {
    over: "every agent, type of positive probability and report, in expectation over the others",
    errorBound,
    notes,
    tolerance: options.tolerance,
  });
}

/** The note on a type that never occurs. */
export function leftOut<N>(view: Perspective<N>, type: number): string {
  const agent = view.environment.agents[view.agent];
  return `${agent.name} of type ${agent.types[type].label} has probability 0 and was left out.`;
}

/** The witness of a profitable (or nearly profitable) report. */
export function misreport<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
  type: number,
  message: number,
  truth: N,
  lie: N,
  where: Pick<Witness, "others" | "othersReports" | "state">,
): Witness {
  const F = view.environment.arithmetic;
  const agent = view.environment.agents[view.agent];
  const report = mechanism.messages[view.agent][message];
  const gain = F.subtract(lie, truth);
  const numbers = { truth: quantity(F, truth), lie: quantity(F, lie), gain: quantity(F, gain) };
  const verb = mechanism.direct ? "reporting" : "sending";
  const size = printQuantity(quantity(F, F.compare(gain, F.zero) >= 0 ? gain : F.negate(gain)));
  const effect =
    F.compare(gain, F.zero) > 0
      ? `gains ${size}`
      : F.compare(gain, F.zero) < 0
        ? `loses ${size}`
        : "gains nothing";
  return {
    kind: "misreport",
    agent: agent.name,
    type: agent.types[type].label,
    report,
    ...where,
    numbers,
    words: `${agent.name} of type ${agent.types[type].label} ${effect} by ${verb} ${report}${situation(where)}.`,
  };
}

/** ", when Buyer = 1/2 and the state is good" */
export function situation(where: Pick<Witness, "others" | "othersReports" | "state">): string {
  const parts: string[] = [];
  if (where.others && Object.keys(where.others).length > 0) parts.push(printEntries(where.others));
  if (where.othersReports && Object.keys(where.othersReports).length > 0)
    parts.push(`the others report ${printEntries(where.othersReports)}`);
  if (where.state !== undefined) parts.push(`the state is ${where.state}`);
  return parts.length === 0 ? "" : ` when ${parts.join(" and ")}`;
}
