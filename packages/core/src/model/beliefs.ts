import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { rowMajorIndex } from "./profiles.js";

/**
 * What the agents and the designer hold likely. Weights are relative: the belief π_i(t_{−i}, θ | t_i) is
 * `weight(i, t, θ)` divided by `mass(i, t_i)`. With a common prior the weight is the prior itself or, under independence, its
 * part that does not depend on t_i.
 */
export interface Beliefs<N> {
  readonly kind: "independent" | "joint" | "signals" | "personal";
  /** Whether types are independent of each other and of the state; weights then do not depend on the own type. */
  readonly independent: boolean;
  /**
   * The prior f(t, θ) that weighs objectives; absent when beliefs are personal and the file states none. `orders`, by agent, are
   * the factors of {@link CellSpace.writeOrders} when the profile stands for all its permutations; only independent types and
   * signals can be counted like that, the other kinds ignore it.
   */
  prior?(types: ArrayLike<number>, state: number, orders?: Table<N>): N;
  weight(agent: number, types: ArrayLike<number>, state: number, orders?: Table<N>): N;
  /** The total weight of a type's belief; 0 for a type that has probability 0. */
  mass(agent: number, type: number): N;
  /** Prob. of the agent's type under the designer's prior, where there is one. */
  typeProbability?(agent: number, type: number): N;
  /** The marginals, when types are independent: indexed [agent][type]. */
  readonly marginals?: readonly Table<N>[];
  /** ν_i(t_i | θ) of signals: indexed [agent][state · T_i + type]. */
  readonly likelihoods?: readonly Table<N>[];
  /** p(θ), where types are independent of each other given the state. */
  readonly states?: Table<N>;
}

/** p(t, θ) = p(θ) Π_i p_i(t_i). `marginals` is indexed [agent][type], `states` by state; each sums to 1. */
export function independentBeliefs<N>(
  F: Arithmetic<N>,
  marginals: readonly Table<N>[],
  states: Table<N>,
): Beliefs<N> {
  const product = (types: ArrayLike<number>, state: number, except: number, orders?: Table<N>) => {
    let weight = states[state];
    for (let j = 0; j < marginals.length; j++) {
      if (j === except) continue;
      weight = F.multiply(weight, marginals[j][types[j]]);
      if (orders) weight = F.multiply(weight, orders[j]);
    }
    return weight;
  };
  return {
    kind: "independent",
    independent: true,
    marginals,
    states,
    prior: (types, state, orders) => product(types, state, -1, orders),
    weight: (agent, types, state, orders) => product(types, state, agent, orders),
    mass: (agent, type) => (F.compare(marginals[agent][type], F.zero) > 0 ? F.one : F.zero),
    typeProbability: (agent, type) => marginals[agent][type],
  };
}

/** p(t, θ) = p(θ) Π_i ν_i(t_i | θ). `likelihoods` is indexed [agent][state · T_i + type]. */
export function signalBeliefs<N>(
  F: Arithmetic<N>,
  states: Table<N>,
  likelihoods: readonly Table<N>[],
): Beliefs<N> {
  if (states.length === 1) return independentBeliefs(F, likelihoods, states);
  const sizes = likelihoods.map((table) => table.length / states.length);
  if (F.kind === "float") requireAboveUnderflow(F, [states, ...likelihoods]);
  const prior = (types: ArrayLike<number>, state: number, orders?: Table<N>) => {
    let weight = states[state];
    for (let j = 0; j < likelihoods.length; j++) {
      weight = F.multiply(weight, likelihoods[j][state * sizes[j] + types[j]]);
      if (orders) weight = F.multiply(weight, orders[j]);
    }
    return weight;
  };
  const probability = (agent: number, type: number) => {
    let total = F.zero;
    for (let state = 0; state < states.length; state++)
      total = F.add(total, F.multiply(states[state], likelihoods[agent][state * sizes[agent] + type]));
    return total;
  };
  return {
    kind: "signals",
    independent: false,
    likelihoods,
    states,
    prior,
    weight: (_, types, state, orders) => prior(types, state, orders),
    mass: probability,
    typeProbability: probability,
  };
}

/** Smallest probability of a profile that doubles still tell from 0, with room for sums. */
const LEAST_LOG10 = -290;

/** In doubles a profile of signals must not underflow: its posterior would be lost although it is possible. */
function requireAboveUnderflow<N>(F: Arithmetic<N>, factors: readonly Table<N>[]): void {
  let least = 0;
  for (const table of factors) {
    let smallest = 0;
    for (let k = 0; k < table.length; k++)
      if (F.compare(table[k], F.zero) > 0) smallest = Math.min(smallest, Math.log10(F.toNumber(table[k])));
    least += smallest;
  }
  if (least < LEAST_LOG10)
    fail(
      "too-large",
      "beliefs.signals",
      `Some profiles of signals have probabilities near 1e${Math.floor(least)}, which doubles take for 0; use --exact, or fewer agents.`,
    );
}

/** A common prior as a full table, indexed [(row-major profile) · |Θ| + state]. */
export function jointBeliefs<N>(
  F: Arithmetic<N>,
  sizes: readonly number[],
  states: number,
  table: Table<N>,
): Beliefs<N> {
  const masses = sizes.map((size) => F.table(size));
  for (let k = 0; k < table.length; k++) {
    let rest = Math.floor(k / states);
    for (let i = sizes.length - 1; i >= 0; i--) {
      const type = rest % sizes[i];
      masses[i][type] = F.add(masses[i][type], table[k]);
      rest = Math.floor(rest / sizes[i]);
    }
  }
  const prior = (types: ArrayLike<number>, state: number) =>
    table[rowMajorIndex(sizes, types) * states + state];
  return {
    kind: "joint",
    independent: false,
    prior,
    weight: (_, types, state) => prior(types, state),
    mass: (agent, type) => masses[agent][type],
    typeProbability: (agent, type) => masses[agent][type],
  };
}

/**
 * Heterogeneous beliefs without a common prior: `tables[i]` holds π_i(t_{−i}, θ | t_i) at
 * [(row-major profile t) · |Θ| + state]; `designer` is the designer's own prior f(t, θ), if stated.
 */
export function personalBeliefs<N>(
  F: Arithmetic<N>,
  sizes: readonly number[],
  states: number,
  tables: readonly Table<N>[],
  designer?: Table<N>,
): Beliefs<N> {
  const at = (table: Table<N>, types: ArrayLike<number>, state: number) =>
    table[rowMajorIndex(sizes, types) * states + state];
  const own = designer === undefined ? undefined : jointBeliefs(F, sizes, states, designer);
  return {
    kind: "personal",
    independent: false,
    ...(own?.prior === undefined ? {} : { prior: own.prior }),
    ...(own?.typeProbability === undefined ? {} : { typeProbability: own.typeProbability }),
    weight: (agent, types, state) => at(tables[agent], types, state),
    mass: () => F.one,
  };
}
