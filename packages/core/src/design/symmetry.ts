import { compare, type Rational } from "../numeric/rational.js";
import { type FiniteTables, profileSteps, type Swap } from "./finite-tables.js";
import type { TabledObjective } from "./question.js";
import type { Columns } from "./utility-terms.js";

/**
 * The swaps of alike agents that leave the whole question as it is: values, beliefs, prior, outside options, possible states, allowed
 * alternatives and the objective. Averaging a mechanism over them keeps every constraint and the value, for the constraints are
 * convex and permuted among themselves; so some best mechanism is constant on the orbits of its variables.
 */
export function symmetries(tables: FiniteTables, objective: TabledObjective): Swap[] {
  return tables.swaps.filter((swap) => preserves(tables, objective, swap));
}

/** For each column the smallest column of its orbit under the swaps. */
export function columnOrbits(tables: FiniteTables, columns: Columns, swaps: readonly Swap[]): Int32Array {
  const parent = Int32Array.from({ length: columns.count }, (_, j) => j);
  const find = (j: number): number => {
    while (parent[j] !== j) {
      parent[j] = parent[parent[j]];
      j = parent[j];
    }
    return j;
  };
  const join = (one: number, other: number) => {
    if (one < 0 || other < 0) return;
    const [a, b] = [find(one), find(other)];
    parent[Math.max(a, b)] = Math.min(a, b);
  };
  const { exchange } = profileSteps(tables.sizes);
  for (const swap of swaps)
    for (let k = 0; k < tables.profiles; k++) {
      const other = exchange(k, swap.agents);
      tables.alternatives.forEach((_, a) => {
        join(columns.lottery(k, a), columns.lottery(other, swap.image[a]));
      });
      tables.agents.forEach((_, i) => {
        join(columns.payment(i, k), columns.payment(placeOf(swap, i), other));
      });
    }
  return parent.map((_, j) => find(j));
}

function placeOf({ agents: [i, j] }: Swap, agent: number): number {
  return agent === i ? j : agent === j ? i : agent;
}

function preserves(tables: FiniteTables, objective: TabledObjective, swap: Swap): boolean {
  const { exchange } = profileSteps(tables.sizes);
  const { agents, alternatives, states, values, designer, beliefs, prior, possible, allowed } = tables;
  const same = (a: Rational, b: Rational) => compare(a, b) === 0;
  const eachState = (holds: (s: number) => boolean) => states.every((_, s) => holds(s));
  const eachAgent = (holds: (i: number, place: number) => boolean) =>
    agents.every((_, i) => holds(i, placeOf(swap, i)));
  for (let k = 0; k < tables.profiles; k++) {
    const other = exchange(k, swap.agents);
    const world =
      eachState(
        (s) =>
          possible[k][s] === possible[other][s] &&
          (prior === undefined || same(prior[k][s], prior[other][s])) &&
          (beliefs === undefined ||
            eachAgent((i, place) => same(beliefs[i][k][s], beliefs[place][other][s]))),
      ) && eachAgent((i, place) => same(objective.payments[i][k], objective.payments[place][other]));
    const choices = alternatives.every((_, a) => {
      const image = swap.image[a];
      return (
        allowed?.[k][a] === allowed?.[other][image] &&
        same(objective.lotteries[k][a], objective.lotteries[other][image]) &&
        eachState(
          (s) =>
            (designer === undefined || same(designer[k][s][a], designer[other][s][image])) &&
            eachAgent((i, place) => same(values[i][k][s][a], values[place][other][s][image])),
        )
      );
    });
    if (!(world && choices)) return false;
  }
  return true;
}
