import { fail } from "../../numeric/candor-error.js";
import type { Integral } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import type { Distribution } from "../distribution.js";
import { allocationProblem } from "./allocation-problem.js";
import { type BalancedDecision, balancedDecision, largestSurplus } from "./balanced-mechanism.js";
import type { EfficientProblem } from "./efficient-problem.js";
import { leastUtility } from "./least-utility.js";
import { linearOption } from "./outside-option.js";

/** Partners who own one object together: partner i has the share r_i, worth r_i θ_i to it. */
export interface Partnership {
  readonly problem: EfficientProblem;
  /** Whether it can be dissolved efficiently (the object to the partner who values it most), the mechanism, the worst-off types. */
  readonly decision: BalancedDecision;
}

/**
 * Dissolving a partnership: the allocation problem with outside options r_i θ_i; a partner is worst off where Q_i* = r_i.
 * @param distributions of each partner's value. @param shares r_i ≥ 0 that add up to 1 (to 1e-12).
 * @throws CandorError `bad-shares`, and those of {@link allocationProblem}.
 * Source: Cramton, Gibbons and Klemperer (1987); Efficient mechanism design, section 4.2.
 */
export function partnership(distributions: readonly Distribution[], shares: readonly number[]): Partnership {
  requireShares(distributions.length, shares);
  const problem = withShares(partners(distributions), shares);
  return { problem, decision: balancedDecision(problem) };
}

function requireShares(partnerCount: number, shares: readonly number[]): void {
  const total = shares.reduce((sum, r) => sum + r, 0);
  if (shares.length !== partnerCount || !shares.every((r) => r >= 0) || !(Math.abs(total - 1) <= 1e-12))
    fail("bad-shares", "shares", "Give one share ≥ 0 a partner, adding up to 1.", {
      expected: `${partnerCount} shares with sum 1`,
      received: `${shares.join(" + ")} = ${total}`,
    });
}

/** The allocation problem of the partners; shares are set afterwards. */
export function partners(distributions: readonly Distribution[]): EfficientProblem {
  return allocationProblem(
    distributions.map((distribution, i) => ({
      name: `partner ${i + 1}`,
      distribution,
      outside: linearOption(0),
    })),
  );
}

function withShares(problem: EfficientProblem, shares: readonly number[]): EfficientProblem {
  const agents = problem.agents.map((agent, i) => ({ ...agent, outside: linearOption(shares[i]) }));
  return { ...problem, agents };
}

/** The expected surplus of dissolving with these shares: concave in them, ≥ 0 iff it can be done. */
export function dissolutionSurplus(problem: EfficientProblem, shares: readonly number[]): Integral {
  const shared = withShares(problem, shares);
  return largestSurplus(
    shared,
    shared.agents.map((agent) => leastUtility(agent, problem.expectedWelfare)),
  );
}

/**
 * Shares r_i = Q_i*(x) at the one x where they add up to 1. Each partner is worst off at x, where the surplus has the supergradient
 * (−x, …, −x): no other shares have a larger surplus. That needs x among the types of everyone with a share.
 * @throws CandorError `no-common-type` otherwise, as where supports do not overlap.
 */
export function easiestShares({ agents }: EfficientProblem): { type: number; shares: number[] } {
  const total = (x: number) => agents.reduce((sum, { share }) => sum + share(x), 0) - 1;
  const low = Math.min(...agents.map(({ distribution }) => distribution.quantile(1e-9)));
  const high = Math.max(...agents.map(({ distribution }) => distribution.quantile(1 - 1e-9)));
  const type = findRoot(total, low, high);
  const shares = agents.map(({ share }) => share(type));
  const slack = 1e-9 * (1 + Math.abs(type));
  const beyond = agents.some(
    ({ distribution: { support } }, i) =>
      type > support[1] + slack || (type < support[0] - slack && shares[i] > 1e-12),
  );
  if (beyond)
    fail(
      "no-common-type",
      "distributions",
      "not determined, because no one type is worst off for all partners.",
    );
  const sum = shares.reduce((a, b) => a + b, 0);
  return { type, shares: shares.map((r) => r / sum) };
}
