import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { type ProfileView, profileView } from "../model/profile-view.js";
import { expectedAt } from "../model/tabulation.js";
import { sum } from "../numeric/arithmetic.js";
import { expectedRevenue } from "./budget.js";
import { argmax } from "./decision-efficiency.js";
import { interimExpectation, interimUtilities } from "./interim.js";
import { ownQuantity } from "./quantities.js";
import { type Quantity, quantity } from "./verdict.js";

/** One number worth knowing about a mechanism. */
export interface Fact {
  readonly id:
    | "revenue"
    | "welfare"
    | "first-best"
    | "expected-payment"
    | "interim-payment"
    | "interim-utility"
    | "interim-quantity";
  /** What people read, e.g. "expected payment of Buyer". */
  readonly title: string;
  readonly agent?: string;
  readonly type?: string;
  readonly value: Quantity;
}

export interface Facts {
  readonly facts: readonly Fact[];
  /** What could not be computed, and why. */
  readonly notes: readonly string[];
}

/**
 * Revenue E_f Σ_i p_i, expected welfare E_f Σ_a g(a | t) W(a, t), the first best E_f max_a E_f[W(a, t, θ) | t], each agent's expected
 * payment, and by type of positive probability the interim payment, utility and quantity; W adds up the agents' values and
 * the designer's where it counts. Members of a population treated alike appear once. Cost: profiles × alternatives × agents.
 */
export function facts<N>(mechanism: Mechanism<N>): Facts {
  const direct = composeDirect(mechanism);
  const { beliefs, money } = direct.environment;
  const notes: string[] = [];
  const found: Fact[] = [];
  if (beliefs?.prior === undefined)
    notes.push("No prior of the designer is stated, so averages over profiles are left out.");
  else found.push(...averages(direct));
  if (beliefs === undefined) notes.push("No beliefs are stated, so interim numbers are left out.");
  else for (const view of perspectives(direct)) found.push(...interimFacts(view));
  const moneyFacts = new Set<Fact["id"]>(["revenue", "expected-payment", "interim-payment"]);
  return { facts: money ? found : found.filter(({ id }) => !moneyFacts.has(id)), notes };
}

function averages<N>(mechanism: Mechanism<N>): Fact[] {
  const F = mechanism.environment.arithmetic;
  const view = profileView(mechanism);
  const { achieved, best } = expectedWelfare(view);
  const result: Fact[] = [
    { id: "revenue", title: "expected revenue", value: quantity(F, expectedRevenue(view)!) },
    { id: "welfare", title: "expected welfare", value: quantity(F, achieved) },
    { id: "first-best", title: "highest expected welfare", value: quantity(F, best) },
  ];
  for (const view of perspectives(mechanism)) {
    const { agent, prior, typeCount, cells, stateCount, equilibrium } = view;
    let total = F.zero;
    for (let t = 0; t < typeCount; t++)
      for (let c = 0; c < cells.size; c++) {
        const payment = equilibrium.payment[equilibrium.offset[c] + t * equilibrium.stride];
        for (let s = 0; s < stateCount; s++) total = F.add(total, F.multiply(prior!(t, c, s), payment));
      }
    const { name } = mechanism.environment.agents[agent];
    const value = quantity(F, total);
    result.push({
      id: "expected-payment",
      title: `expected payment of ${spokenFor(view)}`,
      agent: name,
      value,
    });
  }
  return result;
}

/** E_f of the total value of the outcome, and of the best alternative given all types under f. */
export function expectedWelfare<N>(view: ProfileView<N>): { achieved: N; best: N } {
  const { environment } = view;
  const F = environment.arithmetic;
  const counted = environment.designer?.counts ? [environment.designer.value] : [];
  const everyone = [...environment.values, ...counted];
  const profile = new Int32Array(environment.agents.length);
  const weighted = F.table(environment.alternatives.length);
  let achieved = F.zero;
  let best = F.zero;
  for (let cell = 0; cell < view.size; cell++) {
    view.write(cell, profile);
    for (let a = 0; a < weighted.length; a++) weighted[a] = F.zero;
    for (let state = 0; state < environment.states.length; state++) {
      const weight = view.prior!(cell, state);
      if (F.compare(weight, F.zero) === 0) continue;
      for (let a = 0; a < weighted.length; a++) {
        const total = sum(
          F,
          everyone.map((values) => values.at(a, profile, state)),
        );
        weighted[a] = F.add(weighted[a], F.multiply(weight, total));
      }
    }
    achieved = F.add(
      achieved,
      expectedAt(environment, view.table, cell, (a) => weighted[a]),
    );
    best = F.add(best, weighted[argmax(F, weighted)]);
  }
  return { achieved, best };
}

/** The agent's name, or "each Voter" for a population treated alike. */
function spokenFor<N>({ environment, agent, speaksFor }: Perspective<N>): string {
  if (speaksFor === 1) return environment.agents[agent].name;
  return `each ${environment.groups.find(({ first }) => first === agent)!.name}`;
}

function interimFacts<N>(view: Perspective<N>): Fact[] {
  const F = view.environment.arithmetic;
  const interim = interimUtilities(view)!;
  const agent = view.environment.agents[view.agent];
  const amount = ownQuantity(view.environment, view.agent);
  return agent.types.flatMap(({ label }, t): Fact[] => {
    if (!interim.occurs[t]) return [];
    const fact = (id: Fact["id"], what: string, value: N): Fact => ({
      id,
      title: `${what} of ${spokenFor(view)} of type ${label}`,
      agent: agent.name,
      type: label,
      value: quantity(F, value),
    });
    return [
      fact("interim-payment", "interim payment", interim.payment[t]),
      fact("interim-utility", "interim utility", interim.truthful[t]),
      ...(amount === undefined
        ? []
        : [fact("interim-quantity", "interim quantity", interimExpectation(view, t, t, amount.at))]),
    ];
  });
}
