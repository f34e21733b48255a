import type { Mechanism } from "../model/mechanism.js";
import { max } from "../numeric/arithmetic.js";
import { typeLabels } from "./naming.js";
import * as D from "./recheck-definitions.js";
import { recomputeCycle } from "./recompute-cycle.js";
import { recomputeSwap } from "./recompute-swap.js";
import type { Verdict, Witness } from "./verdict.js";

/**
 * The violation a witness claims, computed again from the definitions alone by enumerating profiles: equal to ε − slack of its
 * verdict (up to rounding in doubles). `undefined` when there is no witness. For models of a size one would write by hand.
 *
 * Independent of perspectives, type counts and tables; it shares with the checks only the model and how profiles are named.
 */
export function confirmWitness<N>(mechanism: Mechanism<N>, verdict: Verdict): N | undefined {
  const { witness, property } = verdict;
  if (witness === undefined) return undefined;
  switch (witness.kind) {
    case "misreport":
      return misreport(mechanism, witness, property);
    case "participation":
      return participation(mechanism, witness, property);
    case "profile":
      return profile(mechanism, witness, property);
    case "average":
      return average(mechanism, property);
    case "cycle":
      return recomputeCycle(mechanism, witness, property);
    case "swap":
      return recomputeSwap(mechanism, witness);
  }
}

/** Agent, true types and plans of everyone that a witness names. */
function situation<N>(mechanism: Mechanism<N>, witness: Witness) {
  const { agents, states } = mechanism.environment;
  const agent = agents.findIndex(({ name }) => name === witness.agent);
  const types = D.profileNamed(mechanism, typeLabels(mechanism.environment), witness.others, agent);
  if (witness.type !== undefined)
    types[agent] = agents[agent].types.findIndex(({ label }) => label === witness.type);
  const plans = D.plansAt(mechanism, types);
  if (witness.othersReports) {
    const sent = D.profileNamed(mechanism, mechanism.messages, witness.othersReports, agent);
    sent.forEach((message, j) => {
      if (j !== agent) plans[j] = D.sure(mechanism, message);
    });
  }
  const state = states.findIndex(({ name }) => name === witness.state);
  return { agent, types, plans, state };
}

/** U_i at (t, θ) when everyone follows its plan. */
function utilityAt<N>(
  mechanism: Mechanism<N>,
  agent: number,
  plans: readonly D.Plan<N>[],
  types: readonly number[],
  state: number,
): N {
  const { lottery, payments } = D.play(mechanism, plans);
  const value = D.value(mechanism, agent, lottery, types, state);
  return mechanism.environment.arithmetic.subtract(value, payments[agent]);
}

/** U_i in the situation named: at its state, else in expectation over the state given all types. */
function utilityOf<N>(
  mechanism: Mechanism<N>,
  at: ReturnType<typeof situation<N>>,
  plans: readonly D.Plan<N>[],
): N {
  const f = (state: number) => utilityAt(mechanism, at.agent, plans, at.types, state);
  return at.state >= 0 ? f(at.state) : D.givenTypes(mechanism, at.agent, at.types, f);
}

function misreport<N>(mechanism: Mechanism<N>, witness: Witness, property: string): N {
  const F = mechanism.environment.arithmetic;
  const at = situation(mechanism, witness);
  const lie = D.sure(mechanism, mechanism.messages[at.agent].indexOf(witness.report!));
  const deviate = (plans: readonly D.Plan<N>[]) => plans.map((plan, j) => (j === at.agent ? lie : plan));
  if (property !== "bayesian-ic")
    return F.subtract(utilityOf(mechanism, at, deviate(at.plans)), utilityOf(mechanism, at, at.plans));
  return D.givenOwnType(mechanism, at.agent, at.types[at.agent], (types, state) => {
    const plans = D.plansAt(mechanism, types);
    const gain = (chosen: readonly D.Plan<N>[]) => utilityAt(mechanism, at.agent, chosen, types, state);
    return F.subtract(gain(deviate(plans)), gain(plans));
  });
}

function participation<N>(mechanism: Mechanism<N>, witness: Witness, property: string): N {
  const { arithmetic: F, outsideOptions, agents, beliefs, states } = mechanism.environment;
  const at = situation(mechanism, witness);
  const shortfall = (types: readonly number[], state: number) =>
    F.subtract(
      outsideOptions[at.agent][types[at.agent]],
      utilityAt(mechanism, at.agent, D.plansAt(mechanism, types), types, state),
    );
  if (property === "interim-ir") return D.givenOwnType(mechanism, at.agent, at.types[at.agent], shortfall);
  if (property !== "ex-ante-ir")
    return F.subtract(outsideOptions[at.agent][at.types[at.agent]], utilityOf(mechanism, at, at.plans));
  const points = [...D.allProfiles(agents.map(({ types }) => types.length))].flatMap((types) =>
    states.map((_, state) => [types, state] as const),
  );
  return D.average(mechanism, points, (types, state) => beliefs!.prior!(types, state), shortfall)!;
}

function profile<N>(mechanism: Mechanism<N>, witness: Witness, property: string): N {
  const { arithmetic: F, money, alternatives, agents, designer } = mechanism.environment;
  const types = D.profileNamed(mechanism, typeLabels(mechanism.environment), witness.others, -1);
  const { lottery, payments } = D.play(mechanism, D.plansAt(mechanism, types));
  const paid = payments.reduce(F.add, F.zero);
  if (property === "budget-balance") return max(F, paid, F.negate(paid));
  if (property === "no-deficit" || witness.numbers.payments) return F.negate(paid);
  const everyone = [...agents.keys(), ...(designer?.counts ? [-1] : [])];
  const gains = (better: readonly N[]) =>
    everyone.map((i) =>
      D.givenTypes(mechanism, i, types, (state) =>
        F.subtract(D.value(mechanism, i, better, types, state), D.value(mechanism, i, lottery, types, state)),
      ),
    );
  const total = (list: readonly N[]) => list.reduce(F.add, F.zero);
  if (property === "pareto-efficiency" && !money) {
    const named = alternatives.map(({ name }) => witness.numbers[`probability of ${name}`]);
    if (named.every((share) => share === undefined)) return F.zero;
    return total(gains(named.map((share) => (share === undefined ? F.zero : D.read(mechanism, share)))));
  }
  const loss = alternatives
    .map((_, best) => total(gains(alternatives.map((__, a) => (a === best ? F.one : F.zero)))))
    .reduce((top, gain) => max(F, top, gain));
  return property === "pareto-efficiency" ? F.add(loss, paid) : loss;
}

function average<N>(mechanism: Mechanism<N>, property: string): N {
  const { arithmetic: F, beliefs, states, agents } = mechanism.environment;
  let total = F.zero;
  for (const types of D.allProfiles(agents.map((agent) => agent.types.length))) {
    const paid = D.play(mechanism, D.plansAt(mechanism, types)).payments.reduce(F.add, F.zero);
    states.forEach((_, state) => {
      total = F.add(total, F.multiply(beliefs!.prior!(types, state), paid));
    });
  }
  return property === "budget-balance-ex-ante" ? max(F, total, F.negate(total)) : F.negate(total);
}
