import { typeCounts } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { blocksOf, usesCounts } from "../model/perspective.js";
import { type ProfileView, valueGivenAllTypes } from "../model/profile-view.js";
import { isImpersonal } from "../model/symmetry.js";
import type { Table } from "../numeric/arithmetic.js";
import { typeLabels } from "./naming.js";

/** Somebody whose welfare counts at a profile: an agent, all members of a population with the same type, or the designer. */
export interface Party<N> {
  readonly name: string;
  /** An agent it stands for; −1 for the designer. */
  readonly agent: number;
  readonly count: number;
  /** E[v(a) | t] by alternative. */
  readonly values: Table<N>;
}

/** Everyone at one cell, the designer too where the model counts it; `undefined` where somebody has no belief about the state. */
export function partiesAt<N>(
  mechanism: Mechanism<N>,
  view: ProfileView<N>,
  cell: number,
): readonly Party<N>[] | undefined {
  const { environment } = view;
  const profile = new Int32Array(environment.agents.length);
  view.write(cell, profile);
  const alike = usesCounts(mechanism) && isImpersonal(environment);
  const seats = alike ? seatsByType(mechanism, profile) : seatsByAgent(mechanism);
  if (environment.designer?.counts) seats.push({ name: "the designer", agent: -1, count: 1 });
  const parties: Party<N>[] = [];
  for (const seat of seats) {
    const values = environment.arithmetic.table(environment.alternatives.length);
    for (let a = 0; a < values.length; a++) {
      const value = valueGivenAllTypes(environment, seat.agent, a, profile);
      if (value === undefined) return undefined;
      values[a] = value;
    }
    parties.push({ ...seat, values });
  }
  return parties;
}

type Seat = Omit<Party<unknown>, "values">;

function seatsByAgent<N>({ environment }: Mechanism<N>): Seat[] {
  return environment.agents.map(({ name }, agent) => ({ name, agent, count: 1 }));
}

function seatsByType<N>({ environment }: Mechanism<N>, profile: ArrayLike<number>): Seat[] {
  const labels = typeLabels(environment);
  return blocksOf(environment, typeCounts(environment), true).flatMap(({ agents }, g) => {
    if (agents.length === 1)
      return [{ name: environment.agents[agents[0]].name, agent: agents[0], count: 1 }];
    const byType = new Map<number, number[]>();
    for (const agent of agents) {
      const members = byType.get(profile[agent]);
      if (members) members.push(agent);
      else byType.set(profile[agent], [agent]);
    }
    return [...byType].map(([type, members]) => ({
      name: `each ${environment.groups[g].name} of type ${labels[members[0]][type]}`,
      agent: members[0],
      count: members.length,
    }));
  });
}
