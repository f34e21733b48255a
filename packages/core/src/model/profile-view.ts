import type { Table } from "../numeric/arithmetic.js";
import { composeDirect } from "./composition.js";
import { type Environment, typeCounts } from "./environment.js";
import type { Mechanism } from "./mechanism.js";
import { blocksOf, cellCount, usesCounts } from "./perspective.js";
import { cellSpace } from "./profiles.js";
import { type OutcomeTable, outcomeTable, requireTableFits, tabulate } from "./tabulation.js";

/** The mechanism profile by profile (of true types), or orbit by orbit for a population treated alike. */
export interface ProfileView<N> {
  readonly environment: Environment<N>;
  readonly size: number;
  /** Writes the types of a cell into `target`. */
  write(cell: number, target: Int32Array): void;
  /** Outcomes in the order of the cells. */
  readonly table: OutcomeTable<N>;
  /** f(cell, θ) of the designer, all profiles of the cell together; absent without a prior. */
  readonly prior?: (cell: number, state: number) => N;
}

/** All profiles of types with the outcome when everyone plays its strategy. */
export function profileView<N>(mechanism: Mechanism<N>): ProfileView<N> {
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const byGroup = usesCounts(mechanism);
  const blocks = blocksOf(environment, typeCounts(environment), byGroup);
  requireTableFits(cellCount(blocks), "The list of type profiles");
  const cells = cellSpace(blocks);
  const profile = new Int32Array(environment.agents.length);
  const direct = composeDirect(mechanism);
  const table = byGroup
    ? outcomeTable(environment, cells.size, profile.length, (cell) => {
        cells.write(cell, profile);
        return direct.outcome(profile);
      })
    : tabulate(direct);
  const density = environment.beliefs?.prior;
  const orders = F.table(profile.length);
  const prior = (cell: number, state: number) => {
    cells.write(cell, profile);
    if (cells.counts) cells.writeOrders(F, profile, orders);
    return density!(profile, state, cells.counts ? orders : undefined);
  };
  return {
    environment,
    size: cells.size,
    write: cells.write,
    table,
    ...(density === undefined ? {} : { prior }),
  };
}

/**
 * The belief about the state given all types, π_i(θ | t), of one agent (or of the designer for agent −1).
 * `undefined` where it has no positive weight on t.
 */
export function statePosterior<N>(
  environment: Environment<N>,
  agent: number,
  types: ArrayLike<number>,
): Table<N> | undefined {
  const F = environment.arithmetic;
  const states = environment.states.length;
  const posterior = F.table(states);
  if (states === 1) {
    posterior[0] = F.one;
    return posterior;
  }
  const beliefs = environment.beliefs;
  let mass = F.zero;
  for (let state = 0; state < states; state++) {
    const weight = agent < 0 ? beliefs?.prior?.(types, state) : beliefs?.weight(agent, types, state);
    if (weight === undefined) return undefined;
    posterior[state] = weight;
    mass = F.add(mass, weight);
  }
  if (F.compare(mass, F.zero) <= 0) return undefined;
  for (let state = 0; state < states; state++) posterior[state] = F.divide(posterior[state], mass);
  return posterior;
}

/** E[v_i(a, t, θ) | t] under agent i's own belief about θ given all types (the designer's for agent −1). */
export function valueGivenAllTypes<N>(
  environment: Environment<N>,
  agent: number,
  alternative: number,
  types: ArrayLike<number>,
): N | undefined {
  const F = environment.arithmetic;
  const values = agent < 0 ? environment.designer!.value : environment.values[agent];
  if (!values.dependsOnState) return values.at(alternative, types, 0);
  const posterior = statePosterior(environment, agent, types);
  if (posterior === undefined) return undefined;
  let total = F.zero;
  for (let state = 0; state < posterior.length; state++) {
    if (F.compare(posterior[state], F.zero) > 0)
      total = F.add(total, F.multiply(posterior[state], values.at(alternative, types, state)));
  }
  return total;
}

/** W(a, t): the sum of the agents' values given all types, plus the designer's where it counts; `undefined` as above. */
export function welfare<N>(
  environment: Environment<N>,
  alternative: number,
  types: ArrayLike<number>,
): N | undefined {
  const F = environment.arithmetic;
  let total = F.zero;
  const first = environment.designer?.counts ? -1 : 0;
  for (let agent = first; agent < environment.agents.length; agent++) {
    const value = valueGivenAllTypes(environment, agent, alternative, types);
    if (value === undefined) return undefined;
    total = F.add(total, value);
  }
  return total;
}
