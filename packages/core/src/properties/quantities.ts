import type { Environment } from "../model/environment.js";
import { printNames } from "./naming.js";

/** What an agent receives, as a number of the alternative alone. */
export interface OwnQuantity<N> {
  /** Where it comes from: the personal field `gets`, or the alternative's number. */
  readonly source: "gets" | "number";
  at(alternative: number): N;
}

/** The agent's `gets` where every alternative states it as a number, else the alternatives' own numbers, else `undefined`. */
export function ownQuantity<N>(environment: Environment<N>, agent: number): OwnQuantity<N> | undefined {
  const { alternatives } = environment;
  const gets = alternatives.map((alternative) => alternative.personal.get("gets")?.[agent]);
  if (gets.every((amount) => amount !== undefined && typeof amount !== "string"))
    return { source: "gets", at: (a) => gets[a] as N };
  const numbers = alternatives.map((alternative) => alternative.number);
  if (numbers.every((number) => number !== undefined))
    return { source: "number", at: (a) => numbers[a] as N };
  return undefined;
}

/** The agent's types from the smallest number to the largest, or `undefined` when some type has no number. */
export function typesByNumber<N>(environment: Environment<N>, agent: number): number[] | undefined {
  const F = environment.arithmetic;
  const { types } = environment.agents[agent];
  if (types.some((type) => type.number === undefined)) return undefined;
  return types.map((_, t) => t).sort((s, t) => F.compare(types[s].number!, types[t].number!));
}

/** max |x(a)| over the alternatives, for rounding bounds. */
export function largestQuantity<N>(environment: Environment<N>, x: (alternative: number) => N): number {
  const F = environment.arithmetic;
  return environment.alternatives.reduce((top, _, a) => Math.max(top, Math.abs(F.toNumber(x(a)))), 0);
}

/** What the model does not state although the property needs it, as a sentence. */
export function missingNumbers<N>(environment: Environment<N>): string | undefined {
  const agents = environment.agents.map((_, i) => i).filter((i) => environment.agents[i].types.length > 1);
  const names = (list: number[]) => printNames(list.map((i) => environment.agents[i].name));
  const unordered = agents.filter((i) => typesByNumber(environment, i) === undefined);
  if (unordered.length > 0)
    return `Types have no numbers to order them by: ${names(unordered)}. Give each type a number.`;
  const without = agents.filter((i) => ownQuantity(environment, i) === undefined);
  if (without.length > 0)
    return `No quantity is stated for ${names(without)}: give every alternative a number or a personal field "gets".`;
  return undefined;
}
