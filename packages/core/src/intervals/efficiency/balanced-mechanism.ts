import type { Integral } from "../../numeric/quadrature/index.js";
import { balancePayments } from "./balance-payments.js";
import { combination, type EfficientProblem } from "./efficient-problem.js";
import { expectedExternality } from "./expected-externality.js";
import { type LeastUtility, leastUtility, utilityWithFavourableTies } from "./least-utility.js";
import { sureSurplus } from "./sure-surplus.js";

/** Whether efficiency, incentives, participation and a balanced budget go together, and the mechanism if they do. */
export interface BalancedDecision {
  /**
   * `unknown` when the surplus is smaller than the error of its computation, and when ties have positive probability, types have gaps, and
   * the rule for ties at hand runs a deficit that another might not: `impossible` is said of all of them.
   */
  readonly status: "exists" | "impossible" | "unknown";
  /** The largest expected surplus Σ_i E t_i of an efficient, incentive-compatible, individually rational mechanism. */
  readonly surplus: Integral;
  /** Whether the deficit may be due to the rule for ties at hand. */
  readonly ties: boolean;
  /** max(0, −surplus): what an outsider must pay in expectation. */
  readonly minimumSubsidy: number;
  readonly least: readonly LeastUtility[];
  /** Whether all types come from intervals without gaps: then the surplus is that of generalised VCG. */
  readonly connected: boolean;
  /** t*, where a surplus of 0 or more is not ruled out. */
  readonly mechanism?: BalancedMechanism;
}

/** An efficient rule whose payments add up to 0 at every profile. */
export interface BalancedMechanism {
  /** t_i*(θ) = D_i(θ_i) − Σ_{j≠i} D_j(θ_j)/(n − 1) + κ_i, D_i = T_i − E T_i; on intervals t_i^A(θ) − d_i. */
  payments(types: readonly number[]): number[];
  /** E[t_i* | θ_i = x] = T_i(x) − σ_i. */
  interimPayment(agent: number, type: number): number;
  interimUtility(agent: number, type: number): number;
  /** d_i with t_i* = t_i^A − d_i and Σ d_i = 0; absent where types have gaps. */
  readonly offsets?: readonly number[];
  /** σ_i: how the surplus is split, Σ σ_i = surplus. */
  readonly dividends: readonly number[];
}

/**
 * Theorem 2 in both directions. T_i(x) = x Q_i*(x) − U_i(x) with the least utilities U_i are the largest interim payments; D_i are
 * their deviations from the mean, and κ_i = E T_i − σ_i add up to 0. Since types are independent, E[t_i* | x] = T_i(x) − σ_i: incentives
 * are those of T_i, and σ_i ≥ 0 keeps participation.
 *
 * With types on intervals −D_j = e_j − E e_j, so t_i* = t_i^A − d_i, d_i = c_i^A − net_i + σ_i with the *expected* c_i^A; the sum
 * Σ_{j≠i} e_j(θ_j)/(n − 1) itself in its place would let agent 0's payment depend on its own report once more.
 * @param options.surplusTo who gets the surplus: everyone equally (default) or one agent (the source: the first).
 * Source: Efficient mechanism design, Theorem 2; for gaps the least utilities of {@link leastUtility} replace revenue equivalence.
 */
export function balancedDecision(
  problem: EfficientProblem,
  { surplusTo = "everyone" }: { readonly surplusTo?: "everyone" | number } = {},
): BalancedDecision {
  const least = problem.agents.map((agent) => leastUtility(agent, problem.expectedWelfare));
  const connected = least.every((agent) => agent.connected);
  const surplus = largestSurplus(problem, least);
  const { value } = surplus;
  const ties = !connected && value <= -surplus.error && tiesMayHelp(problem);
  const status =
    value >= surplus.error ? "exists" : value > -surplus.error || ties ? "unknown" : "impossible";
  const base = { status, surplus, ties, minimumSubsidy: Math.max(0, -value), least, connected } as const;
  if (status === "impossible" || ties) return base;
  const dividends = least.map((_, i) =>
    surplusTo === "everyone" ? value / least.length : i === surplusTo ? value : 0,
  );
  return { ...base, mechanism: balancedMechanism(problem, base, dividends) };
}

/** Whether the deficit might go away with another rule for ties. */
function tiesMayHelp({ agents, expectedWelfare }: EfficientProblem): boolean {
  if (!agents.some(({ distribution }) => distribution.atoms.length > 0)) return false;
  // Σ E[θ_i Q_i*] = E S whatever happens at ties.
  const { value, error } = combination(
    [1, expectedWelfare],
    ...agents.map((agent) => [-1, utilityWithFavourableTies(agent, expectedWelfare)] as const),
  );
  return value >= -error - 1e-9 * (1 + Math.abs(expectedWelfare.value));
}

/** The largest expected surplus. */
export function largestSurplus(problem: EfficientProblem, least: readonly LeastUtility[]): Integral {
  const sure = sureSurplus(problem);
  if (sure !== undefined) return sure;
  if (!least.every(({ connected }) => connected))
    return combination(...least.map(({ expectedPayment }) => [1, expectedPayment] as const));
  const nets = least.map(
    ({ worstOff: { net, error } }) => [1, { value: net, error, evaluations: 0 }] as const,
  );
  return combination(...nets, [1 - least.length, problem.expectedWelfare]);
}

function balancedMechanism(
  { agents, ...problem }: EfficientProblem,
  { least, connected }: Pick<BalancedDecision, "least" | "connected">,
  dividends: readonly number[],
): BalancedMechanism {
  const largest = (i: number, type: number) => type * agents[i].share(type) - least[i].utility(type);
  const means = least.map(({ expectedPayment }) => expectedPayment.value);
  const { constants } = expectedExternality({ agents, ...problem });
  return {
    payments: balancePayments(
      largest,
      means,
      means.map((mean, i) => mean - dividends[i]),
    ),
    interimPayment: (i, type) => largest(i, type) - dividends[i],
    interimUtility: (i, type) => least[i].utility(type) + dividends[i],
    dividends,
    ...(connected
      ? {
          offsets: least.map(({ worstOff }, i) => constants[i].value - worstOff.net + dividends[i]),
        }
      : {}),
  };
}
