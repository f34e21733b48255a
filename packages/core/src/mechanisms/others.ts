import { type Environment, typeCounts } from "../model/environment.js";
import { blocksOf, cellCount } from "../model/perspective.js";
import { type CellSpace, cellSpace } from "../model/profiles.js";
import { requireTableFits } from "../model/tabulation.js";
import type { Table } from "../numeric/arithmetic.js";

/** Which distribution of the others' types an expectation is under. */
export type Reading =
  /** π_i(t_{−i} | t_i): the agent's own belief. */
  | "believed"
  /** f(t_{−i}): the prior, whatever the agent's type. */
  | "marginal"
  /** f(t_{−i} | t_i): the prior given the agent's type; the marginal where that type has probability 0. */
  | "conditional";

/** The others as one agent expects them. */
export interface Others<N> {
  /**
   * Calls `visit` with every profile of positive weight in which the agent has the type given; weights are relative.
   * Returns their sum, which is positive.
   */
  each(type: number, visit: (profile: Int32Array, weight: N) => void): N;
}

/**
 * All type profiles of the others with their weights under one reading; with `alike` once per type count of alike agents,
 * which is right for whatever permuting them leaves alone. Cost of a pass: others' profiles × agents × states.
 * Errors: `too-large`.
 */
export function othersOf<N>(
  environment: Environment<N>,
  agent: number,
  reading: Reading,
  alike: boolean,
): Others<N> {
  const F = environment.arithmetic;
  const cells = othersCells(environment, agent, alike);
  const profile = new Int32Array(environment.agents.length);
  const orders = F.table(profile.length);
  const pass = (type: number, weigh: Weigh<N>, visit: (profile: Int32Array, weight: N) => void) => {
    let total = F.zero;
    for (let cell = 0; cell < cells.size; cell++) {
      cells.write(cell, profile);
      profile[agent] = type;
      if (cells.counts) cells.writeOrders(F, profile, orders);
      const weight = weigh(profile, cells.counts ? orders : undefined);
      if (F.compare(weight, F.zero) <= 0) continue;
      total = F.add(total, weight);
      visit(profile, weight);
    }
    return total;
  };
  return {
    each(type, visit) {
      const weigh = weightOf(environment, agent, reading);
      const total = pass(type, weigh, visit);
      if (reading !== "conditional" || F.compare(total, F.zero) > 0) return total;
      return pass(type, weightOf(environment, agent, "marginal"), visit);
    },
  };
}

type Weigh<N> = (profile: Int32Array, orders?: Table<N>) => N;

function othersCells<N>(environment: Environment<N>, agent: number, alike: boolean): CellSpace {
  const kind = environment.beliefs?.kind;
  const byGroup = alike && kind !== "joint" && kind !== "personal";
  const blocks = blocksOf(environment, typeCounts(environment), byGroup, agent);
  const name = environment.agents[agent].name;
  requireTableFits(cellCount(blocks), `The list of the others' types that ${name} expects`);
  return cellSpace(blocks);
}

function weightOf<N>(environment: Environment<N>, agent: number, reading: Reading): Weigh<N> {
  const F = environment.arithmetic;
  const beliefs = environment.beliefs!;
  const overStates = (density: (state: number) => N) => {
    let total = density(0);
    for (let state = 1; state < environment.states.length; state++) total = F.add(total, density(state));
    return total;
  };
  if (reading === "believed" || beliefs.kind === "independent")
    return (profile, orders) => overStates((state) => beliefs.weight(agent, profile, state, orders));
  if (reading === "conditional")
    return (profile, orders) => overStates((state) => beliefs.prior!(profile, state, orders));
  return (profile, orders) => {
    const own = profile[agent];
    let total = F.zero;
    for (let t = 0; t < environment.agents[agent].types.length; t++) {
      profile[agent] = t;
      total = F.add(
        total,
        overStates((state) => beliefs.prior!(profile, state, orders)),
      );
    }
    profile[agent] = own;
    return total;
  };
}
