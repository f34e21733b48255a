import type { Environment } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";
import { type EfficientAllocation, efficientAllocation } from "./efficient-allocation.js";
import { type MaximalPayments, maximalPayments } from "./maximal-payments.js";
import type { Ties } from "./options.js";
import { firstReason, withoutMoney, withoutPrivateWelfare, withoutTwoAgents } from "./refusals.js";
import { representative } from "./symmetry.js";

/** Whether efficiency, incentives, participation and a balanced budget go together, with the numbers that decide it. */
export interface BalancedDecision<N> {
  readonly exists: boolean;
  /** Σ_i E[P̄_i]: what is left over, or minus the smallest expected deficit. */
  readonly surplus: N;
  /** The same under vcg with the worst-off types as basis: never more. */
  readonly vcgSurplus: N;
  readonly agents: readonly MaximalPayments<N>[];
  /** Bounds the rounding error of the surpluses; 0 when exact. Within it a deficit is taken for zero. */
  readonly errorBound: number;
}

/**
 * Theorem 2 on finite types: an efficient, interim incentive-compatible and individually rational mechanism that balances the
 * budget exists iff Σ_i E[P̄_i] ≥ 0, P̄_i the largest interim payments ({@link maximalPayments}).
 *
 * The efficient choice is the one that the option `ties` makes; another way to break ties has its own answer. On intervals
 * revenue equivalence makes P̄ the vcg payments; on finite types it fails and vcg can be beaten, so both are returned.
 * Errors: `not-applicable` (money, private values, at least two agents, independent types), `too-large`.
 * Cost: agents × types × others' profiles × agents × alternatives, plus types³ per agent.
 * Source: Efficient mechanism design, Theorem 2; the finite version by longest paths (Rochet 1987).
 */
export function balancedDecision<N>(
  environment: Environment<N>,
  options: { readonly ties?: Ties } = {},
): BalancedDecision<N> {
  const reason = balancedRefusal(environment);
  if (reason !== undefined) fail("not-applicable", "", `Balanced mechanisms: ${reason}`);
  return balancedDecisionOf(efficientAllocation(environment, options.ties ?? "lowest-index"));
}

/** The same on values that are tabulated already. */
export function balancedDecisionOf<N>(allocation: EfficientAllocation<N>): BalancedDecision<N> {
  const { environment } = allocation;
  const F = environment.arithmetic;
  const agents: MaximalPayments<N>[] = [];
  for (let i = 0; i < environment.agents.length; i++) {
    const first = representative(environment, i);
    const known = allocation.alike && first < i;
    agents.push(known ? { ...agents[first], agent: i } : maximalPayments(allocation, i));
  }
  const total = (of: (payments: MaximalPayments<N>) => N) =>
    agents.reduce((sum, payments) => F.add(sum, of(payments)), F.zero);
  const surplus = total(({ expected }) => expected);
  const errorBound = 2 * agents.reduce((sum, payments) => sum + payments.errorBound, 0);
  const exists = F.compare(surplus, F.zero) >= 0 || F.toNumber(surplus) + errorBound >= 0;
  return { exists, surplus, vcgSurplus: total(({ underVcg }) => underVcg), agents, errorBound };
}

/** Why the question cannot be put this way. */
export function balancedRefusal<N>(environment: Environment<N>): string | undefined {
  return firstReason(
    environment,
    withoutMoney,
    withoutTwoAgents,
    withoutPrivateWelfare,
    withoutIndependentTypes,
  );
}

function withoutIndependentTypes<N>(environment: Environment<N>): string | undefined {
  if (environment.beliefs?.independent && environment.beliefs.typeProbability) return undefined;
  return "it needs independent types (beliefs: independent). Under correlated types a linear program decides (design).";
}
