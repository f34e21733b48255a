import type { Table } from "../numeric/arithmetic.js";
import type { Environment } from "./environment.js";

/** What a mechanism does at one profile of messages. */
export interface Outcome<N> {
  /** The alternative chosen for sure, or the probability of each alternative. */
  readonly lottery: number | Table<N>;
  /** What each agent pays the designer; negative when it receives. */
  readonly payments: Table<N>;
}

/** For each type of one agent, the messages it sends and with which probability. */
export type Strategy<N> = readonly (readonly { readonly message: number; readonly probability: N }[])[];

/**
 * A mechanism with the strategies under which it is looked at. Direct: messages are types and everyone tells the truth.
 * Indirect: any finite message sets, with the strategy profile whose equilibrium is in question.
 */
export interface Mechanism<N> {
  readonly name: string;
  readonly environment: Environment<N>;
  readonly direct: boolean;
  /** Names of the messages, indexed [agent][message]. */
  readonly messages: readonly (readonly string[])[];
  readonly strategies: readonly Strategy<N>[];
  /** Whether permuting the messages of alike agents permutes what each of them gets and pays, and changes nothing else. */
  readonly anonymous: boolean;
  outcome(messages: ArrayLike<number>): Outcome<N>;
  /** For `explain`: how the payments of this profile come about, one sentence an agent. */
  reasons?(messages: ArrayLike<number>): readonly string[];
}

/** What a rule supplies; the rest of a direct mechanism follows from the environment. */
export type DirectRule<N> = Pick<Mechanism<N>, "name" | "anonymous" | "outcome"> &
  Partial<Pick<Mechanism<N>, "reasons">>;

/** The direct mechanism of a rule: messages are types, strategies are the truth. */
export function directMechanism<N>(environment: Environment<N>, rule: DirectRule<N>): Mechanism<N> {
  const one = environment.arithmetic.one;
  return {
    ...rule,
    environment,
    direct: true,
    messages: environment.agents.map((agent) => agent.types.map((type) => type.label)),
    strategies: environment.agents.map((agent) =>
      agent.types.map((_, message) => [{ message, probability: one }]),
    ),
  };
}

/** Σ_a g(a) x(a) for a lottery. */
export function expectation<N>(
  environment: Environment<N>,
  lottery: number | Table<N>,
  x: (alternative: number) => N,
): N {
  if (typeof lottery === "number") return x(lottery);
  const F = environment.arithmetic;
  let total = F.zero;
  for (let a = 0; a < lottery.length; a++) {
    if (F.compare(lottery[a], F.zero) !== 0) total = F.add(total, F.multiply(lottery[a], x(a)));
  }
  return total;
}
