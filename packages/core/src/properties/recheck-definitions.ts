import type { Mechanism } from "../model/mechanism.js";
import { parseRational } from "../numeric/rational.js";
import { nameEntries } from "./naming.js";
import type { Quantity } from "./verdict.js";

/*
 * The definitions once more, by plain enumeration of full profiles: no perspectives, no type counts, no tables, no memory.
 * Used only to confirm single numbers, so nothing here is fast.
 */

/** What one agent sends: messages with probabilities. */
export type Plan<N> = readonly { readonly message: number; readonly probability: N }[];

/** All profiles of the given sizes. */
export function* allProfiles(sizes: readonly number[]): Generator<number[]> {
  if (sizes.length === 0) {
    yield [];
    return;
  }
  for (const rest of allProfiles(sizes.slice(0, -1)))
    for (let last = 0; last < sizes[sizes.length - 1]; last++) yield [...rest, last];
}

/** A profile whose entries read as stated, the first one when nothing is stated. */
export function profileNamed<N>(
  mechanism: Mechanism<N>,
  labels: readonly (readonly string[])[],
  entries: Readonly<Record<string, string>> | undefined,
  without: number,
): number[] {
  for (const profile of allProfiles(labels.map((list) => list.length))) {
    const names = nameEntries(mechanism, labels, profile, without);
    if (Object.entries(entries ?? {}).every(([name, label]) => names[name] === label)) return profile;
  }
  throw new Error("The witness names a profile that the model does not have.");
}

export function plansAt<N>(mechanism: Mechanism<N>, types: readonly number[]): Plan<N>[] {
  return types.map((type, i) => mechanism.strategies[i][type]);
}

export function sure<N>(mechanism: Mechanism<N>, message: number): Plan<N> {
  return [{ message, probability: mechanism.environment.arithmetic.one }];
}

/** g(a) and p_i under the plans, as full lists. */
export function play<N>(mechanism: Mechanism<N>, plans: readonly Plan<N>[]) {
  const { arithmetic: F, alternatives, agents } = mechanism.environment;
  const lottery = alternatives.map(() => F.zero);
  const payments = agents.map(() => F.zero);
  for (const choice of allProfiles(plans.map((plan) => plan.length))) {
    const sent = choice.map((k, i) => plans[i][k]);
    const weight = sent.reduce((product, { probability }) => F.multiply(product, probability), F.one);
    const outcome = mechanism.outcome(Int32Array.from(sent, ({ message }) => message));
    alternatives.forEach((_, a) => {
      const share =
        typeof outcome.lottery === "number" ? (outcome.lottery === a ? F.one : F.zero) : outcome.lottery[a];
      lottery[a] = F.add(lottery[a], F.multiply(weight, share));
    });
    agents.forEach((_, i) => {
      payments[i] = F.add(payments[i], F.multiply(weight, outcome.payments[i]));
    });
  }
  return { lottery, payments };
}

/** Σ_a g(a) v(a, t, θ) of one agent, of the designer for −1. */
export function value<N>(
  mechanism: Mechanism<N>,
  agent: number,
  lottery: readonly N[],
  types: readonly number[],
  state: number,
): N {
  const { arithmetic: F, values, designer } = mechanism.environment;
  const own = agent < 0 ? designer!.value : values[agent];
  return lottery.reduce(
    (total, share, a) =>
      F.compare(share, F.zero) === 0 ? total : F.add(total, F.multiply(share, own.at(a, types, state))),
    F.zero,
  );
}

/** Σ weight · f / Σ weight over the (t, θ) given; `undefined` when all weights are 0. */
export function average<N>(
  mechanism: Mechanism<N>,
  points: Iterable<readonly [types: readonly number[], state: number]>,
  weight: (types: readonly number[], state: number) => N,
  f: (types: readonly number[], state: number) => N,
): N | undefined {
  const F = mechanism.environment.arithmetic;
  let [mass, total] = [F.zero, F.zero];
  for (const [types, state] of points) {
    const w = weight(types, state);
    if (F.compare(w, F.zero) === 0) continue;
    mass = F.add(mass, w);
    total = F.add(total, F.multiply(w, f(types, state)));
  }
  return F.compare(mass, F.zero) === 0 ? undefined : F.divide(total, mass);
}

/** E[f(θ) | t] under the belief of an agent (the designer's prior for −1); f alone where nothing depends on the state. */
export function givenTypes<N>(
  mechanism: Mechanism<N>,
  agent: number,
  types: readonly number[],
  f: (state: number) => N,
): N {
  const { beliefs, states, values, designer } = mechanism.environment;
  const own = agent < 0 ? designer!.value : values[agent];
  if (!own.dependsOnState || states.length === 1) return f(0);
  const points = states.map((_, state) => [types, state] as const);
  const weight = (t: readonly number[], s: number) =>
    agent < 0 ? beliefs!.prior!(t, s) : beliefs!.weight(agent, t, s);
  return average(mechanism, points, weight, (_, state) => f(state))!;
}

/** E[f(t, θ) | t_i] under the agent's belief. */
export function givenOwnType<N>(
  mechanism: Mechanism<N>,
  agent: number,
  type: number,
  f: (types: readonly number[], state: number) => N,
): N {
  const { beliefs, states, agents } = mechanism.environment;
  const points = function* () {
    for (const types of allProfiles(agents.map((each) => each.types.length)))
      if (types[agent] === type) for (let s = 0; s < states.length; s++) yield [types, s] as const;
  };
  return average(mechanism, points(), (t, s) => beliefs!.weight(agent, t, s), f)!;
}

/** The number behind a quantity of a report. */
export function read<N>(mechanism: Mechanism<N>, shown: Quantity): N {
  const F = mechanism.environment.arithmetic;
  return shown.exact === undefined ? (shown.value as N) : F.from(parseRational(shown.exact)!);
}
