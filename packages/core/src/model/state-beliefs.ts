import type { Table } from "../numeric/arithmetic.js";
import { type Environment, typeCounts } from "./environment.js";
import { blocksOf } from "./perspective.js";
import { cellSpace } from "./profiles.js";

/**
 * π_i(θ | t_i): what a type believes about the state from its own signal alone. `undefined` without beliefs or for a type that
 * never occurs. Cost: one pass over the profiles of the others (type counts where alike agents share their beliefs).
 */
export function interimStateBelief<N>(
  environment: Environment<N>,
  agent: number,
  type: number,
): Table<N> | undefined {
  const { beliefs, arithmetic: F } = environment;
  if (beliefs === undefined) return undefined;
  const alike = beliefs.kind === "independent" || beliefs.kind === "signals";
  const cells = cellSpace(blocksOf(environment, typeCounts(environment), alike, agent));
  const types = new Int32Array(environment.agents.length);
  types[agent] = type;
  const orders = F.table(types.length);
  const belief = F.table(environment.states.length);
  let mass = F.zero;
  for (let cell = 0; cell < cells.size; cell++) {
    cells.write(cell, types);
    cells.writeOrders(F, types, orders);
    for (let state = 0; state < belief.length; state++) {
      const weight = beliefs.weight(agent, types, state, orders);
      belief[state] = F.add(belief[state], weight);
      mass = F.add(mass, weight);
    }
  }
  if (F.compare(beliefs.mass(agent, type), F.zero) <= 0 || F.compare(mass, F.zero) <= 0) return undefined;
  for (let state = 0; state < belief.length; state++) belief[state] = F.divide(belief[state], mass);
  return belief;
}
