import type { Environment } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";
import { type EfficientAllocation, efficientAllocation } from "./efficient-allocation.js";
import { type Others, othersOf } from "./others.js";
import { withoutPrivateWelfare } from "./refusals.js";
import { representative } from "./symmetry.js";

/** The type that gains least from an efficient mechanism. */
export interface WorstOff<N> {
  readonly agent: number;
  readonly type: number;
  /** E[S(θ_i, ·) | θ_i] − o_i(θ_i) at that type. */
  readonly gain: N;
  /** The same for every type; `undefined` for types of probability 0. */
  readonly gains: readonly (N | undefined)[];
}

/**
 * Each agent's worst-off type: argmin over θ_i of E[S(θ_i, t_{−i}) | θ_i] − o_i(θ_i), S = the highest total value.
 *
 * The expectation is under the agent's own belief, so it is conditional on θ_i where types are correlated. Only types of positive
 * probability count; ties go to the lowest index. Cost: types × the others' profiles × agents × alternatives per agent (per group
 * of alike agents where the model allows it).
 * Errors: `not-applicable` (values not private), `needs-beliefs`, `too-large`.
 * Source: Efficient mechanism design, section 2.
 */
export function worstOffTypes<N>(environment: Environment<N>): readonly WorstOff<N>[] {
  const reason = withoutPrivateWelfare(environment);
  if (reason !== undefined) fail("not-applicable", "", `Worst-off types: ${reason}`);
  return worstOffTypesOf(efficientAllocation(environment, "uniform"));
}

/** The same on values that are tabulated already. */
export function worstOffTypesOf<N>(allocation: EfficientAllocation<N>): readonly WorstOff<N>[] {
  const { environment } = allocation;
  if (environment.beliefs === undefined)
    fail(
      "needs-beliefs",
      "beliefs",
      "The worst-off types are expectations and the model states no beliefs. Add beliefs or give the option `basis`.",
    );
  const found: WorstOff<N>[] = [];
  for (let i = 0; i < environment.agents.length; i++) {
    const first = representative(environment, i);
    const known = allocation.alike && first < i;
    found.push(known ? { ...found[first], agent: i } : worstOffOf(allocation, i));
  }
  return found;
}

function worstOffOf<N>(allocation: EfficientAllocation<N>, agent: number): WorstOff<N> {
  const { environment } = allocation;
  const F = environment.arithmetic;
  const others = othersOf(environment, agent, "believed", allocation.alike);
  const gains = environment.agents[agent].types.map((_, type) =>
    F.compare(environment.beliefs!.mass(agent, type), F.zero) > 0
      ? F.subtract(expectedSurplus(allocation, others, agent, type), environment.outsideOptions[agent][type])
      : undefined,
  );
  let type = -1;
  for (let t = 0; t < gains.length; t++) {
    const gain = gains[t];
    if (gain !== undefined && (type < 0 || F.compare(gain, gains[type]!) < 0)) type = t;
  }
  return { agent, type, gain: gains[type]!, gains };
}

/** E[S(t_i, t_{−i}) | t_i]. */
function expectedSurplus<N>(
  allocation: EfficientAllocation<N>,
  others: Others<N>,
  agent: number,
  type: number,
): N {
  const F = allocation.environment.arithmetic;
  let sum = F.zero;
  const total = others.each(type, (profile, weight) => {
    const choice = allocation.choose(profile);
    const surplus = allocation.highest(choice, agent, type, type).value;
    sum = F.add(sum, F.multiply(weight, surplus));
  });
  return F.divide(sum, total);
}
