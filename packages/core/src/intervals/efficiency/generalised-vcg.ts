import { fail } from "../../numeric/candor-error.js";
import type { Integral } from "../../numeric/quadrature/index.js";
import { expectation } from "../expectation.js";
import {
  combination,
  type EfficientProblem,
  type InterimAgent,
  typeIntervals,
  welfareAt,
} from "./efficient-problem.js";
import { netGain, type WorstOff, worstOff } from "./worst-off.js";

/** VCG(θ̲): efficient, with truth dominant. */
export interface GeneralisedVcg {
  /** θ̲_i. */
  readonly basis: readonly number[];
  readonly worstOff: readonly WorstOff[];
  /** t_i(θ) = S(θ̲_i, θ_{−i}) − S_{−i}(θ) − IR_i(θ̲_i), S_{−i}(θ) = Σ_{j≠i} θ_j k_j(θ). */
  payments(types: readonly number[]): number[];
  /** E[t_i | θ_i = x]. */
  interimPayment(agent: number, type: number): number;
  /** E t_i; at the worst-off types the most any efficient, incentive-compatible, individually rational rule collects (types on one interval). */
  readonly expectedPayments: readonly Integral[];
  /** Σ_i E t_i = Σ_i net_i − (n − 1) E S; a deficit when negative. */
  readonly surplus: Integral;
  /** By how much participation fails for the worst-off type of each agent; 0 with the default basis. */
  readonly shortfalls: readonly number[];
}

/**
 * Generalised VCG at the worst-off types, or at a basis of the caller's, which keeps incentives and may break participation.
 * @param options.basis one finite type an agent.
 * @throws CandorError `bad-basis` for a basis of the wrong length or with types that an agent cannot have.
 * Source: Efficient mechanism design, section 2; Krishna and Perry (1998).
 */
export function generalisedVcg(
  problem: EfficientProblem,
  options: { readonly basis?: readonly number[] } = {},
): GeneralisedVcg {
  const { agents, expectedWelfare } = problem;
  const lowest = agents.map(worstOff);
  const basis = options.basis ?? lowest.map(({ type }) => type);
  if (options.basis !== undefined) requireBasis(agents, basis);
  const nets = agents.map((agent, i): Integral => {
    if (options.basis === undefined) return { value: lowest[i].net, error: lowest[i].error, evaluations: 0 };
    return { ...agent.welfare(basis[i]), value: netGain(agent, basis[i]) };
  });
  const ownValues = agents.map(({ distribution, share, breakpoints }) =>
    expectation(distribution, (x) => x * share(x), { breakpoints }),
  );
  return {
    basis,
    worstOff: lowest,
    payments: (types) => payments(problem, basis, types),
    interimPayment: (i, type) => nets[i].value - externality(agents[i], type),
    expectedPayments: agents.map((_, i) =>
      combination([1, nets[i]], [-1, expectedWelfare], [1, ownValues[i]]),
    ),
    surplus: combination(...nets.map((net) => [1, net] as const), [1 - agents.length, expectedWelfare]),
    shortfalls: nets.map((net, i) => Math.max(0, net.value - lowest[i].net)),
  };
}

/** e_i(x) = E[S_{−i}(x, ·)] = E[S(x, ·)] − x Q_i*(x): what the others get. */
export function externality(agent: InterimAgent, type: number): number {
  return agent.welfare(type).value - type * agent.share(type);
}

function requireBasis(agents: readonly InterimAgent[], basis: readonly number[]): void {
  if (basis.length !== agents.length)
    fail("bad-basis", "basis", "Give one basis type an agent.", {
      expected: String(agents.length),
      received: String(basis.length),
    });
  agents.forEach(({ distribution }, i) => {
    if (!typeIntervals(distribution).some(([from, to]) => from <= basis[i] && basis[i] <= to))
      fail("bad-basis", `basis[${i}]`, `A basis type must be a type of ${distribution.name}.`, {
        received: String(basis[i]),
      });
  });
}

function payments(problem: EfficientProblem, basis: readonly number[], types: readonly number[]): number[] {
  const chosen = problem.choose(types);
  const welfare = welfareAt(problem, types);
  const spread = Math.max(...types.map(Math.abs)) + 1;
  return types.map((type, i) => {
    // An infinite worst-off type is the limit of types beyond all reports: from there on S − IR is constant.
    const own = Number.isFinite(basis[i]) ? basis[i] : Math.sign(basis[i]) * spread;
    const replaced = types.map((other, j) => (j === i ? own : other));
    const others = welfare - (chosen[i] === 0 ? 0 : chosen[i] * type);
    return welfareAt(problem, replaced) - others - problem.agents[i].outside.value(own);
  });
}
