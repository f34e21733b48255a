import type { Mechanism, Outcome } from "./mechanism.js";
import { remember } from "./remember.js";
import { mixOutcomes } from "./tabulation.js";

/** All message profiles that strategies send at a type profile, with their probabilities; `fixed` agents keep `target`'s entry. */
function* playedMessages<N>(
  mechanism: Mechanism<N>,
  types: ArrayLike<number>,
  target: Int32Array,
  fixed: number,
  from = 0,
): Generator<N> {
  const F = mechanism.environment.arithmetic;
  if (from === target.length) {
    yield F.one;
    return;
  }
  if (from === fixed) {
    yield* playedMessages(mechanism, types, target, fixed, from + 1);
    return;
  }
  for (const { message, probability } of mechanism.strategies[from][types[from]]) {
    target[from] = message;
    for (const rest of playedMessages(mechanism, types, target, fixed, from + 1))
      yield F.multiply(probability, rest);
  }
}

/** Whether every type of every agent sends one message for sure. */
export function hasPureStrategies<N>(mechanism: Mechanism<N>): boolean {
  return mechanism.strategies.every((strategy) => strategy.every((mix) => mix.length === 1));
}

/** Whether alike agents play the same strategy, so that permuting their types permutes their messages. */
export function alikeAgentsPlayAlike<N>(mechanism: Mechanism<N>): boolean {
  if (mechanism.direct) return true;
  const { environment, strategies } = mechanism;
  const plan = (agent: number) =>
    environment.agents[agent].types.map((_, type) => {
      const sent = environment.arithmetic.table(mechanism.messages[agent].length);
      for (const { message, probability } of strategies[agent][type])
        sent[message] = environment.arithmetic.add(sent[message], probability);
      return sent;
    });
  const sameMessages = ({ first, count }: { first: number; count: number }) =>
    mechanism.messages
      .slice(first, first + count)
      .every(
        (list) =>
          list === mechanism.messages[first] || list.join("\n") === mechanism.messages[first].join("\n"),
      );
  if (!environment.groups.every(sameMessages)) return false;
  return environment.groups.every(({ first, count }) => {
    const plans = Array.from({ length: count }, (_, k) => k).filter(
      (k) => strategies[first + k] !== strategies[first],
    );
    const model = plans.length === 0 ? [] : plan(first);
    return plans.every((k) => samePlan(environment.arithmetic, plan(first + k), model));
  });
}

function samePlan<N>(
  F: { compare(a: N, b: N): number },
  one: readonly { readonly length: number; readonly [index: number]: N }[],
  other: typeof one,
): boolean {
  return one.every((sent, type) => {
    if (sent.length !== other[type].length) return false;
    for (let m = 0; m < sent.length; m++) if (F.compare(sent[m], other[type][m]) !== 0) return false;
    return true;
  });
}

/**
 * The outcome when everyone plays its strategy at the types given, except that agent `fixed` (−1 for none) sends the
 * message that stands in `messages`. `messages` is scratch space and is overwritten elsewhere.
 */
export function playedOutcome<N>(
  mechanism: Mechanism<N>,
  types: ArrayLike<number>,
  messages: Int32Array,
  fixed = -1,
): Outcome<N> {
  if (hasPureStrategies(mechanism)) {
    for (let j = 0; j < messages.length; j++)
      if (j !== fixed) messages[j] = mechanism.strategies[j][types[j]][0].message;
    return mechanism.outcome(messages);
  }
  const parts = function* () {
    for (const probability of playedMessages(mechanism, types, messages, fixed))
      yield { probability, outcome: mechanism.outcome(messages) };
  };
  return mixOutcomes(mechanism.environment, parts());
}

/**
 * The direct mechanism of an indirect one: ask for types, then play the strategies for the agents (revelation principle).
 * If the strategies are an equilibrium, truth is one here; the converse fails when an unused message pays.
 */
export function composeDirect<N>(mechanism: Mechanism<N>): Mechanism<N> {
  if (mechanism.direct) return mechanism;
  return remember(known, mechanism, () => composeAfresh(mechanism));
}

const known = new WeakMap<object, unknown>();

function composeAfresh<N>(mechanism: Mechanism<N>): Mechanism<N> {
  const environment = mechanism.environment;
  const one = environment.arithmetic.one;
  return {
    name: `direct form of ${mechanism.name}`,
    environment,
    direct: true,
    anonymous: mechanism.anonymous && alikeAgentsPlayAlike(mechanism),
    messages: environment.agents.map((agent) => agent.types.map((type) => type.label)),
    strategies: environment.agents.map((agent) =>
      agent.types.map((_, message) => [{ message, probability: one }]),
    ),
    outcome: (types) => playedOutcome(mechanism, types, new Int32Array(environment.agents.length)),
  };
}
