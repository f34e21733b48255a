import { type Environment, hasPrivateValues } from "../model/environment.js";
import type { Table } from "../numeric/arithmetic.js";

/** Alternatives that say who gets one object: the personal field `gets` is 1 for at most one agent and 0 for the others. */
export interface SingleObject<N> {
  /** The alternative in which each agent gets the object. */
  readonly winning: readonly number[];
  /** The alternative in which nobody does. */
  readonly unsold?: number;
  /** v_i(i gets it) − v_i(not), indexed [agent][type]. */
  readonly worth: readonly Table<N>[];
  /** v_i(not), indexed [agent][type]. */
  readonly losing: readonly Table<N>[];
}

const READ_ME =
  "Give each alternative the personal field `gets`, 1 for the agent who gets the object and 0 for the others";

/**
 * Reads who gets the object from the alternatives, or says in a string why they do not describe one object with private values.
 * An agent who does not get the object must not care who does. Cost: agents × types × alternatives.
 */
export function readSingleObject<N>(environment: Environment<N>): SingleObject<N> | string {
  if (!hasPrivateValues(environment))
    return "values must be private (depend on the alternative and the agent's own type alone).";
  const winning = new Array<number>(environment.agents.length).fill(-1);
  let unsold: number | undefined;
  for (let a = 0; a < environment.alternatives.length; a++) {
    const winner = winnerOf(environment, a);
    if (typeof winner === "string") return winner;
    const { name } = environment.alternatives[a];
    if (winner >= 0 ? winning[winner] >= 0 : unsold !== undefined)
      return `the alternative ${name} repeats who gets the object. List each winner once.`;
    if (winner >= 0) winning[winner] = a;
    else unsold = a;
  }
  const excluded = winning.indexOf(-1);
  if (excluded >= 0)
    return `${environment.agents[excluded].name} gets the object in no alternative. ${READ_ME}.`;
  return withWorths(environment, winning, unsold);
}

function winnerOf<N>(environment: Environment<N>, alternative: number): number | string {
  const F = environment.arithmetic;
  const { name, personal } = environment.alternatives[alternative];
  const gets = personal.get("gets");
  if (gets === undefined) return `the alternative ${name} has no field \`gets\`. ${READ_ME}.`;
  let winner = -1;
  for (let i = 0; i < gets.length; i++) {
    const entry = gets[i];
    if (typeof entry === "string") return `\`gets\` of ${name} is not a number. ${READ_ME}.`;
    if (F.compare(entry, F.zero) === 0) continue;
    if (F.compare(entry, F.one) !== 0 || winner >= 0)
      return `\`gets\` of ${name} does not give one whole object to one agent. ${READ_ME}.`;
    winner = i;
  }
  return winner;
}

function withWorths<N>(
  environment: Environment<N>,
  winning: readonly number[],
  unsold: number | undefined,
): SingleObject<N> | string {
  const F = environment.arithmetic;
  const profile = new Int32Array(environment.agents.length);
  const worth: Table<N>[] = [];
  const losing: Table<N>[] = [];
  for (const [i, agent] of environment.agents.entries()) {
    worth.push(F.table(agent.types.length));
    losing.push(F.table(agent.types.length));
    const not = environment.alternatives.flatMap((_, a) => (a === winning[i] ? [] : [a]));
    for (let t = 0; t < agent.types.length; t++) {
      profile[i] = t;
      const value = (a: number) => environment.values[i].at(a, profile, 0);
      const [lost = F.zero, ...others] = not.map(value);
      if (others.some((other) => F.compare(other, lost) !== 0))
        return `${agent.name} of type ${agent.types[t].label} cares about who else gets the object. Use an efficient rule (pivot, vcg) instead.`;
      worth[i][t] = F.subtract(value(winning[i]), lost);
      losing[i][t] = lost;
    }
  }
  return { winning, worth, losing, ...(unsold === undefined ? {} : { unsold }) };
}
