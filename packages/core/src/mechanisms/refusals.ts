import { type Environment, hasPrivateValues } from "../model/environment.js";

/** Why a rule with payments does not apply to a model without money. */
export function withoutMoney<N>(environment: Environment<N>): string | undefined {
  return environment.money
    ? undefined
    : "it uses payments and the model has no money. Set `money: true` or use a rule without payments (majority, median, dictator).";
}

/** Why a rule for private values does not apply. */
export function withoutPrivateValues<N>(environment: Environment<N>): string | undefined {
  if (hasPrivateValues(environment)) return undefined;
  const i = environment.values.findIndex((value) => value.dependsOnOthers || value.dependsOnState);
  const what = environment.values[i].dependsOnOthers ? "the others' types" : "the state";
  return (
    `the value of ${environment.agents[i].name} depends on ${what}, and the rule asks for private values. ` +
    "State values in the alternative and the agent's own type alone (an expected value, say), or use posterior-payment."
  );
}

/** Why an efficient rule for private values does not apply. */
export function withoutPrivateWelfare<N>(environment: Environment<N>): string | undefined {
  const reason = withoutPrivateValues(environment);
  if (reason !== undefined || !environment.designer?.counts) return reason;
  const { value } = environment.designer;
  if (!value.dependsOnOthers && !value.dependsOnState) return undefined;
  return "the designer's value counts and depends on types or the state. Let it depend on the alternative alone, or do not count it.";
}

/** Why a rule that shares payments among the others does not apply. */
export function withoutTwoAgents<N>(environment: Environment<N>): string | undefined {
  return environment.agents.length >= 2
    ? undefined
    : "it passes payments on to the other agents, so it needs at least two agents.";
}

/** Why a rule that takes expectations under a prior does not apply. */
export function withoutPrior<N>(environment: Environment<N>): string | undefined {
  return environment.beliefs?.prior
    ? undefined
    : "it takes expectations and the model states no prior. Add beliefs: independent, joint or signals, or a designer's prior.";
}

/** The first reason not to apply, if any. */
export function firstReason<N>(
  environment: Environment<N>,
  ...reasons: readonly (<M>(environment: Environment<M>) => string | undefined)[]
): string | undefined {
  for (const reason of reasons) {
    const found = reason(environment);
    if (found !== undefined) return found;
  }
  return undefined;
}
