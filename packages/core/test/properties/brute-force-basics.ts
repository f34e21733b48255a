import type { Mechanism } from "../../src/model/mechanism.js";
import { max } from "../../src/numeric/arithmetic.js";
import { allProfiles, average, type plansAt, play, value } from "../../src/properties/recheck-definitions.js";

/*
 * Every property of model.md once more as the largest violation over a plain enumeration: the oracle of the tests.
 * `undefined`: nothing to violate or nothing known.
 */
export type Oracle = <N>(mechanism: Mechanism<N>) => N | undefined;

export function typesOf<N>(mechanism: Mechanism<N>) {
  const { agents, beliefs, states, arithmetic: F } = mechanism.environment;
  const profiles = [...allProfiles(agents.map(({ types }) => types.length))];
  if (!onSupport.has(mechanism) || beliefs?.prior === undefined) return profiles;
  return profiles.filter((t) => states.some((_, s) => F.compare(beliefs.prior!(t, s), F.zero) > 0));
}

/** Mechanisms whose true profiles range over the designer's support only. */
export const onSupport = new WeakSet<object>();

export function largest<N>(
  { environment: { arithmetic: F } }: Mechanism<N>,
  values: readonly (N | undefined)[],
) {
  return values.reduce(
    (top, x) => (x === undefined ? top : top === undefined ? x : max(F, top, x)),
    undefined,
  );
}

export const indices = (n: number) => Array.from({ length: n }, (_, k) => k);

export function utility<N>(
  m: Mechanism<N>,
  i: number,
  plans: ReturnType<typeof plansAt<N>>,
  t: readonly number[],
  s: number,
) {
  const { lottery, payments } = play(m, plans);
  return m.environment.arithmetic.subtract(value(m, i, lottery, t, s), payments[i]);
}

/** The belief-weighted average over states at t, or f itself where values of i do not depend on them. */
export function expected<N>(
  m: Mechanism<N>,
  i: number,
  t: readonly number[],
  f: (s: number) => N,
): N | undefined {
  const { states, beliefs, values, designer } = m.environment;
  if (!(i < 0 ? designer!.value : values[i]).dependsOnState) return f(0);
  if (beliefs === undefined || (i < 0 && beliefs.prior === undefined)) return undefined;
  return average(
    m,
    states.map((_, s) => [t, s] as const),
    (types, s) => (i < 0 ? beliefs.prior!(types, s) : beliefs.weight(i, types, s)),
    (_, s) => f(s),
  );
}

export function known<N>(
  m: Mechanism<N>,
  i: number,
  t: readonly number[],
  f: (s: number) => N,
): N | undefined {
  const { states, beliefs, values, agents, arithmetic: F } = m.environment;
  if (!values[i].dependsOnState) return f(0);
  const somebody = (s: number) =>
    beliefs === undefined ||
    [...agents.keys()].some((j) => F.compare(beliefs.weight(j, t, s), F.zero) > 0) ||
    (beliefs.prior !== undefined && F.compare(beliefs.prior(t, s), F.zero) > 0);
  return largest(
    m,
    indices(states.length).map((s) => (somebody(s) ? f(s) : undefined)),
  );
}

/** Whether sending m is what the strategy does for sure. */
export function isPlan<N>(m: Mechanism<N>, i: number, type: number, message: number) {
  const plan = m.strategies[i][type];
  return plan.length === 1 && plan[0].message === message;
}
